package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** LAST_SEEN: of each group the value that came last. Values that others have followed stay behind until most are such; then the rest moves together. */
final class LastValueAccumulator implements Accumulator {
    private static final int ROWS_MIN = 8192;

    private final DataType type;
    private ColumnStore values;
    /** Row of the group's value plus one; 0: none yet. */
    private final LongChunks rowOfGroup = new LongChunks();

    private int groupCount;
    private int[] kept = new int[0];

    LastValueAccumulator(DataType type) {
        this.type = type;
        this.values = ColumnStore.of(type);
    }

    @Override
    public void ensure(int groups) {
        rowOfGroup.ensure(groups);
        groupCount = Math.max(groupCount, groups);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        if (kept.length < rows) {
            kept = new int[rows];
        }
        // Going backwards, the first row of a group is its last; values of this batch have rows from here on.
        int first = values.size();
        int count = 0;
        for (int i = rows - 1; i >= 0; i--) {
            if (rowOfGroup.get(groups[i]) <= first) {
                kept[count] = i;
                rowOfGroup.set(groups[i], first + ++count);
            }
        }
        values.append(arguments.get(0), kept, 0, count);
        if (values.size() > ROWS_MIN && values.size() > 2L * groupCount) {
            compact();
        }
    }

    private void compact() {
        int[] rows = new int[groupCount];
        int count = 0;
        for (int group = 0; group < groupCount; group++) {
            long row = rowOfGroup.get(group);
            if (row > 0) {
                rows[count] = (int) row - 1;
                rowOfGroup.set(group, ++count);
            }
        }
        ColumnStore moved = ColumnStore.of(type);
        for (int at = 0; at < count; at += ROWS_MIN) {
            int length = Math.min(ROWS_MIN, count - at);
            moved.append(values.gather(rows, at, length), null, 0, length);
        }
        values = moved;
    }

    @Override
    public Column result(int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) rowOfGroup.get(from + i) - 1;
        }
        return values.gather(rows, 0, count);
    }

    @Override
    public long bytesToAdd(int groups, List<Column> arguments) {
        Column argument = arguments.get(0);
        return rowOfGroup.bytesToEnsure(groups) + values.bytesToAppend(argument, argument.size());
    }

    @Override
    public long retainedBytes() {
        return rowOfGroup.retainedBytes() + values.retainedBytes();
    }

    @Override
    public void clear() {
        groupCount = 0;
        rowOfGroup.clear();
        values.clear();
    }
}
