package io.blink.connectors.nexmark;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * The events of one batch.
 *
 * @param events their numbers
 * @param positions by kind, the rows that hold it, ascending
 */
record EventBatch(long[] events, int[][] positions) {
    static EventBatch of(EventSequence sequence, long[] events) {
        int[][] positions = new int[EventKind.values().length][events.length];
        int[] counts = new int[positions.length];
        for (int row = 0; row < events.length; row++) {
            int kind = sequence.kind(events[row]).ordinal();
            positions[kind][counts[kind]++] = row;
        }
        for (int kind = 0; kind < positions.length; kind++) {
            positions[kind] = Arrays.copyOf(positions[kind], counts[kind]);
        }
        return new EventBatch(events, positions);
    }

    int rows() {
        return events.length;
    }

    int[] positions(EventKind kind) {
        return positions[kind.ordinal()];
    }

    /** Numbers of the events of a kind; 0 elsewhere. */
    Column numbers(EventKind kind, LongUnaryOperator ofEvent) {
        long[] values = new long[events.length];
        for (int position : positions(kind)) {
            values[position] = ofEvent.applyAsLong(events[position]);
        }
        return new LongColumn(values.length, values, null);
    }

    /** {@code null} where all events are of the kind. */
    boolean[] nullsExcept(EventKind kind) {
        if (positions(kind).length == events.length) {
            return null;
        }
        boolean[] nulls = new boolean[events.length];
        Arrays.fill(nulls, true);
        for (int position : positions(kind)) {
            nulls[position] = false;
        }
        return nulls;
    }
}
