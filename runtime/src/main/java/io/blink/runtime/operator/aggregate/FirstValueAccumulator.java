package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.runtime.RuntimeErrorCode;
import java.util.List;

/** ANY_VALUE, the first that is not NULL, and SINGLE_VALUE, for which NULL is a value and a second one an error. Of any type. */
final class FirstValueAccumulator implements Accumulator {
    private final boolean single;
    private final String place;
    private final GroupValues values;
    private int[] kept = new int[0];

    /** @param place of the call, for messages */
    FirstValueAccumulator(DataType type, boolean single, String place) {
        this.single = single;
        this.place = place;
        this.values = new GroupValues(type);
    }

    @Override
    public boolean takesNulls() {
        return single;
    }

    @Override
    public void ensure(int groupCount) {
        values.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        if (kept.length < rows) {
            kept = new int[rows];
        }
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (!values.has(groups[i])) {
                values.set(groups[i], values.size() + count);
                kept[count++] = i;
            } else if (single) {
                throw secondRow();
            }
        }
        values.append(arguments.get(0), kept, count);
    }

    private BlinkException secondRow() {
        return new BlinkException(
                RuntimeErrorCode.MORE_THAN_ONE_ROW,
                "The sub-query that is used as a value" + place
                        + " gave more than one row. Aggregate it, or add LIMIT 1.");
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        if (!single) {
            add(groups, rows, partials);
            return;
        }
        long[] counts = Values.longs(partials.get(1));
        int[] present = new int[rows];
        int[] presentGroups = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (counts[i] > 1) {
                throw secondRow();
            }
            if (counts[i] == 1) {
                present[count] = i;
                presentGroups[count++] = groups[i];
            }
        }
        add(presentGroups, count, List.of(partials.get(0).take(present, 0, count)));
    }

    @Override
    public List<Column> partial(int from, int count) {
        Column first = result(from, count);
        if (!single) {
            return List.of(first);
        }
        long[] counts = new long[count];
        for (int i = 0; i < count; i++) {
            counts[i] = values.has(from + i) ? 1 : 0;
        }
        return List.of(first, new LongColumn(count, counts, null));
    }

    @Override
    public Column result(int from, int count) {
        return values.result(from, count);
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return values.bytesToAdd(groupCount, arguments.get(0));
    }

    @Override
    public long retainedBytes() {
        return values.retainedBytes();
    }

    @Override
    public void clear() {
        values.clear();
    }
}
