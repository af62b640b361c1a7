package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Column;
import io.blink.runtime.operator.aggregate.Accumulator;
import java.util.List;

/** Partial results of an aggregate, which {@link Accumulator} gives and takes; those of no values are left out. */
public final class PartialResults {
    private PartialResults() {}

    /** Merges the partial results at {@code positions} into {@code groups}, one after the other. */
    public static void merge(Accumulator accumulator, int[] groups, int[] positions, int count, List<Column> partials) {
        Column first = partials.get(0);
        int kept = count;
        int[] keptGroups = groups;
        int[] keptPositions = positions;
        if (first.mayHaveNulls() && !accumulator.takesNulls()) {
            keptGroups = new int[count];
            keptPositions = new int[count];
            kept = 0;
            for (int i = 0; i < count; i++) {
                keptGroups[kept] = groups[i];
                keptPositions[kept] = positions[i];
                kept += first.isNull(positions[i]) ? 0 : 1;
            }
        }
        if (kept > 0) {
            accumulator.merge(keptGroups, kept, take(partials, keptPositions, kept));
        }
    }

    public static List<Column> take(List<Column> columns, int[] positions, int count) {
        return columns.stream().map(column -> column.take(positions, 0, count)).toList();
    }
}
