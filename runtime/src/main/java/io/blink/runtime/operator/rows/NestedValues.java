package io.blink.runtime.operator.rows;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.hash.ColumnHash;
import java.util.List;

/** Equality of single values of any type, row by row; for arrays, maps and rows, which are rare as keys. */
final class NestedValues {
    private NestedValues() {}

    /** Whether two values of one type are equal, two nulls included. */
    static boolean equal(Column left, int leftPosition, Column right, int rightPosition) {
        if (left instanceof DictionaryColumn dictionary) {
            return equal(dictionary.dictionary(), dictionary.ids()[leftPosition], right, rightPosition);
        }
        if (left instanceof ConstantColumn constant) {
            return equal(constant.value(), 0, right, rightPosition);
        }
        if (right instanceof DictionaryColumn || right instanceof ConstantColumn) {
            return equal(right, rightPosition, left, leftPosition);
        }
        if (left.isNull(leftPosition) || right.isNull(rightPosition)) {
            return left.isNull(leftPosition) && right.isNull(rightPosition);
        }
        if (left instanceof RowColumn rows) {
            return rowsEqual(rows, leftPosition, (RowColumn) right, rightPosition);
        }
        if (left instanceof ArrayColumn arrays) {
            return arraysEqual(arrays, leftPosition, (ArrayColumn) right, rightPosition);
        }
        if (left instanceof MapColumn maps) {
            return mapsEqual(maps, leftPosition, (MapColumn) right, rightPosition);
        }
        return scalarsEqual(left, leftPosition, right, rightPosition);
    }

    private static boolean rowsEqual(RowColumn left, int leftPosition, RowColumn right, int rightPosition) {
        for (int i = 0; i < left.fields().size(); i++) {
            if (!equal(left.fields().get(i), leftPosition, right.fields().get(i), rightPosition)) {
                return false;
            }
        }
        return true;
    }

    private static boolean arraysEqual(ArrayColumn left, int leftPosition, ArrayColumn right, int rightPosition) {
        int leftStart = left.offsets()[leftPosition];
        int rightStart = right.offsets()[rightPosition];
        int length = left.offsets()[leftPosition + 1] - leftStart;
        if (length != right.offsets()[rightPosition + 1] - rightStart) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!equal(left.elements(), leftStart + i, right.elements(), rightStart + i)) {
                return false;
            }
        }
        return true;
    }

    /** Maps have no order and unique keys. */
    private static boolean mapsEqual(MapColumn left, int leftPosition, MapColumn right, int rightPosition) {
        int leftEnd = left.offsets()[leftPosition + 1];
        int rightStart = right.offsets()[rightPosition];
        int rightEnd = right.offsets()[rightPosition + 1];
        if (leftEnd - left.offsets()[leftPosition] != rightEnd - rightStart) {
            return false;
        }
        for (int i = left.offsets()[leftPosition]; i < leftEnd; i++) {
            boolean found = false;
            for (int j = rightStart; j < rightEnd && !found; j++) {
                found = equal(left.keys(), i, right.keys(), j) && equal(left.values(), i, right.values(), j);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** A store of one row compares as every hash table does. */
    private static boolean scalarsEqual(Column left, int leftPosition, Column right, int rightPosition) {
        Column leftValue = left.slice(leftPosition, 1);
        Column rightValue = right.slice(rightPosition, 1);
        long[] hash = new long[1];
        ColumnHash.ofKeys(new Batch(1, List.of(leftValue)), new int[] {0}, hash);
        long leftHash = hash[0];
        ColumnHash.ofKeys(new Batch(1, List.of(rightValue)), new int[] {0}, hash);
        if (leftHash != hash[0]) {
            return false;
        }
        ColumnStore store = ColumnStore.like(leftValue);
        store.append(leftValue, null, 0, 1);
        boolean[] unequal = new boolean[1];
        store.markUnequal(rightValue, new int[1], 1, unequal);
        return !unequal[0];
    }
}
