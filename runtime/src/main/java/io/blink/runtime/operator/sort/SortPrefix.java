package io.blink.runtime.operator.sort;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DictionaryColumn;
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
public final class SortPrefix {
    private final List<SortKey> keys;
    private final List<DataType> types;
    private final long[] least;
    private final long[] greatest;
    private final boolean[] observed;
    private final boolean[] nulls;
    private final int[] width;
    /** The bits below each key's value in a prefix; -1 if the prefix does not hold the value in full. */
    private final int[] shift;
    /** Of keys that come as ranks: the values in order and a null behind them; else {@code null}. */
    private final Column[] ranked;

    private boolean observing;
    private boolean complete;
    private long[] codes = new long[0];

    /** @param types of the key columns */
    public SortPrefix(List<SortKey> keys, List<DataType> types) {
        this.keys = keys;
        this.types = types;
        least = new long[keys.size()];
        greatest = new long[keys.size()];
        observed = new boolean[keys.size()];
        nulls = new boolean[keys.size()];
        width = new int[keys.size()];
        shift = new int[keys.size()];
        ranked = new Column[keys.size()];
        Arrays.fill(least, Long.MAX_VALUE);
        Arrays.fill(greatest, Long.MIN_VALUE);
        plan();
    }

    /**
     * Widens what is known of the keys to hold these values. Once this was called it must be for all values whose prefixes are asked for; prefixes made before {@link #plan} are not comparable
     * to those made after it.
     */
    void observe(Column[] keyColumns, int rows) {
        observing = true;
        for (int k = 0; k < keyColumns.length; k++) {
            nulls[k] |= keyColumns[k].mayHaveNulls();
            if (isRanged(k)) {
                observeRange(keyColumns[k].flat(), rows, k);
            }
        }
    }

    private void observeRange(Column flat, int rows, int key) {
        ensureCodes(rows);
        signedValues(flat, rows);
        long low = least[key];
        long high = greatest[key];
        if (flat.mayHaveNulls()) {
            for (int i = 0; i < rows; i++) {
                if (!flat.isNull(i)) {
                    low = Math.min(low, codes[i]);
                    high = Math.max(high, codes[i]);
                }
            }
        } else {
            for (int i = 0; i < rows; i++) {
                low = Math.min(low, codes[i]);
                high = Math.max(high, codes[i]);
            }
        }
        least[key] = low;
        greatest[key] = high;
        observed[key] = true;
    }

    /** From now on {@link #compute} gets integers for this key: places among {@code values}, behind which stands a null. */
    void rank(int key, Column values) {
        ranked[key] = values;
        observed[key] = true;
        least[key] = 0;
        greatest[key] = Math.max(0, values.size() - 2);
    }

    /** The first key that a prefix does not hold, as {@link #plan} laid it out; -1 if there is none. */
    int firstNotHeld() {
        for (int k = 0; k < shift.length; k++) {
            if (shift[k] < 0) {
                return k;
            }
        }
        return -1;
    }

    private boolean isRanged(int key) {
        if (ranked[key] != null) {
            return true;
        }
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
            boolean full = wanted <= left && exact(k);
            complete &= full;
            shift[k] = full ? left - wanted : -1;
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
        if (ranked[key] != null) {
            return true;
        }
        return switch (types.get(key).physicalType()) {
            case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
            case DECIMAL128 -> observed[key] && least[key] != Long.MIN_VALUE && greatest[key] != Long.MAX_VALUE;
            default -> false;
        };
    }

    private int nullBits(int key) {
        return types.get(key).nullable() && (nulls[key] || !observing) ? 1 : 0;
    }

    /** Whether {@link #decode} gives the values of this key. */
    boolean holds(int key) {
        return shift[key] >= 0 && isRanged(key);
    }

