package io.blink.runtime.operator.over.page;

import java.util.Arrays;

/** Marks on some of the rows, one bit a row. Counts them and finds one by its number without walking over the rows between. Rows and marks are numbered from 0 over the whole input. */
public final class RowMarks {
    private static final int BLOCK_SHIFT = 9;
    private static final int BLOCK_WORDS = 1 << BLOCK_SHIFT - 6;

    private long[] words = new long[BLOCK_WORDS];
    /** Marks ahead of each block. */
    private long[] before = new long[1];

    private long firstBlock;
    private long size;
    private long marked;

    /** Adds the next rows. */
    public void append(boolean[] marks, int count) {
        ensure(size + count);
        for (int i = 0; i < count; i++) {
            long row = size + i;
            if ((row & (1 << BLOCK_SHIFT) - 1) == 0) {
                before[block(row)] = marked;
            }
            if (marks[i]) {
                words[word(row)] |= 1L << row;
                marked++;
            }
        }
        size += count;
    }

    private int block(long row) {
        return (int) ((row >>> BLOCK_SHIFT) - firstBlock);
    }

    private int word(long row) {
        return (int) ((row >>> 6) - firstBlock * BLOCK_WORDS);
    }

    private void ensure(long rows) {
        int blocks = block(rows - 1 + (1 << BLOCK_SHIFT));
        if (blocks > before.length) {
            int grown = Math.max(blocks, before.length * 2);
            before = Arrays.copyOf(before, grown);
            words = Arrays.copyOf(words, grown * BLOCK_WORDS);
        }
    }

    public long size() {
        return size;
    }

    public boolean get(long row) {
        return (words[word(row)] >>> row & 1) != 0;
    }

    /** Marks on rows before {@code row}. */
    public long rank(long row) {
        if (row >= size) {
            return marked;
        }
        int block = block(row);
        int last = word(row);
        long count = before[block] + Long.bitCount(words[last] & (1L << row) - 1);
        for (int word = block * BLOCK_WORDS; word < last; word++) {
            count += Long.bitCount(words[word]);
        }
        return count;
    }

    /** The row of mark number {@code number}; -1 if there is none yet. */
    public long select(long number) {
        if (number >= marked) {
            return -1;
        }
        int block = lastBlockBefore(number);
        long left = number - before[block];
        int word = block * BLOCK_WORDS;
        int inWord = Long.bitCount(words[word]);
        while (left >= inWord) {
            left -= inWord;
            inWord = Long.bitCount(words[++word]);
        }
        long bits = words[word];
        for (; left > 0; left--) {
            bits &= bits - 1;
        }
        return (firstBlock * BLOCK_WORDS + word << 6) + Long.numberOfTrailingZeros(bits);
    }

    private int lastBlockBefore(long number) {
        int low = 0;
        int high = block(size - 1);
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (before[middle] <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The first marked row from {@code row} on; -1 if there is none yet. */
    public long next(long row) {
        return select(rank(row));
    }

    /** Copies the flags of {@code count} rows. */
    public void copy(long row, int count, boolean[] marks) {
        for (int i = 0; i < count; i++) {
            marks[i] = get(row + i);
        }
    }

    /** Rows before {@code row} will not be asked for again. */
    public void forgetBefore(long row) {
        int blocks = Math.min(block(row), block(size));
        if (blocks > 16 && blocks > before.length / 2) {
            System.arraycopy(before, blocks, before, 0, before.length - blocks);
            int dropped = blocks * BLOCK_WORDS;
            System.arraycopy(words, dropped, words, 0, words.length - dropped);
            Arrays.fill(words, words.length - dropped, words.length, 0);
            firstBlock += blocks;
        }
    }

    public long retainedBytes() {
        return (long) Long.BYTES * (words.length + before.length);
    }
}
