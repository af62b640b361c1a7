package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.IntChunks;
import java.util.ArrayList;
import java.util.List;

/** Rows of groups, as they came: for each group a chain through all rows. */
final class HeldRows {
    private final List<ColumnStore> columns = new ArrayList<>();
    /** First and last row of each group plus one; 0: none. */
    private final IntChunks firsts = new IntChunks();

    private final IntChunks lasts = new IntChunks();
    private final IntChunks counts = new IntChunks();
    /** The row after each in its group plus one. */
    private final IntChunks next = new IntChunks();

    HeldRows(List<DataType> types) {
        types.forEach(type -> columns.add(ColumnStore.of(type)));
    }

    ColumnStore column(int index) {
        return columns.get(index);
    }

    void ensure(int groupCount) {
        firsts.ensure(groupCount);
        lasts.ensure(groupCount);
        counts.ensure(groupCount);
    }

    /** Adds the rows at positions of these columns; row i belongs to group {@code groups[i]}. */
    void add(int[] groups, int[] positions, int count, List<Column> values) {
        int first = columns.get(0).size();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(values.get(i), positions, 0, count);
        }
        next.ensure(first + count);
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            int row = first + i + 1;
            if (firsts.get(group) == 0) {
                firsts.set(group, row);
            } else {
                next.set(lasts.get(group) - 1, row);
            }
            lasts.set(group, row);
            counts.getAndAdd(group, 1);
        }
    }

    /** Where the rows of groups {@code from .. from + count} lie among all of theirs. */
    int[] offsets(int from, int count) {
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], counts.get(from + i));
        }
        return offsets;
    }

    /** The rows of those groups, group by group as they came. */
    int[] rows(int from, int[] offsets) {
        int[] rows = new int[offsets[offsets.length - 1]];
        int at = 0;
        for (int group = from; group < from + offsets.length - 1; group++) {
            for (int row = firsts.get(group); row != 0; row = next.get(row - 1)) {
                rows[at++] = row - 1;
            }
        }
        return rows;
    }

    /** By these columns, rows that are equal in them as they came. */
    int compare(int row, int other, List<SortKey> order) {
        for (SortKey key : order) {
            ColumnStore column = columns.get(key.column());
            boolean isNull = column.isNull(row);
            boolean otherNull = column.isNull(other);
            int compared;
            if (isNull || otherNull) {
                compared = isNull == otherNull ? 0 : isNull == key.nullsFirst() ? -1 : 1;
            } else {
                compared = key.ascending() ? column.compare(row, other) : column.compare(other, row);
            }
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** Sorts {@code rows[from .. to)}, by merging, so that it is stable. */
    void sort(int[] rows, int from, int to, List<SortKey> order) {
        if (to - from > 1 && !order.isEmpty()) {
            sort(rows, from, to, order, new int[to - from]);
        }
    }

    private void sort(int[] rows, int from, int to, List<SortKey> order, int[] scratch) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(rows, from, middle, order, scratch);
        sort(rows, middle, to, order, scratch);
        if (compare(rows[middle - 1], rows[middle], order) <= 0) {
            return;
        }
        int left = middle - from;
        System.arraycopy(rows, from, scratch, 0, left);
        int i = 0;
        int j = middle;
        for (int at = from; i < left; at++) {
            boolean takesRight = j < to && compare(rows[j], scratch[i], order) < 0;
            rows[at] = takesRight ? rows[j++] : scratch[i++];
        }
    }

    long bytesToAdd(int groupCount, int rows) {
        return firsts.bytesToEnsure(groupCount)
                + lasts.bytesToEnsure(groupCount)
                + counts.bytesToEnsure(groupCount)
                + next.bytesToEnsure(columns.get(0).size() + rows);
    }

    long bytesToAppend(List<Column> values) {
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            bytes += columns.get(i).bytesToAppend(values.get(i), values.get(i).size());
        }
        return bytes;
    }

    int size() {
        return columns.get(0).size();
    }

    long valueBytes() {
        long bytes = 0;
        for (ColumnStore column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes;
    }

    long chainBytes() {
        return firsts.retainedBytes() + lasts.retainedBytes() + counts.retainedBytes() + next.retainedBytes();
    }

    void clear() {
        columns.forEach(ColumnStore::clear);
        firsts.clear();
        lasts.clear();
        counts.clear();
        next.clear();
    }
}
