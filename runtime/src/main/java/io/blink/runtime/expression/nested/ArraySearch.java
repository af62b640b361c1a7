package io.blink.runtime.expression.nested;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.runtime.expression.comparison.ValueOrder;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.NullFlags;

/** Single values found in arrays. */
final class ArraySearch {
    private ArraySearch() {}

    static Column contains(Column[] arguments, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        byte[] found = new byte[rows];
        boolean[] nulls = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            nulls[row] = arrays.isNull(row);
            found[row] = (byte) (!nulls[row] && find(arrays, row, arguments[1]) >= 0 ? 1 : 0);
        }
        return new ByteColumn(rows, found, nulls);
    }

    private static int find(ArrayArgument arrays, int row, Column value) {
        for (int place = arrays.start(row); place < arrays.end(row); place++) {
            if (ValueOrder.compare(arrays.elements(), place, value, row) == 0) {
                return place - arrays.start(row);
            }
        }
        return -1;
    }

    static Column position(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        int[] positions = new int[rows];
        for (int row = 0; row < rows; row++) {
            positions[row] = NullFlags.at(nulls, row) ? 0 : find(arrays, row, arguments[1]) + 1;
        }
        return IntegerResult.column(site.type(), positions, nulls);
    }

    static Column overlap(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument left = ArrayArgument.of(arguments[0]);
        ArrayArgument right = ArrayArgument.of(arguments[1]);
        long[] hashes = ElementSet.hashes(left.elements());
        ElementSet others = new ElementSet(right.elements());
        byte[] found = new byte[rows];
        for (int row = 0; row < rows; row++) {
            if (NullFlags.at(nulls, row)) {
                continue;
            }
            others.clear(right.length(row));
            for (int place = right.start(row); place < right.end(row); place++) {
                others.add(place);
            }
            for (int place = left.start(row); found[row] == 0 && place < left.end(row); place++) {
                boolean shared =
                        !left.elements().isNull(place) && others.contains(left.elements(), place, hashes[place]);
                found[row] = (byte) (shared ? 1 : 0);
            }
        }
        return new ByteColumn(rows, found, nulls);
    }

    /** @param sign 1 for the greatest element, -1 for the least; NULLs do not count */
    static Column extreme(CallSite site, Column[] arguments, boolean[] nulls, int rows, int sign) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        Column elements = arrays.elements();
        int[] places = new int[rows];
        for (int row = 0; row < rows; row++) {
            int best = -1;
            for (int place = arrays.start(row); !NullFlags.at(nulls, row) && place < arrays.end(row); place++) {
                boolean better = !elements.isNull(place)
                        && (best < 0 || ValueOrder.compare(elements, place, elements, best) * sign > 0);
                best = better ? place : best;
            }
            places[row] = best;
        }
        return NestedValues.taken(elements, site.type(), places);
    }

    static Column element(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument arrays = ArrayArgument.of(arguments[0]);
        int[] places = new int[rows];
        for (int row = 0; row < rows; row++) {
            int length = NullFlags.at(nulls, row) ? 0 : arrays.length(row);
            if (length > 1) {
                throw site.invalidArgument("the array has " + length + " elements instead of one", null);
            }
            places[row] = length == 0 ? -1 : arrays.start(row);
        }
        return NestedValues.taken(arrays.elements(), site.type(), places);
    }
}
