package io.blink.runtime.operator.sort;

import io.blink.core.plan.SortKey;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.RowStore;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts a range of rows that fits the processor's cache: the prefixes by their highest byte that is not the same everywhere, then each of the stretches so made in the same way, short ones by
 * insertion; and stretches of equal prefixes by merging, comparing all keys. Stable. Keeps its arrays.
 */
final class RangeSorter {
    private static final int RADIX = 256;
    private static final int INSERTION_SORT_ROWS = 24;

    private final List<SortKey> keys;
    private final RowStore rows;
    private long[] prefixes = new long[0];
    private int[] numbers = new int[0];
    private long[] otherPrefixes = new long[0];
    private int[] otherNumbers = new int[0];
    /** Where the stretches of each level of recursion end: a level has a byte less to go by. */
    private final int[][] ends = new int[Long.BYTES + 1][];

    RangeSorter(List<SortKey> keys, RowStore rows) {
        this.keys = keys;
        this.rows = rows;
    }

    static long bytesFor(int count) {
        return 2L * count * (Long.BYTES + Integer.BYTES);
    }

    /** The prefixes of the range, in order after {@link #sort}. */
    long[] prefixes() {
        return prefixes;
    }

    int[] numbers() {
        return numbers;
    }

    /** Loads a range and sorts it. @param complete whether rows of equal prefixes are equal */
    void sort(PrefixedRows source, SortRange range, boolean complete) {
        load(source, range);
        sort(0, range.rows(), 0);
        if (!complete) {
            sortTies(range.rows());
        }
    }

    /** Loads a range as it is. */
    void load(PrefixedRows source, SortRange range) {
        int count = range.rows();
        if (prefixes.length < count) {
            prefixes = new long[count];
            numbers = new int[count];
            otherPrefixes = new long[count];
            otherNumbers = new int[count];
        }
        source.prefixes().copy(range.from(), prefixes, count);
        source.numbers().copy(range.from(), numbers, count);
    }

    private void sort(int from, int to, int level) {
        if (to - from <= INSERTION_SORT_ROWS) {
            insertionSort(from, to);
            return;
        }
        long ones = 0;
        long zeros = 0;
        for (int i = from; i < to; i++) {
            ones |= prefixes[i];
            zeros |= ~prefixes[i];
        }
        long different = ones & zeros;
        if (different == 0) {
            return;
        }
        int shift = Math.max(0, Long.SIZE - Byte.SIZE - Long.numberOfLeadingZeros(different));
        int[] stretches = split(from, to, shift, level);
        int start = from;
        for (int value = 0; value < RADIX; value++) {
            int end = stretches[value];
            if (end - start > 1 && shift > 0) {
                sort(start, end, level + 1);
            }
            start = end;
        }
    }

    /** Sorts by one byte; gives where the rows of each of its values end. */
    private int[] split(int from, int to, int shift, int level) {
        if (ends[level] == null) {
            ends[level] = new int[RADIX];
        }
        int[] next = ends[level];
        Arrays.fill(next, 0);
        for (int i = from; i < to; i++) {
            next[(int) (prefixes[i] >>> shift) & 0xFF]++;
        }
        int start = from;
        for (int value = 0; value < RADIX; value++) {
            int count = next[value];
            next[value] = start;
            start += count;
        }
        for (int i = from; i < to; i++) {
            long prefix = prefixes[i];
            int target = next[(int) (prefix >>> shift) & 0xFF]++;
            otherPrefixes[target] = prefix;
            otherNumbers[target] = numbers[i];
        }
        System.arraycopy(otherPrefixes, from, prefixes, from, to - from);
        System.arraycopy(otherNumbers, from, numbers, from, to - from);
        return next;
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long prefix = prefixes[i];
            int number = numbers[i];
            int hole = i;
            while (hole > from && Long.compareUnsigned(prefix, prefixes[hole - 1]) < 0) {
                prefixes[hole] = prefixes[hole - 1];
                numbers[hole] = numbers[hole - 1];
                hole--;
            }
            prefixes[hole] = prefix;
            numbers[hole] = number;
        }
    }

    private void sortTies(int count) {
        int from = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || prefixes[i] != prefixes[from]) {
                if (i - from > 1) {
                    sortByKeys(from, i);
                }
                from = i;
            }
        }
    }

    /** Sorts rows whose prefixes are equal. */
    void sortByKeys(int from, int to) {
        if (to - from <= INSERTION_SORT_ROWS) {
            insertionSortByKeys(from, to);
            return;
        }
        int middle = from + to >>> 1;
        sortByKeys(from, middle);
        sortByKeys(middle, to);
        if (compare(numbers[middle - 1], numbers[middle]) <= 0) {
            return;
        }
        System.arraycopy(numbers, from, otherNumbers, from, middle - from);
        int left = from;
        int right = middle;
        for (int i = from; left < middle; i++) {
            if (right < to && compare(numbers[right], otherNumbers[left]) < 0) {
                numbers[i] = numbers[right++];
            } else {
                numbers[i] = otherNumbers[left++];
            }
        }
    }

    private void insertionSortByKeys(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int number = numbers[i];
            int hole = i;
            while (hole > from && compare(number, numbers[hole - 1]) < 0) {
                numbers[hole] = numbers[hole - 1];
                hole--;
            }
            numbers[hole] = number;
        }
    }

    /** The order of two rows by all their keys. */
    int compare(int row, int otherRow) {
        for (int k = 0; k < keys.size(); k++) {
            SortKey key = keys.get(k);
            ColumnStore column = rows.column(key.column());
            boolean rowNull = column.isNull(row);
            boolean otherNull = column.isNull(otherRow);
            int order;
            if (rowNull || otherNull) {
                order = rowNull == otherNull ? 0 : rowNull == key.nullsFirst() ? -1 : 1;
            } else {
                int values = column.compare(row, otherRow);
                order = key.ascending() ? values : -values;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
