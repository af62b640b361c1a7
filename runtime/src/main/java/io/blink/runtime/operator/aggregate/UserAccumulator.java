package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.plan.AggregateCall;
import io.blink.runtime.function.AggregateInstance;
import io.blink.runtime.function.FunctionSite;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A user's aggregate whose accumulators can be written as values. What they take is estimated: from time to time some are written, and the bytes that make are taken times
 * {@link #OBJECTS_PER_VALUE}; between, arguments are taken to stay in them.
 */
final class UserAccumulator implements Accumulator {
    private static final int REFERENCE_BYTES = 8;
    private static final int FRESH_BYTES = 96;
    private static final int OBJECTS_PER_VALUE = 4;
    private static final int SAMPLE = 32;
    private static final int FIRST_GROUPS = 16;
    private static final int ROWS_BETWEEN_MIN = 1024;

    private final AggregateInstance function;
    private Object[] accumulators = new Object[0];
    private int groups;
    private long averageBytes = FRESH_BYTES;
    private long unmeasuredBytes;
    private long rowsSeen;
    private long nextMeasurement = ROWS_BETWEEN_MIN;

    UserAccumulator(AggregateCall call, FunctionSite site) {
        function = new AggregateInstance(
                site.functions().load(call.user()), call.argumentTypes(), call.type(), site.place(call.position()));
    }

    @Override
    public boolean takesNulls() {
        return true;
    }

    @Override
    public void ensure(int groupCount) {
        if (groupCount > accumulators.length) {
            accumulators = Arrays.copyOf(accumulators, capacityFor(groupCount));
        }
        groups = Math.max(groups, groupCount);
    }

    private static int capacityFor(int groupCount) {
        return Math.max(FIRST_GROUPS, Integer.highestOneBit(Math.max(1, groupCount - 1)) << 1);
    }

    @Override
    public void add(int[] groupsOfRows, int rows, List<Column> arguments) {
        function.open();
        function.bind(arguments);
        for (int i = 0; i < rows; i++) {
            function.accumulate(accumulator(groupsOfRows[i]), i);
        }
        added(rows, arguments);
    }

    private Object accumulator(int group) {
        Object known = accumulators[group];
        return known != null ? known : (accumulators[group] = function.createAccumulator());
    }

    @Override
    public void merge(int[] groupsOfRows, int rows, List<Column> partials) {
        function.open();
        IntFunction<Object> others = function.accumulators(partials.get(0));
        for (int i = 0; i < rows; i++) {
            Object other = others.apply(i);
            if (other != null) {
                function.merge(accumulator(groupsOfRows[i]), other);
            }
        }
        added(rows, partials);
    }

    private void added(int rows, List<Column> values) {
        for (Column column : values) {
            unmeasuredBytes += column.payloadBytes();
        }
        rowsSeen += rows;
        if (rowsSeen >= nextMeasurement) {
            nextMeasurement = rowsSeen + Math.max(ROWS_BETWEEN_MIN, rowsSeen / 4);
            measure();
        }
    }

    private void measure() {
        Object[] sample = new Object[SAMPLE];
        int count = 0;
        int step = Math.max(1, groups / SAMPLE);
        for (int group = 0; group < groups && count < SAMPLE; group += step) {
            if (accumulators[group] != null) {
                sample[count++] = accumulators[group];
            }
        }
        if (count > 0) {
            long bytes = function.accumulators(sample, 0, count).payloadBytes();
            averageBytes = FRESH_BYTES + OBJECTS_PER_VALUE * bytes / count;
            unmeasuredBytes = 0;
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return List.of(function.accumulators(accumulators, from, count));
    }

    @Override
    public Column result(int from, int count) {
        function.open();
        ColumnBuilder builder = function.resultBuilder(count);
        for (int group = from; group < from + count; group++) {
            Object known = accumulators[group];
            function.appendResult(known != null ? known : function.createAccumulator(), builder);
        }
        return builder.build();
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        long capacity = groupCount <= accumulators.length ? 0 : capacityFor(groupCount) - accumulators.length;
        long bytes = capacity * REFERENCE_BYTES + Math.max(0, groupCount - groups) * averageBytes;
        for (Column column : arguments) {
            bytes += column.payloadBytes();
        }
        return bytes;
    }

    @Override
    public long retainedBytes() {
        return (long) accumulators.length * REFERENCE_BYTES + groups * averageBytes + unmeasuredBytes;
    }

    @Override
    public void clear() {
        accumulators = new Object[0];
        groups = 0;
        unmeasuredBytes = 0;
    }
}