    /** The values of a key that prefixes {@linkplain #holds hold}. */
    Column decode(int key, long[] prefixes, int offset, int count) {
        long[] values = new long[count];
        int bits = width[key];
        int below = shift[key];
        long mask = bits == 0 ? 0 : -1L >>> Long.SIZE - bits;
        long turn = keys.get(key).ascending() ? 0 : mask;
        long base = base(key);
        for (int i = 0; i < count; i++) {
            values[i] = (prefixes[offset + i] >>> below & mask ^ turn) + base;
        }
        boolean[] flags = nullBits(key) == 0 ? null : decodeNulls(key, prefixes, offset, count);
        return ranked[key] == null ? column(types.get(key), values, count, flags) : strings(key, values, flags);
    }

    private Column strings(int key, long[] places, boolean[] nullFlags) {
        Column values = ranked[key];
        int[] ids = new int[places.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = nullFlags != null && nullFlags[i] ? values.size() - 1 : (int) places[i];
        }
        return new DictionaryColumn(ids.length, ids, values);
    }

    private boolean[] decodeNulls(int key, long[] prefixes, int offset, int count) {
        boolean[] flags = new boolean[count];
        boolean any = false;
        long flag = 1L << shift[key] + width[key];
        long ofNull = keys.get(key).nullsFirst() ? 0 : flag;
        for (int i = 0; i < count; i++) {
            flags[i] = (prefixes[offset + i] & flag) == ofNull;
            any |= flags[i];
        }
        return any ? flags : null;
    }

    private static Column column(DataType type, long[] values, int count, boolean[] nullFlags) {
        return switch (type.physicalType()) {
            case LONG -> new LongColumn(count, values, nullFlags);
            case INT -> {
                int[] ints = new int[count];
                for (int i = 0; i < count; i++) {
                    ints[i] = (int) values[i];
                }
                yield new IntColumn(count, ints, nullFlags);
            }
            case SHORT -> {
                short[] shorts = new short[count];
                for (int i = 0; i < count; i++) {
                    shorts[i] = (short) values[i];
                }
                yield new ShortColumn(count, shorts, nullFlags);
            }
            case BYTE -> {
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) values[i];
                }
                yield new ByteColumn(count, bytes, nullFlags);
            }
            case DECIMAL128 -> {
                long[] high = new long[count];
                for (int i = 0; i < count; i++) {
                    high[i] = values[i] >> Long.SIZE - 1;
                }
                yield new Decimal128Column(count, high, values, nullFlags);
            }
            default -> throw new IllegalStateException(type + " has no range");
        };
    }

    private long base(int key) {
        return observed[key] ? least[key] : -1L << width[key] - 1;
    }

    /** Whether rows with equal prefixes have equal keys. */
    public boolean complete() {
        return complete;
    }

    /** Writes the prefixes of rows to {@code prefixes[offset .. offset + rows)}. */
    public void compute(Column[] keyColumns, int rows, long[] prefixes, int offset) {
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
        int up = Math.max(0, room - bits);
        long nullFlag = nullable && !order.nullsFirst() ? 1L << left - 1 : 0;
        long valueFlag = nullable && order.nullsFirst() ? 1L << left - 1 : 0;
        long mask = bits == 0 ? 0 : -1L >>> Long.SIZE - bits;
        long turn = order.ascending() ? 0 : mask;
        boolean valueFits = bits > 0 && room > 0;
        if (nullable && flat.mayHaveNulls()) {
            for (int i = 0; i < rows; i++) {
                long value = valueFits ? (codes[i] ^ turn) >>> cut << up : 0;
                prefixes[offset + i] |= flat.isNull(i) ? nullFlag : valueFlag | value;
            }
        } else if (valueFits) {
            for (int i = 0; i < rows; i++) {
                prefixes[offset + i] |= valueFlag | (codes[i] ^ turn) >>> cut << up;
            }
        } else if (nullable) {
            for (int i = 0; i < rows; i++) {
                prefixes[offset + i] |= valueFlag;
            }
        }
        return exact(key) ? Math.max(0, room - bits) : 0;
    }

    /** Unsigned codes of {@link #width} bits in the order of values. */
    private void code(Column flat, int rows, int key) {
        if (isRanged(key)) {
            signedValues(flat, rows);
            long base = base(key);
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
