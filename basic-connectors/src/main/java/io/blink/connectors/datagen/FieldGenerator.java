package io.blink.connectors.datagen;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.hash.ValueHash;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.List;

/**
 * Values of one column.
 *
 * @param kind RANDOM: {@code minimum + hash(seed, columnSeed, row) mod (maximum - minimum + 1)}; SEQUENCE: {@code minimum + row * step / stepRows}, starting over
 *     after {@code maximum}
 * @param minimum in the unit of the column: unscaled for decimals, microseconds for times, unused for strings of kind RANDOM
 * @param stepRows rows in which a sequence goes on by {@code step}
 * @param length of random strings, in characters
 * @param nullRate share of rows that are NULL
 * @param fields of a ROW, else none
 */
record FieldGenerator(
        DataType type,
        Kind kind,
        long minimum,
        long maximum,
        long step,
        long stepRows,
        int length,
        double nullRate,
        long columnSeed,
        List<FieldGenerator> fields) {
    FieldGenerator {
        fields = List.copyOf(fields);
    }

    /** A ROW. */
    static FieldGenerator ofRow(DataType type, double nullRate, long columnSeed, List<FieldGenerator> fields) {
        return new FieldGenerator(type, Kind.RANDOM, 0, 0, 1, 1, 0, nullRate, columnSeed, fields);
    }

    /** How values follow each other. */
    enum Kind {
        RANDOM,
        SEQUENCE
    }

    private static final int MICROS_DIGITS = 6;
    private static final long NULL_SALT = 0x5DEECE66DL;

    /** The values of rows {@code first, first + stride, …}, {@code count} of them. */
    Column generate(long seed, long first, int stride, int count) {
        if (type.kind() == TypeKind.ROW) {
            List<Column> columns = fields.stream()
                    .map(field -> field.generate(seed, first, stride, count))
                    .toList();
            return new RowColumn(count, columns, nulls(seed, first, stride, count));
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(seed, first + (long) i * stride);
        }
        boolean[] nulls = nulls(seed, first, stride, count);
        return switch (type.physicalType()) {
            case BYTE -> bytes(numbers, nulls);
            case SHORT -> shorts(numbers, nulls);
            case INT -> ints(numbers, nulls);
            case LONG -> new LongColumn(count, truncated(numbers), nulls);
            case FLOAT -> floats(seed, first, stride, nulls, count);
            case DOUBLE -> doubles(seed, first, stride, nulls, count);
            case DECIMAL128 -> wide(numbers, nulls);
            case TIMESTAMP_NANOS -> new TimestampColumn(count, numbers, null, nulls);
            case BYTES -> strings(seed, first, stride, numbers, nulls);
            case ARRAY, MAP, ROW -> throw new IllegalStateException("refused when planned");
        };
    }

    private long random(long seed, long row) {
        return ValueHash.ofLong(ValueHash.ofLong(seed + columnSeed) + row);
    }

    /** The number that a row's value is made of. */
    long number(long seed, long row) {
        long span = maximum - minimum + 1;
        if (kind == Kind.SEQUENCE) {
            long offset = stepRows == 1 ? row * step : row / stepRows * step + row % stepRows * step / stepRows;
            return span <= 0 ? minimum + offset : minimum + offset % span;
        }
        long hash = random(seed, row);
        return span <= 0 ? hash : minimum + Long.remainderUnsigned(hash, span);
    }

    /** Times have no more digits than their type says. */
    private long[] truncated(long[] numbers) {
        if (FieldOptions.isTimestamp(type) && type.precision() < MICROS_DIGITS) {
            long unit = Math.round(Math.pow(10, MICROS_DIGITS - type.precision()));
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] -= Math.floorMod(numbers[i], unit);
            }
        }
        return numbers;
    }

    private double fraction(long seed, long row) {
        return (random(seed, row) >>> 11) * 0x1.0p-53;
    }

    private boolean[] nulls(long seed, long first, int stride, int count) {
        if (nullRate <= 0) {
            return null;
        }
        boolean[] nulls = new boolean[count];
        for (int i = 0; i < count; i++) {
            nulls[i] = fraction(seed + NULL_SALT, first + (long) i * stride) < nullRate;
        }
        return nulls;
    }

    private Column bytes(long[] numbers, boolean[] nulls) {
        byte[] values = new byte[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (type.kind() == TypeKind.BOOLEAN ? numbers[i] & 1 : numbers[i]);
        }
        return new ByteColumn(values.length, values, nulls);
    }

    private static Column shorts(long[] numbers, boolean[] nulls) {
        short[] values = new short[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) numbers[i];
        }
        return new ShortColumn(values.length, values, nulls);
    }

    private static Column ints(long[] numbers, boolean[] nulls) {
        int[] values = new int[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) numbers[i];
        }
        return new IntColumn(values.length, values, nulls);
    }

    private double floating(long seed, long row) {
        return kind == Kind.SEQUENCE ? number(seed, row) : minimum + fraction(seed, row) * ((double) maximum - minimum);
    }

    private Column floats(long seed, long first, int stride, boolean[] nulls, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) floating(seed, first + (long) i * stride);
        }
        return new FloatColumn(count, values, nulls);
    }

    private Column doubles(long seed, long first, int stride, boolean[] nulls, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = floating(seed, first + (long) i * stride);
        }
        return new DoubleColumn(count, values, nulls);
    }

    private static Column wide(long[] numbers, boolean[] nulls) {
        long[] high = new long[numbers.length];
        for (int i = 0; i < high.length; i++) {
            high[i] = numbers[i] >> 63;
        }
        return new Decimal128Column(numbers.length, high, numbers, nulls);
    }

    /** Random letters a to p, four bits each; a sequence gives its number in digits. */
    private Column strings(long seed, long first, int stride, long[] numbers, boolean[] nulls) {
        int count = numbers.length;
        int[] offsets = new int[count + 1];
        byte[] bytes = new byte[Math.multiplyExact(count, Math.max(20, length))];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = kind == Kind.SEQUENCE
                    ? digits(numbers[i], bytes, offsets[i])
                    : letters(random(seed, first + (long) i * stride), bytes, offsets[i]);
        }
        return new BytesColumn(count, bytes, offsets, nulls);
    }

    private int letters(long start, byte[] bytes, int from) {
        long bits = start;
        for (int i = 0; i < length; i++) {
            if ((i & 15) == 15) {
                bits = ValueHash.ofLong(bits + i);
            }
            bytes[from + i] = (byte) ('a' + (bits & 15));
            bits >>>= 4;
        }
        return from + length;
    }

    private static int digits(long number, byte[] bytes, int from) {
        String text = Long.toString(number);
        for (int i = 0; i < text.length(); i++) {
            bytes[from + i] = (byte) text.charAt(i);
        }
        return from + text.length();
    }
}
