package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import java.util.Arrays;

/** Arrays made of the elements of a column: places in it, array by array. */
final class ElementChoice {
    private int[] places;
    private int count;
    private final int[] offsets;
    private int arrays;

    ElementChoice(int rows, int expected) {
        places = new int[Math.max(16, expected)];
        offsets = new int[rows + 1];
    }

    void add(int place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, Math.multiplyExact(count, 2));
        }
        places[count++] = place;
    }

    void addRange(int from, int to) {
        for (int place = from; place < to; place++) {
            add(place);
        }
    }

    /** The array that was begun is whole. */
    void end() {
        offsets[++arrays] = count;
    }

    /** Puts the elements of the array that was begun into another order. */
    void order(PlaceOrder order) {
        int from = offsets[arrays];
        Integer[] boxed = new Integer[count - from];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = places[from + i];
        }
        Arrays.sort(boxed, order::compare);
        for (int i = 0; i < boxed.length; i++) {
            places[from + i] = boxed[i];
        }
    }

    interface PlaceOrder {
        int compare(int left, int right);
    }

    ArrayColumn of(Column elements, boolean[] nulls) {
        return new ArrayColumn(arrays, elements.take(places, 0, count), offsets, nulls);
    }
}
