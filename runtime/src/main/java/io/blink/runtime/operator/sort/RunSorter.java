package io.blink.runtime.operator.sort;

import io.blink.core.plan.SortKey;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.RowStore;
import java.util.List;

/**
 * Sorts a run of rows: the prefixes by a radix sort from the lowest byte up, which leaves out bytes that are the same everywhere, and stretches of equal prefixes by merging, comparing
 * all keys. Stable. Keeps its scratch arrays.
 */
final class RunSorter {
    private static final int RADIX = 256;
    private static final int INSERTION_SORT_ROWS = 16;

    private final List<SortKey> keys;
    private final RowStore rows;
    private long[] otherPrefixes = new long[0];
    private int[] otherNumbers = new int[0];

    RunSorter(List<SortKey> keys, RowStore rows) {
        this.keys = keys;
        this.rows = rows;
    }

    /** Scratch bytes for a run of that many rows. */
    static long scratchBytes(int count) {
        return (long) count * (Long.BYTES + Integer.BYTES);
    }

    /** Sorts row numbers along with their prefixes. */
    void sort(long[] prefixes, int[] numbers, int count, boolean complete) {
        if (otherPrefixes.length < count) {
            otherPrefixes = new long[count];
            otherNumbers = new int[count];
        }
        radixSort(prefixes, numbers, count);
        if (!complete) {
            sortTies(prefixes, numbers, count);
        }
    }

    private void radixSort(long[] prefixes, int[] numbers, int count) {
        int[][] counts = new int[Long.BYTES][RADIX];
        for (int i = 0; i < count; i++) {
            long prefix = prefixes[i];
            for (int digit = 0; digit < Long.BYTES; digit++) {
                counts[digit][(int) (prefix >>> digit * Byte.SIZE) & 0xFF]++;
            }
        }
        long[] fromPrefixes = prefixes;
        int[] fromNumbers = numbers;
        long[] toPrefixes = otherPrefixes;
        int[] toNumbers = otherNumbers;
        for (int digit = 0; digit < Long.BYTES; digit++) {
            int shift = digit * Byte.SIZE;
            if (count == 0 || counts[digit][(int) (prefixes[0] >>> shift) & 0xFF] == count) {
                continue;
            }
            scatter(fromPrefixes, fromNumbers, toPrefixes, toNumbers, count, shift, counts[digit]);
            long[] swappedPrefixes = fromPrefixes;
            int[] swappedNumbers = fromNumbers;
            fromPrefixes = toPrefixes;
            fromNumbers = toNumbers;
            toPrefixes = swappedPrefixes;
            toNumbers = swappedNumbers;
        }
        if (fromPrefixes != prefixes) {
            System.arraycopy(fromPrefixes, 0, prefixes, 0, count);
            System.arraycopy(fromNumbers, 0, numbers, 0, count);
        }
    }

    private static void scatter(
            long[] fromPrefixes,
            int[] fromNumbers,
            long[] toPrefixes,
            int[] toNumbers,
            int count,
            int shift,
            int[] starts) {
        int start = 0;
        for (int value = 0; value < RADIX; value++) {
            int length = starts[value];
            starts[value] = start;
            start += length;
        }
        for (int i = 0; i < count; i++) {
            int target = starts[(int) (fromPrefixes[i] >>> shift) & 0xFF]++;
            toPrefixes[target] = fromPrefixes[i];
            toNumbers[target] = fromNumbers[i];
        }
    }

    private void sortTies(long[] prefixes, int[] numbers, int count) {
        int from = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || prefixes[i] != prefixes[from]) {
                mergeSort(numbers, from, i);
                from = i;
            }
        }
    }

    private void mergeSort(int[] numbers, int from, int to) {
        if (to - from <= INSERTION_SORT_ROWS) {
            insertionSort(numbers, from, to);
            return;
        }
        int middle = from + to >>> 1;
        mergeSort(numbers, from, middle);
        mergeSort(numbers, middle, to);
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

    private void insertionSort(int[] numbers, int from, int to) {
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
