package io.blink.runtime.operator.sort;

import io.blink.runtime.operator.rows.IntChunks;

/**
 * Sorts a long range of rows whose prefixes are all equal: in blocks that the {@link RangeSorter} takes, then by merging neighbours, to and fro between two arrays. Stable. Goes by steps of at
 * most {@link #STEP_ROWS} rows.
 */
final class EqualPrefixSort {
    private static final int BLOCK_ROWS = 1 << 13;
    private static final int STEP_ROWS = 1 << 14;

    private final PrefixedRows rows;
    private final SortRange range;
    private final RangeSorter sorter;
    private IntChunks from;
    private IntChunks to;
    /** Rows of a sorted stretch; less than a block: blocks are being sorted. */
    private long width;

    private int position;
    private int left;
    private int leftEnd;
    private int right;
    private int rightEnd;

    /** @param scratch whose numbers in the range may be overwritten */
    EqualPrefixSort(PrefixedRows rows, PrefixedRows scratch, SortRange range, RangeSorter sorter) {
        this.rows = rows;
        this.range = range;
        this.sorter = sorter;
        from = rows.numbers();
        to = scratch.numbers();
        position = range.from();
    }

    /** Does a step; false if the range is sorted. */
    boolean next() {
        if (width == 0) {
            sortBlocks();
        } else if (width < range.rows()) {
            merge();
        } else {
            copyBack();
            return false;
        }
        return true;
    }

    private void sortBlocks() {
        int stepEnd = Math.min(range.to(), position + STEP_ROWS);
        while (position < stepEnd) {
            int end = Math.min(range.to(), position + BLOCK_ROWS);
            sorter.load(rows, new SortRange(position, end, range.second(), false));
            sorter.sortByKeys(0, end - position);
            for (int i = position; i < end; i++) {
                from.set(i, sorter.numbers()[i - position]);
            }
            position = end;
        }
        if (position == range.to()) {
            width = BLOCK_ROWS;
            startPass();
        }
    }

    private void startPass() {
        position = range.from();
        startPair(range.from());
    }

    private void startPair(int start) {
        left = start;
        leftEnd = (int) Math.min(range.to(), start + width);
        right = leftEnd;
        rightEnd = (int) Math.min(range.to(), leftEnd + width);
    }

    private void merge() {
        int stepEnd = Math.min(range.to(), position + STEP_ROWS);
        while (position < stepEnd) {
            if (left == leftEnd && right == rightEnd) {
                startPair(position);
            }
            boolean takeRight =
                    right < rightEnd && (left == leftEnd || sorter.compare(from.get(right), from.get(left)) < 0);
            to.set(position++, from.get(takeRight ? right++ : left++));
        }
        if (position == range.to()) {
            IntChunks merged = to;
            to = from;
            from = merged;
            width *= 2;
            startPass();
        }
    }

    private void copyBack() {
        if (from != rows.numbers()) {
            for (int i = range.from(); i < range.to(); i++) {
                rows.numbers().set(i, from.get(i));
            }
        }
    }
}
