package io.blink.runtime.expression.nested;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.runtime.expression.comparison.ValueOrder;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** Arrays of some of the elements of an array, or of all in another order. */
final class ArraySelections {
    private ArraySelections() {}

    static Column distinct(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        ElementSet seen = new ElementSet(arrays.elements());
        ElementChoice chosen = new ElementChoice(rows, arrays.elements().size());
        for (int row = 0; row < rows; row++) {
            seen.clear(NullFlags.at(nulls, row) ? 0 : arrays.length(row));
            for (int place = arrays.start(row); !NullFlags.at(nulls, row) && place < arrays.end(row); place++) {
                if (seen.add(place)) {
                    chosen.add(place);
                }
            }
            chosen.end();
        }
        return chosen.of(arrays.elements(), nulls);
    }

    /** The elements of the first array that the second has, or that it has not. */
    static Column byOther(Column[] arguments, boolean[] nulls, int rows, boolean wanted) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        ArrayArgument others = ArrayArgument.of(arguments[1]);
        long[] hashes = ElementSet.hashes(arrays.elements());
        ElementSet seen = new ElementSet(arrays.elements(), hashes);
        ElementSet other = new ElementSet(others.elements());
        ElementChoice chosen = new ElementChoice(rows, arrays.elements().size());
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                other.clear(others.length(row));
                for (int place = others.start(row); place < others.end(row); place++) {
                    other.add(place);
                }
                seen.clear(arrays.length(row));
                for (int place = arrays.start(row); place < arrays.end(row); place++) {
                    if (other.contains(arrays.elements(), place, hashes[place]) == wanted && seen.add(place)) {
                        chosen.add(place);
                    }
                }
            }
            chosen.end();
        }
        return chosen.of(arrays.elements(), nulls);
    }

    static Column remove(Column[] arguments, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        boolean[] nulls = new boolean[rows];
        ElementChoice chosen = new ElementChoice(rows, arrays.elements().size());
        for (int row = 0; row < rows; row++) {
            nulls[row] = arrays.isNull(row);
            for (int place = arrays.start(row); place < arrays.end(row); place++) {
                if (ValueOrder.compare(arrays.elements(), place, arguments[1], row) != 0) {
                    chosen.add(place);
                }
            }
            chosen.end();
        }
        return chosen.of(arrays.elements(), nulls);
    }

    static Column reverse(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        ElementChoice chosen = new ElementChoice(rows, arrays.elements().size());
        for (int row = 0; row < rows; row++) {
            for (int place = arrays.end(row) - 1; !NullFlags.at(nulls, row) && place >= arrays.start(row); place--) {
                chosen.add(place);
            }
            chosen.end();
        }
        return chosen.of(arrays.elements(), nulls);
    }

    static Column slice(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        LongArgument from = LongArgument.of(arguments[1]);
        LongArgument to = arguments.length > 2 ? LongArgument.of(arguments[2]) : null;
        ElementChoice chosen = new ElementChoice(rows, arrays.elements().size());
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                int length = arrays.length(row);
                long first = Math.max(1, fromStart(from.at(row), length));
                long last = to == null ? length : Math.min(length, fromStart(to.at(row), length));
                for (long place = first; place <= last; place++) {
                    chosen.add(arrays.start(row) + (int) place - 1);
                }
            }
            chosen.end();
        }
        return chosen.of(arrays.elements(), nulls);
    }

    private static long fromStart(long place, int length) {
        return place < 0 ? length + place + 1 : Math.max(place, 1);
    }

    static Column sort(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        Column elements = arrays.elements();
        ElementChoice chosen = new ElementChoice(rows, elements.size());
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                boolean ascending = arguments.length < 2 || isTrue(arguments[1], row);
                boolean nullsFirst = arguments.length < 3 ? ascending : isTrue(arguments[2], row);
                chosen.addRange(arrays.start(row), arrays.end(row));
                chosen.order((left, right) -> compare(elements, left, right, ascending, nullsFirst));
            }
            chosen.end();
        }
        return chosen.of(elements, nulls);
    }

    private static int compare(Column elements, int left, int right, boolean ascending, boolean nullsFirst) {
        boolean leftNull = elements.isNull(left);
        boolean rightNull = elements.isNull(right);
        if (leftNull || rightNull) {
            return nullsFirst ? Boolean.compare(rightNull, leftNull) : Boolean.compare(leftNull, rightNull);
        }
        int order = ValueOrder.compare(elements, left, elements, right);
        return ascending ? order : -order;
    }

    private static boolean isTrue(Column column, int row) {
        return column instanceof ConstantColumn constant
                ? isTrue(constant.value(), 0)
                : ((ByteColumn) column.flat()).get(row) != 0;
    }
}
