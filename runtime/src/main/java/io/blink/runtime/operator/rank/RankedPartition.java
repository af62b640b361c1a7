package io.blink.runtime.operator.rank;

import io.blink.core.function.WindowFunction;
import java.util.Arrays;

/** The first rows of one partition, in order, by their numbers in {@link CachedRows}, and what of them had been emitted when the batch at hand began. */
final class RankedPartition {
    private final CachedRows cached;
    private int[] rows = new int[4];
    private int count;
    /** Whether these are all rows of the partition that the state has. */
    private boolean complete;

    private int[] before = new int[0];
    private int batch = -1;
    private int usedAtBatch;
    private long accountedBytes;

    RankedPartition(CachedRows cached) {
        this.cached = cached;
    }

    int count() {
        return count;
    }

    int row(int index) {
        return rows[index];
    }

    boolean isComplete() {
        return complete;
    }

    void setComplete(boolean complete) {
        this.complete = complete;
    }

    /** The number of the batch that may have changed it last. */
    int batch() {
        return batch;
    }

    void use(int byBatch) {
        usedAtBatch = byBatch;
    }

    /** The number of the batch that had a row of it last. */
    int usedAtBatch() {
        return usedAtBatch;
    }

    /** Notes what stands before a batch. @param emitted how many rows went out */
    void begin(int newBatch, int emitted) {
        batch = newBatch;
        before = Arrays.copyOf(rows, emitted);
    }

    /** What had been emitted before the batch. */
    int[] before() {
        return before;
    }

    int[] current() {
        return rows;
    }

    /** Where a row belongs: behind those that are not greater. */
    int placeOf(int row) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (cached.compare(rows[middle], row) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void insert(int place, int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        System.arraycopy(rows, place, rows, place + 1, count - place);
        rows[place] = row;
        count++;
    }

    /** Adds a row that is greater than all. */
    void append(int row) {
        insert(count, row);
    }

    /** Where a row with the order and content of this one stands, the last to come of several; -1: nowhere. */
    int find(int row) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (cached.compareOrders(rows[middle], row) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int place = low - 1; place >= 0 && cached.compareOrders(rows[place], row) == 0; place--) {
            if (cached.sameContent(rows[place], row)) {
                return place;
            }
        }
        return -1;
    }

    /** Removes the row that is equal to this one in some columns, if there is one; no two of the list are. */
    void removeEqual(int row, int[] columns) {
        for (int place = 0; place < count; place++) {
            if (cached.areEqual(rows[place], row, columns)) {
                remove(place);
                return;
            }
        }
    }

    void remove(int place) {
        count--;
        System.arraycopy(rows, place + 1, rows, place, count - place);
    }

    /** Forgets the rows from a place on. */
    void cut(int newCount) {
        count = newCount;
    }

    /** After the rows got new numbers: those of this partition from {@code first} on. */
    void renumber(int first) {
        for (int i = 0; i < count; i++) {
            rows[i] = first + i;
        }
    }

    /** How many of the rows have a rank of at most {@code to}; all further ones of the partition then have none either if that is less than {@link #count}. */
    int within(WindowFunction function, long to) {
        if (function == WindowFunction.ROW_NUMBER) {
            return (int) Math.min(count, to);
        }
        long rank = 0;
        for (int i = 0; i < count; i++) {
            rank = nextRank(function, rows, i, rank);
            if (rank > to) {
                return i;
            }
        }
        return count;
    }

    /** Whether a row behind all of these, and not equal to the last, would have a rank above {@code to}. */
    boolean isFull(WindowFunction function, long to) {
        if (count < to && function != WindowFunction.DENSE_RANK) {
            return false;
        }
        long rank = count;
        if (function == WindowFunction.DENSE_RANK) {
            rank = 0;
            for (int i = 0; i < count; i++) {
                rank = nextRank(function, rows, i, rank);
            }
        }
        return rank >= to;
    }

    /** The rank of the row at a place. @param previous rank of the one before it */
    long nextRank(WindowFunction function, int[] ofRows, int place, long previous) {
        if (place > 0 && function != WindowFunction.ROW_NUMBER && cached.arePeers(ofRows[place - 1], ofRows[place])) {
            return previous;
        }
        return function == WindowFunction.DENSE_RANK ? previous + 1 : place + 1;
    }

    long retainedBytes() {
        return 80 + 4L * (rows.length + before.length);
    }

    /** What {@link #retainedBytes} has grown by since this was asked last. */
    long growth() {
        long bytes = retainedBytes();
        long growth = bytes - accountedBytes;
        accountedBytes = bytes;
        return growth;
    }
}
