package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import java.util.List;

/** LAST_SEEN: of each group the value that came last. Values that others have followed stay behind until most are such; then the rest moves together. */
final class LastValueAccumulator implements Accumulator {
    private static final int ROWS_MIN = 8192;

    private final GroupValues values;
    private int groupCount;
    private int[] kept = new int[0];

    LastValueAccumulator(DataType type) {
        this.values = new GroupValues(type);
    }

    @Override
    public void ensure(int groups) {
        values.ensure(groups);
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
            if (!values.isFrom(groups[i], first)) {
                values.set(groups[i], first + count);
                kept[count++] = i;
            }
        }
        values.append(arguments.get(0), kept, count);
        if (values.size() > ROWS_MIN && values.size() > 2L * groupCount) {
            values.compact(groupCount, ROWS_MIN);
        }
    }

    @Override
    public Column result(int from, int count) {
        return values.result(from, count);
    }

    @Override
    public long bytesToAdd(int groups, List<Column> arguments) {
        return values.bytesToAdd(groups, arguments.get(0));
    }

    @Override
    public long retainedBytes() {
        return values.retainedBytes();
    }

    @Override
    public void clear() {
        groupCount = 0;
        values.clear();
    }
}
