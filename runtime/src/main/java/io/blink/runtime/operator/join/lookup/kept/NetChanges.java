package io.blink.runtime.operator.join.lookup.kept;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a batch of changes does on the whole. A row that comes and then goes in it is left out; of what remains, rows go before others of the same key come.
 *
 * @param coming positions, ascending
 * @param going positions: in each array at most one of a key
 */
record NetChanges(int[] coming, List<int[]> going) {
    private static final int NONE = -1;

    /**
     * @param keys columns of the batch that tell rows apart
     * @param types theirs
     */
    static NetChanges of(Batch batch, Column[] keys, List<DataType> types) {
        int rows = batch.rowCount();
        if (batch.rowKinds() == null) {
            return new NetChanges(IntStream.range(0, rows).toArray(), List.of());
        }
        int[] keyOfRow = new int[rows];
        int keyCount = keys.length == 0 ? 1 : number(keys, types, keyOfRow);
        return of(batch.rowKinds(), keyOfRow, keyCount);
    }

    private static int number(Column[] keys, List<DataType> types, int[] keyOfRow) {
        GroupTable table = GroupTable.ofGroups(types);
        table.insert(keys, keyOfRow.length, keyOfRow);
        return table.groupCount();
    }

    private static NetChanges of(byte[] kinds, int[] keyOfRow, int keyCount) {
        boolean[] comes = new boolean[kinds.length];
        int[] lastToCome = new int[keyCount];
        Arrays.fill(lastToCome, NONE);
        int[] before = new int[kinds.length];
        int[] gone = new int[keyCount];
        List<Positions> going = new ArrayList<>();
        for (int row = 0; row < kinds.length; row++) {
            int key = keyOfRow[row];
            if (RowKinds.comes(kinds[row])) {
                comes[row] = true;
                before[row] = lastToCome[key];
                lastToCome[key] = row;
            } else if (lastToCome[key] != NONE) {
                comes[lastToCome[key]] = false;
                lastToCome[key] = before[lastToCome[key]];
            } else {
                int turn = gone[key]++;
                if (turn == going.size()) {
                    going.add(new Positions());
                }
                going.get(turn).add(row);
            }
        }
        int[] coming =
                IntStream.range(0, kinds.length).filter(row -> comes[row]).toArray();
        return new NetChanges(coming, going.stream().map(Positions::toArray).toList());
    }

    private static final class Positions {
        private int[] rows = new int[16];
        private int count;

        void add(int row) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
            }
            rows[count++] = row;
        }

        int[] toArray() {
            return Arrays.copyOf(rows, count);
        }
    }
}
