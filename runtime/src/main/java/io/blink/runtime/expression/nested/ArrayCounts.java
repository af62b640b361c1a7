package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.MapColumn;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.Arrays;

/** ARRAY_COUNTS: the different elements of an array and how often each is there. */
final class ArrayCounts {
    private ArrayCounts() {}

    static Column of(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        Column elements = arrays.elements();
        ElementSet seen = new ElementSet(elements);
        ElementChoice different = new ElementChoice(rows, elements.size());
        int[] counts = new int[elements.size()];
        int[] chosen = new int[Math.max(1, elements.size())];
        int chosenCount = 0;
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                seen.clear(arrays.length(row));
                for (int place = arrays.start(row); place < arrays.end(row); place++) {
                    if (elements.isNull(place)) {
                        continue;
                    }
                    int first = seen.placeOf(place);
                    if (first == place) {
                        different.add(place);
                        counts[place] = 0;
                        chosen = chosenCount == chosen.length ? Arrays.copyOf(chosen, chosenCount * 2) : chosen;
                        chosen[chosenCount++] = place;
                    }
                    counts[first]++;
                }
            }
            different.end();
        }
        return maps(different.of(elements, null), chosen, chosenCount, counts, nulls, rows);
    }

    private static Column maps(ArrayColumn keys, int[] chosen, int count, int[] counts, boolean[] nulls, int rows) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = counts[chosen[i]];
        }
        return new MapColumn(rows, keys.elements(), new IntColumn(count, values, null), keys.offsets(), nulls);
    }
}
