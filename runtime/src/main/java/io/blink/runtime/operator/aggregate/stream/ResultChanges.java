package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.RowKind;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the rows of a changelog of old and new results. Used for one step. */
public final class ResultChanges {
    private final boolean emitsUpdateBefore;
    private final int groups;
    /** Of old results; those of new ones lie behind them. */
    private int[] positions;

    private byte[] kinds;
    private int rows;
    private boolean anyOld;
    private boolean onlyInserts = true;

    /** @param emitsUpdateBefore whether the old result of a changed group goes out too */
    public ResultChanges(int groups, boolean emitsUpdateBefore) {
        this.emitsUpdateBefore = emitsUpdateBefore;
        this.groups = groups;
        positions = new int[2 * groups];
        kinds = new byte[2 * groups];
    }

    public void inserted(int group) {
        row(groups + group, RowKind.INSERT);
    }

    public void updated(int group) {
        if (emitsUpdateBefore) {
            anyOld = true;
            row(group, RowKind.UPDATE_BEFORE);
        }
        onlyInserts = false;
        row(groups + group, RowKind.UPDATE_AFTER);
    }

    public void deleted(int group) {
        anyOld = true;
        onlyInserts = false;
        row(group, RowKind.DELETE);
    }

    private void row(int position, RowKind kind) {
        positions[rows] = position;
        kinds[rows++] = (byte) kind.ordinal();
    }

    /**
     * The changes, in batches that no -U is parted by from its +U.
     *
     * @param keys of the groups; equal in old and new rows
     */
    public List<Batch> batches(Column[] keys, List<Column> before, List<Column> after) {
        List<Column> columns = new ArrayList<>();
        int[] groupOfRow = new int[rows];
        for (int i = 0; i < rows; i++) {
            groupOfRow[i] = positions[i] < groups ? positions[i] : positions[i] - groups;
        }
        for (Column key : keys) {
            columns.add(key.take(groupOfRow, 0, rows));
        }
        for (int i = 0; i < after.size(); i++) {
            Column both = anyOld ? ColumnConcatenation.of(List.of(before.get(i), after.get(i))) : after.get(i);
            columns.add(both.take(anyOld ? positions : groupOfRow, 0, rows));
        }
        return parted(new Batch(rows, columns, onlyInserts ? null : Arrays.copyOf(kinds, rows)));
    }

    private static List<Batch> parted(Batch all) {
        List<Batch> parts = new ArrayList<>();
        int from = 0;
        while (from < all.rowCount()) {
            int to = Math.min(all.rowCount(), from + Batch.TARGET_ROWS);
            boolean partsUpdate =
                    to < all.rowCount() && all.rowKinds() != null && all.rowKinds()[to - 1] == RowKinds.UPDATE_BEFORE;
            to -= partsUpdate ? 1 : 0;
            parts.add(all.slice(from, to - from));
            from = to;
        }
        return parts;
    }
}
