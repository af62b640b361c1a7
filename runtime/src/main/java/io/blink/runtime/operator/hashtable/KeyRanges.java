package io.blink.runtime.operator.hashtable;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.type.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Keys of integer columns as one number: with {@code codes_k} the count of values between the least and the greatest that column k may take, plus one for NULL, the code of a
 * key is {@code c_0 + codes_0 * (c_1 + codes_1 * (c_2 + …))}, where c is 0 for NULL, else 1 + value - least. The ranges that codes are made from may be wider than those of the
 * values seen, so that codes stay as they are when others come ({@link #loosen}).
 */
final class KeyRanges {
    /** Ranges whose codes would not stay below this bound are not packed. */
    private static final int CODE_BITS_MAX = 62;

    private static final long CODES_MAX = 1L << CODE_BITS_MAX;

    private static final long ABSENT = -1;

    private final int columns;
    private final long[] least;
    private final long[] greatest;
    /** Ranges that codes are made from. */
    private final long[] low;

    private final long[] high;
    private boolean empty = true;
    private long codes = 1;
    private long[] widened = new long[0];
    private long seenLeast;
    private long seenGreatest;

    KeyRanges(int columns) {
        this.columns = columns;
        least = new long[columns];
        greatest = new long[columns];
        low = new long[columns];
        high = new long[columns];
        clear();
    }

    static boolean supports(List<DataType> types) {
        return types.stream().allMatch(type -> switch (type.physicalType()) {
            case BYTE, SHORT, INT, LONG -> true;
            default -> false;
        });
    }

    int columns() {
        return columns;
    }

    /** How many codes there are, of ranges that are not loosened; {@link #CODES_MAX} or more: too many to pack. */
    long codes() {
        return codes;
    }

    boolean packable() {
        return codes < CODES_MAX;
    }

    /**
     * Widens the ranges to hold the keys of these rows; true if that changed codes, which are then those of tight ranges. A range that grows at all doubles, so that keys that
     * come in ascending order change codes a few dozen times at most.
     */
    boolean include(Column[] keys, int rows) {
        boolean grown = false;
        boolean changed = false;
        for (int k = 0; k < columns; k++) {
            widen(keys[k], rows);
            grown |= include(k);
            changed |= seenLeast <= seenGreatest && (seenLeast < low[k] || seenGreatest > high[k]);
        }
        if (grown) {
            empty = false;
            codes = countCodes();
        }
        if (changed) {
            tighten();
        }
        return changed;
    }

    /** Codes are made from the ranges of values from now on. */
    void tighten() {
        System.arraycopy(least, 0, low, 0, columns);
        System.arraycopy(greatest, 0, high, 0, columns);
    }

    /** Codes are made from ranges as wide as 62 bits allow from now on. */
    void loosen() {
        tighten();
        int bits = 0;
        for (int k = 0; k < columns; k++) {
            bits += bits(k);
        }
        int spare = (CODE_BITS_MAX - bits) / columns;
        for (int k = 0; k < columns && spare > 0; k++) {
            if (least[k] <= greatest[k]) {
                long more = (1L << bits(k) + spare) - 2 - width(k);
                low[k] -= least[k] < Long.MIN_VALUE / 2 ? 0 : more / 2;
                high[k] += greatest[k] > Long.MAX_VALUE / 2 ? 0 : more / 2;
            }
        }
    }

    /** Of the number of codes of a column. */
    private int bits(int column) {
        return Long.SIZE - Long.numberOfLeadingZeros(width(column) + 1);
    }

    private boolean include(int column) {
        if (seenLeast > seenGreatest || seenLeast >= least[column] && seenGreatest <= greatest[column]) {
            return false;
        }
        boolean first = least[column] > greatest[column];
        long width = first ? 0 : greatest[column] - least[column];
        boolean wide = width < 0 || width > CODES_MAX / 4;
        if (seenLeast < least[column]) {
            least[column] = first || wide || seenLeast < Long.MIN_VALUE / 2
                    ? seenLeast
                    : Math.min(seenLeast, least[column] - width);
        }
        if (seenGreatest > greatest[column]) {
            greatest[column] = first || wide || seenGreatest > Long.MAX_VALUE / 2
                    ? seenGreatest
                    : Math.max(seenGreatest, greatest[column] + width);
        }
        return true;
    }

    private long countCodes() {
        long product = 1;
        for (int k = 0; k < columns; k++) {
            long width = width(k);
            if (width < 0 || width > CODES_MAX / product - 2) {
                return CODES_MAX;
            }
            product *= width + 2;
        }
        return product;
    }

    /** Greatest minus least; -1 while no value was seen; negative if it does not fit a long. */
    private long width(int column) {
        return least[column] > greatest[column] ? 0 : greatest[column] - least[column];
    }

    private long packedWidth(int column) {
        return low[column] > high[column] ? 0 : high[column] - low[column];
    }

    /** The codes of keys that {@link #include} has seen. */
    void pack(Column[] keys, int rows, long[] packed) {
        long stride = 1;
        for (int k = 0; k < columns; k++) {
            Column flat = copyFlat(keys[k], rows);
            addCodes(flat, rows, k, stride, packed);
            stride *= packedWidth(k) + 2;
        }
    }

    /** The codes of any keys; -1 for one outside the ranges. */
    void packKnown(Column[] keys, int rows, long[] packed) {
        if (empty) {
            packUnranged(keys, rows, packed);
            return;
        }
        if (columns == 1) {
            packKnown(keys[0], rows, packed);
            return;
        }
        long stride = 1;
        Arrays.fill(packed, 0, rows, 0);
        for (int k = 0; k < columns; k++) {
            Column flat = copyFlat(keys[k], rows);
            addKnownCodes(flat.nulls(), rows, k, stride, packed);
            stride *= packedWidth(k) + 2;
        }
    }

    private void addKnownCodes(boolean[] nulls, int rows, int column, long stride, long[] packed) {
        long from = low[column];
        long to = high[column];
        long base = from - 1;
        if (nulls == null) {
            for (int i = 0; i < rows; i++) {
                long value = widened[i];
                long code = packed[i];
                packed[i] = code < 0 || value < from || value > to ? ABSENT : code + (value - base) * stride;
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            long value = widened[i];
            long code = packed[i];
            boolean absent = code < 0 || !nulls[i] && (value < from || value > to);
            packed[i] = absent ? ABSENT : nulls[i] ? code : code + (value - base) * stride;
        }
    }

    private void packKnown(Column key, int rows, long[] packed) {
        Column flat = copyFlat(key, rows);
        long from = low[0];
        long to = high[0];
        long base = from - 1;
        for (int i = 0; i < rows; i++) {
            long value = widened[i];
            packed[i] = value < from || value > to ? ABSENT : value - base;
        }
        boolean[] nulls = flat.nulls();
        if (nulls != null) {
            for (int i = 0; i < rows; i++) {
                packed[i] = nulls[i] ? 0 : packed[i];
            }
        }
    }

    /** Before any value but NULL was seen only NULLs have a code. */
    private static void packUnranged(Column[] keys, int rows, long[] packed) {
        for (int i = 0; i < rows; i++) {
            packed[i] = 0;
            for (Column key : keys) {
                packed[i] = key.isNull(i) ? packed[i] : ABSENT;
            }
        }
    }

    private void addCodes(Column flat, int rows, int column, long stride, long[] packed) {
        long base = low[column] - 1;
        if (column == 0) {
            Arrays.fill(packed, 0, rows, 0);
        }
        boolean[] nulls = flat.nulls();
        if (nulls != null) {
            for (int i = 0; i < rows; i++) {
                packed[i] += nulls[i] ? 0 : (widened[i] - base) * stride;
            }
        } else {
            for (int i = 0; i < rows; i++) {
                packed[i] += (widened[i] - base) * stride;
            }
        }
    }

    /** Writes the values as longs into {@link #widened} and notes the least and the greatest that is not null. */
    private Column widen(Column column, int rows) {
        Column flat = copyFlat(column, rows);
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        boolean[] nulls = flat.nulls();
        if (nulls != null) {
            for (int i = 0; i < rows; i++) {
                smallest = nulls[i] ? smallest : Math.min(smallest, widened[i]);
                largest = nulls[i] ? largest : Math.max(largest, widened[i]);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                smallest = Math.min(smallest, widened[i]);
                largest = Math.max(largest, widened[i]);
            }
        }
        seenLeast = smallest;
        seenGreatest = largest;
        return flat;
    }

    /** Writes the values as longs into {@link #widened}. */
    private Column copyFlat(Column column, int rows) {
        if (widened.length < rows) {
            widened = new long[rows];
        }
        Column flat = column.flat();
        copy(flat, rows);
        return flat;
    }

    private void copy(Column flat, int rows) {
        long[] target = widened;
        if (flat instanceof LongColumn longs) {
            System.arraycopy(longs.values(), 0, target, 0, rows);
        } else if (flat instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < rows; i++) {
                target[i] = values[i];
            }
        } else if (flat instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < rows; i++) {
                target[i] = values[i];
            }
        } else if (flat instanceof ByteColumn bytes) {
            byte[] values = bytes.values();
            for (int i = 0; i < rows; i++) {
                target[i] = values[i];
            }
        }
    }

    void clear() {
        Arrays.fill(least, Long.MAX_VALUE);
        Arrays.fill(greatest, Long.MIN_VALUE);
        tighten();
        empty = true;
        codes = 1;
    }
}
