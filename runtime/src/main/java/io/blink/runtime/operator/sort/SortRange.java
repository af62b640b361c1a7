package io.blink.runtime.operator.sort;

/**
 * A stretch of rows none of which belongs outside of it.
 *
 * @param second whether it lies in the second of the two arrays
 * @param sorted whether its rows are in order already
 */
record SortRange(int from, int to, boolean second, boolean sorted) {
    int rows() {
        return to - from;
    }
}
