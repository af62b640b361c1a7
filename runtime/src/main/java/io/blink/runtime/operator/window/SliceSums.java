package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregateCall;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What several slices have of the groups of some keys, which are numbered from 0. Slices are added from the earliest to the latest, since some results tell their order. */
final class SliceSums {
    private final int count;
    private final boolean[] there;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final List<int[]> partialsOfCall = new ArrayList<>();

    /**
     * Partial results.
     *
     * @param keys of which key each of the rows is, ascending
     */
    record Part(Batch partials, int[] keys) {
        static final Part NONE = new Part(new Batch(0, List.of()), new int[0]);

        boolean isEmpty() {
            return partials.rowCount() == 0;
        }

        long retainedBytes() {
            return partials.retainedBytes() + (long) keys.length * Integer.BYTES;
        }
    }

    SliceSums(List<AggregateCall> calls, int count) {
        this.count = count;
        this.there = new boolean[count];
        int columns = 0;
        for (AggregateCall call : calls) {
            Accumulator accumulator = Accumulators.create(call);
            accumulator.ensure(count);
            accumulators.add(accumulator);
            int width = call.partialTypes().size();
            partialsOfCall.add(IntStream.range(columns, columns + width).toArray());
            columns += width;
        }
    }

    void add(Part part) {
        if (part.isEmpty()) {
            return;
        }
        for (int key : part.keys()) {
            there[key] = true;
        }
        for (int call = 0; call < accumulators.size(); call++) {
            GroupAggregation.merge(
                    accumulators.get(call), part.partials(), partialsOfCall.get(call), part.keys(), part.keys().length);
        }
    }

    /** What has been added. */
    Part part() {
        int[] keys = IntStream.range(0, count).filter(key -> there[key]).toArray();
        List<Column> partials = new ArrayList<>();
        for (Accumulator accumulator : accumulators) {
            for (Column column : accumulator.partial(0, count)) {
                partials.add(keys.length == count ? column : column.take(keys, 0, keys.length));
            }
        }
        return new Part(new Batch(keys.length, partials), keys);
    }

    /** Whether anything has been added to each key. */
    boolean[] there() {
        return there;
    }

    /** Undefined for keys that are not {@link #there}. */
    List<Column> results() {
        return accumulators.stream()
                .map(accumulator -> accumulator.result(0, count))
                .toList();
    }
}
