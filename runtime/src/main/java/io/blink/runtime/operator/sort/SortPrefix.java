package io.blink.runtime.operator.sort;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * The first 64 bits of a row's sort keys, so that unsigned order of prefixes is order of rows: key after key, for each a bit that tells NULL apart (unless its type has none) and its value,
 * turned round for descending order, until the bits are used up or a value is not held in full. Integers whose least and greatest value were {@linkplain #observe observed} take only the bits of their range, so that
 * several keys fit. Where prefixes of different rows may be equal, {@link #complete} is false.
 */
final class SortPrefix {
    private final List<SortKey> keys;
    private final List<DataType> types;
    private final long[] least;
    private final long[] greatest;
    private final boolean[] observed;
    private final int[] width;
    private boolean complete;
    private long[] codes = new long[0];

    /** @param types of the key columns */
    SortPrefix(List<SortKey> keys, List<DataType> types) {
        this.keys = keys;
        this.types = types;
        least = new long[keys.size()];
        greatest = new long[keys.size()];
        observed = new boolean[keys.size()];
        width = new int[keys.size()];
        Arrays.fill(least, Long.MAX_VALUE);
        Arrays.fill(greatest, Long.MIN_VALUE);
        plan();
    }

    /** Widens the ranges of integer keys to hold these values; prefixes made before {@link #plan} are not comparable to those made after it. */
    void observe(Column[] keyColumns, int rows) {
        for (int k = 0; k < keyColumns.length; k++) {
            if (!isRanged(k)) {
                continue;
            }
            Column flat = keyColumns[k].flat();
            ensureCodes(rows);
            signedValues(flat, rows);
            boolean nulls = flat.mayHaveNulls();
            for (int i = 0; i < rows; i++) {
                if (!nulls || !flat.isNull(i)) {
                    least[k] = Math.min(least[k], codes[i]);
                    greatest[k] = Math.max(greatest[k], codes[i]);
                }
            }
            observed[k] = true;
        }
    }

    private boolean isRanged(int key) {
        return switch (types.get(key).physicalType()) {
            case BYTE, SHORT, INT, LONG, DECIMAL128 -> true;
            default -> false;
        };
    }

    /** Lays out the prefix for what has been observed. */
    void plan() {
        int left = Long.SIZE;
        complete = true;
        for (int k = 0; k < width.length; k++) {
            width[k] = chooseWidth(k);
            int wanted = width[k] + nullBits(k);
            complete &= wanted <= left && exact(k);
            left = exact(k) ? Math.max(0, left - wanted) : 0;
        }
    }

    private int chooseWidth(int key) {
        if (observed[key]) {
            long range = least[key] > greatest[key] ? 0 : greatest[key] - least[key];
            return Long.SIZE - Long.numberOfLeadingZeros(range);
        }
        return switch (types.get(key).physicalType()) {
            case BYTE -> Byte.SIZE;
            case SHORT -> Short.SIZE;
            case INT -> Integer.SIZE;
            default -> Long.SIZE;
        };
    }

    /** Whether different values have different codes. */
    private boolean exact(int key) {
        return switch (types.get(key).physicalType()) {
            case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
            case DECIMAL128 -> observed[key] && least[key] != Long.MIN_VALUE && greatest[key] != Long.MAX_VALUE;
            default -> false;
        };
    }

    private int nullBits(int key) {
        return types.get(key).nullable() ? 1 : 0;
    }

    /** Whether rows with equal prefixes have equal keys. */
    boolean complete() {
        return complete;
    }

    /** Writes the prefixes of rows to {@code prefixes[offset .. offset + rows)}. */
    void compute(Column[] keyColumns, int rows, long[] prefixes, int offset) {
        Arrays.fill(prefixes, offset, offset + rows, 0);
        ensureCodes(rows);
        int left = Long.SIZE;
        for (int k = 0; k < keyColumns.length && left > 0; k++) {
            Column flat = keyColumns[k].flat();
            code(flat, rows, k);
            left = place(flat, rows, k, left, prefixes, offset);
        }
    }

    private int place(Column flat, int rows, int key, int left, long[] prefixes, int offset) {
        SortKey order = keys.get(key);
        int bits = width[key];
        boolean nullable = nullBits(key) == 1;
        int room = left - nullBits(key);
        int cut = Math.max(0, bits - room);
        int shift = Math.max(0, room - bits);
        long nullFlag = nullable && !order.nullsFirst() ? 1L << left - 1 : 0;
        long valueFlag = nullable && order.nullsFirst() ? 1L << left - 1 : 0;
        long mask = bits == 0 ? 0 : -1L >>> Long.SIZE - bits;
        long turn = order.ascending() ? 0 : mask;
        boolean nulls = nullable && flat.mayHaveNulls();
        boolean valueFits = bits > 0 && room > 0;
        for (int i = 0; i < rows; i++) {
            if (nulls && flat.isNull(i)) {
                prefixes[offset + i] |= nullFlag;
            } else {
                long value = valueFits ? (codes[i] ^ turn) >>> cut << shift : 0;
                prefixes[offset + i] |= valueFlag | value;
            }
        }
        return exact(key) ? Math.max(0, room - bits) : 0;
    }

    /** Unsigned codes of {@link #width} bits in the order of values. */
    private void code(Column flat, int rows, int key) {
        if (isRanged(key)) {
            signedValues(flat, rows);
            long base = observed[key] ? least[key] : -1L << width[key] - 1;
            for (int i = 0; i < rows; i++) {
                codes[i] -= base;
            }
        } else if (flat instanceof DoubleColumn doubles) {
            for (int i = 0; i < rows; i++) {
                codes[i] = ordered(doubles.values()[i]);
            }
        } else if (flat instanceof FloatColumn floats) {
            for (int i = 0; i < rows; i++) {
                codes[i] = ordered(floats.values()[i]);
            }
        } else if (flat instanceof TimestampColumn timestamps) {
            for (int i = 0; i < rows; i++) {
                codes[i] = timestamps.micros()[i] ^ Long.MIN_VALUE;
            }
        } else if (flat instanceof BytesColumn strings) {
            for (int i = 0; i < rows; i++) {
                codes[i] = firstBytes(strings, i);
            }
        } else {
            Arrays.fill(codes, 0, rows, 0);
        }
    }

    /** Unsigned order of doubles; -0.0 as 0.0, NaN highest. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }

    private static long firstBytes(BytesColumn strings, int position) {
        int from = strings.offset(position);
        int length = Math.min(Long.BYTES, strings.length(position));
        long code = 0;
        for (int i = 0; i < length; i++) {
            code |= (strings.bytes()[from + i] & 0xFFL) << Long.SIZE - Byte.SIZE * (i + 1);
        }
        return code;
    }

    /** Integers as they are; 128-bit decimals cut off at the ends of a long. */
    private void signedValues(Column flat, int rows) {
        if (flat instanceof LongColumn longs) {
            System.arraycopy(longs.values(), 0, codes, 0, rows);
        } else if (flat instanceof IntColumn ints) {
            for (int i = 0; i < rows; i++) {
                codes[i] = ints.values()[i];
            }
        } else if (flat instanceof ShortColumn shorts) {
            for (int i = 0; i < rows; i++) {
                codes[i] = shorts.values()[i];
            }
        } else if (flat instanceof ByteColumn bytes) {
            for (int i = 0; i < rows; i++) {
                codes[i] = bytes.values()[i];
            }
        } else if (flat instanceof Decimal128Column decimals) {
            for (int i = 0; i < rows; i++) {
                long high = decimals.high()[i];
                long low = decimals.low()[i];
                codes[i] = high == low >> 63 ? low : high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
        }
    }

    private void ensureCodes(int rows) {
        if (codes.length < rows) {
            codes = new long[rows];
        }
    }
}
