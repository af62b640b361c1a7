package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.LongChunks;

/** At most one value of any type for each group, in a store of those that were kept. */
final class GroupValues {
    private final DataType type;
    private ColumnStore values;
    /** Row of the group's value plus one; 0: none yet. */
    private final LongChunks rowOfGroup = new LongChunks();

    GroupValues(DataType type) {
        this.type = type;
        this.values = ColumnStore.of(type);
    }

    void ensure(int groupCount) {
        rowOfGroup.ensure(groupCount);
    }

    /** Rows that are kept, those too that are no group's value any more. */
    int size() {
        return values.size();
    }

    boolean has(int group) {
        return rowOfGroup.get(group) > 0;
    }

    /** Whether the group's value is at that row of the store or behind it. */
    boolean isFrom(int group, int row) {
        return rowOfGroup.get(group) > row;
    }

    /** The row of the store at which the group's value stands, or will when {@link #append} has brought it. */
    void set(int group, int row) {
        rowOfGroup.set(group, row + 1L);
    }

    void append(Column column, int[] positions, int count) {
        values.append(column, positions, 0, count);
    }

    /** Leaves out what is no group's value. */
    void compact(int groupCount, int rowsAtOnce) {
        int[] rows = new int[groupCount];
        int count = 0;
        for (int group = 0; group < groupCount; group++) {
            if (has(group)) {
                rows[count] = (int) rowOfGroup.get(group) - 1;
                set(group, count++);
            }
        }
        ColumnStore moved = ColumnStore.of(type);
        for (int at = 0; at < count; at += rowsAtOnce) {
            int length = Math.min(rowsAtOnce, count - at);
            moved.append(values.gather(rows, at, length), null, 0, length);
        }
        values = moved;
    }

    /** The values of groups one behind the other, NULL where there is none. */
    Column result(int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) rowOfGroup.get(from + i) - 1;
        }
        return values.gather(rows, 0, count);
    }

    long bytesToAdd(int groupCount, Column argument) {
        return rowOfGroup.bytesToEnsure(groupCount) + values.bytesToAppend(argument, argument.size());
    }

    long retainedBytes() {
        return rowOfGroup.retainedBytes() + values.retainedBytes();
    }

    void clear() {
        rowOfGroup.clear();
        values.clear();
    }
}
