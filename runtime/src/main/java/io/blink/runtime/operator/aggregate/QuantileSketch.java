package io.blink.runtime.operator.aggregate;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sketch of the order of many longs (Karnin, Lang, Liberty, "Optimal quantile approximation in streams", 2016): level i holds values of which each stands for
 * 2^i added ones; a full level is sorted and every other value goes up. With {@value #SIZE} values at the highest level and two thirds of the level above at each
 * lower one, the place of a value is found within 0.14 % of all with a probability of 99 %, and exactly while no more than that have been added. Which of two neighbours
 * goes up is decided by a sequence that begins the same in each sketch, so that equal input gives equal results.
 *
 * <pre>
 * form  = count: long, least: long, greatest: long, levels: int, level{levels}
 * level = size: int, value: long{size}        (big-endian)
 * </pre>
 */
final class QuantileSketch implements Sketches.Sketch {
    static final int SIZE = 2_048;
    private static final int LEVEL_LEAST = 8;
    private static final int FIRST_VALUES = 16;
    private static final int ARRAY_BYTES = 24;
    private static final int HEAD_BYTES = 3 * Long.BYTES + Integer.BYTES;
    private static final double SHRINKAGE = 2.0 / 3;

    private long count;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private long[][] levels = {new long[FIRST_VALUES]};
    private int[] sizes = new int[1];
    private long state = 0x9E3779B97F4A7C15L;

    void add(long value) {
        count++;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        append(0, value);
        if (sizes[0] >= capacity(0)) {
            compact();
        }
    }

    private void append(int level, long value) {
        if (sizes[level] == levels[level].length) {
            levels[level] = Arrays.copyOf(levels[level], 2 * sizes[level]);
        }
        levels[level][sizes[level]++] = value;
    }

    private int capacity(int level) {
        int below = levels.length - 1 - level;
        return Math.max(LEVEL_LEAST, (int) Math.ceil(SIZE * Math.pow(SHRINKAGE, below)));
    }

    /** Every level that is full passes half of it up. */
    private void compact() {
        for (int level = 0; level < levels.length; level++) {
            if (sizes[level] >= capacity(level)) {
                if (level + 1 == levels.length) {
                    levels = Arrays.copyOf(levels, levels.length + 1);
                    sizes = Arrays.copyOf(sizes, sizes.length + 1);
                    levels[level + 1] = new long[FIRST_VALUES];
                }
                passUp(level);
            }
        }
    }

    /** An odd one stays. */
    private void passUp(int level) {
        long[] values = levels[level];
        int size = sizes[level];
        Arrays.sort(values, 0, size);
        int stays = size & 1;
        for (int i = stays + nextBit(); i < size; i += 2) {
            append(level + 1, values[i]);
        }
        sizes[level] = stays;
        // A level that was the highest once has more room than it will need.
        int room = Math.max(FIRST_VALUES, 2 * capacity(level));
        levels[level] = values.length > room ? Arrays.copyOf(values, room) : values;
    }

    /** Marsaglia's xorshift. */
    private int nextBit() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) (state >>> 63);
    }

    long count() {
        return count;
    }

    /** The value at or behind that share of all; there must be one. */
    long quantile(double share) {
        if (share <= 0) {
            return least;
        }
        if (share >= 1) {
            return greatest;
        }
        int total = 0;
        for (int size : sizes) {
            total += size;
        }
        long[] values = new long[total];
        int at = 0;
        for (int level = 0; level < levels.length; level++) {
            System.arraycopy(levels[level], 0, values, at, sizes[level]);
            at += sizes[level];
        }
        return found(values, share);
    }

    /** Sorts values and weights together: of equal values the weights may stand in any order. */
    private long found(long[] values, double share) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        long[] weights = new long[sorted.length];
        int[] used = new int[sorted.length];
        int at = 0;
        for (int level = 0; level < levels.length; level++) {
            for (int i = 0; i < sizes[level]; i++) {
                int place = first(sorted, values[at++]);
                weights[place + used[place]++] = 1L << level;
            }
        }
        // As much as the product of a share such as 0.07 and a count may be off.
        long wanted = Math.max(1, (long) Math.ceil(share * count - count * 0x1p-50));
        long passed = 0;
        for (int i = 0; i < sorted.length; i++) {
            passed += weights[i];
            if (passed >= wanted) {
                return sorted[i];
            }
        }
        return greatest;
    }

    private static int first(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    byte[] form() {
        int bytes = HEAD_BYTES;
        for (int size : sizes) {
            bytes += Integer.BYTES + size * Long.BYTES;
        }
        ByteBuffer form = ByteBuffer.allocate(bytes);
        form.putLong(count).putLong(least).putLong(greatest).putInt(levels.length);
        for (int level = 0; level < levels.length; level++) {
            form.putInt(sizes[level]);
            for (int i = 0; i < sizes[level]; i++) {
                form.putLong(levels[level][i]);
            }
        }
        return form.array();
    }

    /** Takes in another one. @param form positioned at its form, behind which it is left */
    void merge(ByteBuffer form) {
        count += form.getLong();
        least = Math.min(least, form.getLong());
        greatest = Math.max(greatest, form.getLong());
        int others = form.getInt();
        if (others < 1 || others > Long.SIZE) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT, "A sketch of quantiles says that it has " + others + " levels");
        }
        while (levels.length < others) {
            levels = Arrays.copyOf(levels, levels.length + 1);
            sizes = Arrays.copyOf(sizes, sizes.length + 1);
            levels[levels.length - 1] = new long[FIRST_VALUES];
        }
        for (int level = 0; level < others; level++) {
            for (int left = form.getInt(); left > 0; left--) {
                append(level, form.getLong());
            }
        }
        compact();
    }

    @Override
    public long retainedBytes() {
        long bytes = 2L * ARRAY_BYTES + 3L * Long.BYTES;
        for (long[] level : levels) {
            bytes += ARRAY_BYTES + (long) level.length * Long.BYTES;
        }
        return bytes;
    }
}
