package io.blink.runtime.operator.sort;

import io.blink.runtime.operator.rows.IntChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Cuts rows into ranges of at most {@link #RANGE_ROWS} in the order of their prefixes, without sorting these: a longer range is dealt out by the highest bits in which its prefixes differ, from
 * one array to the other. A longer range of equal prefixes is sorted by its keys. Goes by steps of at most {@link #STEP_ROWS} rows.
 */
final class RangeSplitting {
    static final int RANGE_ROWS = 1 << 15;
    static final int STEP_ROWS = 1 << 17;
    private static final int BITS = 10;
    private static final int RADIX = 1 << BITS;

    private enum Phase {
        /** The bits in which prefixes differ are looked for. */
        COMPARING,
        /** Rows of each value of those bits are counted. */
        COUNTING,
        /** Rows move to the other array. */
        MOVING,
        /** Rows of equal prefixes are being sorted by their keys. */
        SORTING
    }

    private final PrefixedRows first;
    private final PrefixedRows second;
    private final RangeSorter sorter;
    private final boolean complete;
    private final Deque<SortRange> waiting = new ArrayDeque<>();
    private final Deque<SortRange> ready = new ArrayDeque<>();
    private final int[] ends = new int[RADIX];
    private SortRange range;
    private Phase phase;
    private int position;
    private long ones;
    private long zeros;
    private int shift;
    private EqualPrefixSort equals;

    /** @param first all rows */
    RangeSplitting(PrefixedRows first, int rows, RangeSorter sorter, boolean complete) {
        this.first = first;
        this.second = new PrefixedRows();
        this.sorter = sorter;
        this.complete = complete;
        if (rows > 0) {
            waiting.push(new SortRange(0, rows, false, false));
        }
        if (rows > RANGE_ROWS) {
            second.ensure(rows);
        }
    }

    static long bytesFor(int rows) {
        return PrefixedRows.bytesFor(rows) * (rows > RANGE_ROWS ? 2 : 1);
    }

    /** Ranges in order, once {@link #next} is false; to be taken from the front. */
    Deque<SortRange> ready() {
        return ready;
    }

    PrefixedRows source(SortRange ofRange) {
        return ofRange.second() ? second : first;
    }

    private PrefixedRows target() {
        return range.second() ? first : second;
    }

    /** Does a step; false if there is nothing left to do. */
    boolean next() {
        if (range != null) {
            work();
            return true;
        }
        while (!waiting.isEmpty()) {
            SortRange candidate = waiting.pop();
            if (candidate.rows() > RANGE_ROWS) {
                start(candidate);
                work();
                return true;
            }
            if (candidate.rows() > 0) {
                ready.add(candidate);
            }
        }
        return false;
    }

    private void start(SortRange longRange) {
        range = longRange;
        phase = Phase.COMPARING;
        position = longRange.from();
        ones = 0;
        zeros = 0;
    }

    private void work() {
        int end = Math.min(range.to(), position + STEP_ROWS);
        switch (phase) {
            case COMPARING -> compare(end);
            case COUNTING -> count(end);
            case MOVING -> move(end);
            case SORTING -> {
                if (!equals.next()) {
                    endSorted();
                }
            }
        }
    }

    private void compare(int end) {
        long[][] prefixes = source(range).prefixes().chunks();
        for (int i = position; i < end; i++) {
            long prefix = prefixes[i >>> LongChunks.SHIFT][i & LongChunks.MASK];
            ones |= prefix;
            zeros |= ~prefix;
        }
        position = end;
        if (end == range.to()) {
            endComparing();
        }
    }

    private void endComparing() {
        long different = ones & zeros;
        if (different != 0) {
            shift = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(different));
            Arrays.fill(ends, 0);
            phase = Phase.COUNTING;
            position = range.from();
        } else if (complete) {
            endSorted();
        } else {
            equals = new EqualPrefixSort(source(range), target(), range, sorter);
            phase = Phase.SORTING;
        }
    }

    /** The range is in order, and given in pieces. */
    private void endSorted() {
        for (int from = range.from(); from < range.to(); from += RANGE_ROWS) {
            int to = Math.min(range.to(), from + RANGE_ROWS);
            ready.add(new SortRange(from, to, range.second(), true));
        }
        range = null;
    }

    private void count(int end) {
        long[][] prefixes = source(range).prefixes().chunks();
        for (int i = position; i < end; i++) {
            ends[(int) (prefixes[i >>> LongChunks.SHIFT][i & LongChunks.MASK] >>> shift) & RADIX - 1]++;
        }
        position = end;
        if (end < range.to()) {
            return;
        }
        int start = range.from();
        for (int value = 0; value < RADIX; value++) {
            int count = ends[value];
            ends[value] = start;
            start += count;
        }
        phase = Phase.MOVING;
        position = range.from();
    }

    private void move(int end) {
        long[][] prefixes = source(range).prefixes().chunks();
        int[][] numbers = source(range).numbers().chunks();
        long[][] toPrefixes = target().prefixes().chunks();
        int[][] toNumbers = target().numbers().chunks();
        for (int i = position; i < end; i++) {
            long prefix = prefixes[i >>> LongChunks.SHIFT][i & LongChunks.MASK];
            int to = ends[(int) (prefix >>> shift) & RADIX - 1]++;
            toPrefixes[to >>> LongChunks.SHIFT][to & LongChunks.MASK] = prefix;
            toNumbers[to >>> IntChunks.SHIFT][to & IntChunks.MASK] = numbers[i >>> IntChunks.SHIFT][i & IntChunks.MASK];
        }
        position = end;
        if (end == range.to()) {
            endMoving();
        }
    }

    private void endMoving() {
        for (int value = RADIX - 1; value >= 0; value--) {
            int start = value == 0 ? range.from() : ends[value - 1];
            if (ends[value] > start) {
                waiting.push(new SortRange(start, ends[value], !range.second(), false));
            }
        }
        range = null;
    }
}
