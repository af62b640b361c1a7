package io.blink.runtime.expression.nested;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.ArrayList;
import java.util.List;

/** Arrays of the elements of several arguments. */
final class ArrayMerging {
    private static final int LENGTH_MAX = 10_000_000;

    private ArrayMerging() {}

    /** The elements of several arrays behind each other in one column. */
    private static final class Sources {
        private final List<ArrayArgument> arrays = new ArrayList<>();
        private final List<Integer> bases = new ArrayList<>();
        private final Column elements;

        private Sources(Column[] arguments) {
            List<Column> columns = new ArrayList<>();
            int base = 0;
            for (Column argument : arguments) {
                ArrayArgument array = ArrayArgument.of(argument);
                arrays.add(array);
                bases.add(base);
                columns.add(array.elements());
                base = Math.addExact(base, array.elements().size());
            }
            elements = ColumnConcatenation.of(columns);
        }
    }

    static Column concat(Column[] arguments, boolean[] nulls, int rows) {
        Sources sources = new Sources(arguments);
        ElementChoice chosen = new ElementChoice(rows, sources.elements.size());
        for (int row = 0; row < rows; row++) {
            for (int i = 0; !NullFlags.at(nulls, row) && i < arguments.length; i++) {
                ArrayArgument array = sources.arrays.get(i);
                int base = sources.bases.get(i);
                chosen.addRange(base + array.start(row), base + array.end(row));
            }
            chosen.end();
        }
        return chosen.of(sources.elements, nulls);
    }

    static Column union(Column[] arguments, boolean[] nulls, int rows) {
        Sources sources = new Sources(arguments);
        ElementSet seen = new ElementSet(sources.elements);
        ElementChoice chosen = new ElementChoice(rows, sources.elements.size());
        for (int row = 0; row < rows; row++) {
            seen.clear(NullFlags.at(nulls, row) ? 0 : length(sources, row));
            for (int i = 0; !NullFlags.at(nulls, row) && i < arguments.length; i++) {
                ArrayArgument array = sources.arrays.get(i);
                int base = sources.bases.get(i);
                for (int place = base + array.start(row); place < base + array.end(row); place++) {
                    if (seen.add(place)) {
                        chosen.add(place);
                    }
                }
            }
            chosen.end();
        }
        return chosen.of(sources.elements, nulls);
    }

    private static int length(Sources sources, int row) {
        return sources.arrays.stream().mapToInt(array -> array.length(row)).sum();
    }

    /** Of a NULL array NULL, whatever the value is. */
    static Column withValue(Column[] arguments, int rows, boolean last) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        int base = arrays.elements().size();
        Column all = ColumnConcatenation.of(List.of(arrays.elements(), arguments[1]));
        boolean[] nulls = new boolean[rows];
        ElementChoice chosen = new ElementChoice(rows, all.size());
        for (int row = 0; row < rows; row++) {
            nulls[row] = arrays.isNull(row);
            if (!nulls[row] && !last) {
                chosen.add(base + row);
            }
            chosen.addRange(arrays.start(row), arrays.end(row));
            if (!nulls[row] && last) {
                chosen.add(base + row);
            }
            chosen.end();
        }
        return chosen.of(all, nulls);
    }

    static Column repeat(CallSite site, Column[] arguments, int rows) {
        LongArgument times = LongArgument.of(arguments[1]);
        boolean[] nulls = NullFlags.copy(NullFlags.of(arguments[1]), rows);
        ElementChoice chosen = new ElementChoice(rows, rows);
        for (int row = 0; row < rows; row++) {
            long count = nulls[row] ? 0 : times.at(row);
            if (count > LENGTH_MAX) {
                throw site.invalidArgument(
                        count + " repetitions are more than the " + LENGTH_MAX + " an array may have here", null);
            }
            for (long i = 0; i < count; i++) {
                chosen.add(row);
            }
            chosen.end();
        }
        return chosen.of(arguments[0], nulls);
    }
}
