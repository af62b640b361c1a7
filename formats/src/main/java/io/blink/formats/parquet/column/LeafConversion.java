package io.blink.formats.parquet.column;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.parquet.metadata.ParquetTypes;
import io.blink.formats.parquet.metadata.WriterCalendar;
import io.blink.formats.parquet.page.LeafValues;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** From what a leaf column stores to the type that the query wants: equal types and the widenings that lose nothing. */
public final class LeafConversion {
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final String file;
    private final String column;
    private final PrimitiveType stored;
    private final DataType wanted;
    private final WriterCalendar calendar;
    private final ZoneId zone;
    private final DataType storedType;

    public LeafConversion(String file, String column, PrimitiveType stored, DataType wanted, WriterCalendar calendar) {
        this.file = file;
        this.column = column;
        this.stored = stored;
        this.wanted = wanted;
        this.calendar = calendar;
        this.zone = calendar.zone();
        this.storedType = ParquetTypes.dataType(stored);
        checkPossible();
    }

    /** Whether ids into a converted dictionary are worth keeping: for strings and wide decimals. */
    public boolean keepsDictionary() {
        return keepsDictionary(wanted.physicalType());
    }

    public static boolean keepsDictionary(PhysicalType type) {
        return type == PhysicalType.BYTES || type == PhysicalType.DECIMAL128;
    }

    /** How a value turns into the wanted one where that takes no more than widening and a factor; else {@code null}. */
    public FixedWidth fixedWidth() {
        PrimitiveTypeName from = stored.getPrimitiveTypeName();
        boolean unsigned = from == PrimitiveTypeName.INT32 && storedType.kind() == TypeKind.BIGINT;
        return switch (wanted.kind()) {
            case INT, INTERVAL_YEAR_MONTH -> FixedWidth.INTS;
            case DATE -> calendar.oldDays() ? null : FixedWidth.INTS;
            case BIGINT, INTERVAL_DAY_TIME -> FixedWidth.longs(from, unsigned, 1);
            case DECIMAL ->
                wanted.physicalType() == PhysicalType.LONG
                        ? FixedWidth.longs(from, unsigned, powerOfTen(wanted.scale() - storedScale()))
                        : null;
            case DOUBLE -> from == PrimitiveTypeName.DOUBLE ? FixedWidth.DOUBLES : null;
            default -> null;
        };
    }

    public Column convert(LeafValues values) {
        int size = values.count();
        return switch (wanted.kind()) {
            case BOOLEAN -> new ByteColumn(size, values.booleans(), null);
            case TINYINT -> bytes(values, size);
            case SMALLINT -> shorts(values, size);
            case INT, INTERVAL_YEAR_MONTH -> new IntColumn(size, values.ints(), null);
            case DATE -> dates(values, size);
            case BIGINT, INTERVAL_DAY_TIME -> new LongColumn(size, longs(values, size), null);
            case FLOAT -> new FloatColumn(size, values.floats(), null);
            case DOUBLE -> new DoubleColumn(size, doubles(values, size), null);
            case DECIMAL -> decimals(values, size);
            case CHAR -> trimmed(values, size);
            case VARCHAR, BINARY, VARBINARY -> new BytesColumn(size, values.bytes(), values.offsets(), null);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> timestamps(values, size);
            case ARRAY, MAP, ROW, NULL -> throw mismatch();
        };
    }

    private void checkPossible() {
        TypeKind from = storedType.kind();
        boolean possible =
                switch (wanted.kind()) {
                    case BOOLEAN, DATE -> from == wanted.kind();
                    case TINYINT, SMALLINT, INT ->
                        from.isInteger() && stored.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
                    case BIGINT -> from.isInteger();
                    case FLOAT -> from == TypeKind.FLOAT;
                    case DOUBLE -> from == TypeKind.FLOAT || from == TypeKind.DOUBLE || from == TypeKind.INT;
                    case DECIMAL -> decimalFits(from);
                    case CHAR, VARCHAR -> from.isCharacter() || from.isBinary();
                    case BINARY, VARBINARY -> from.isBinary() || from.isCharacter();
                    case TIME -> from == TypeKind.TIME;
                    case TIMESTAMP, TIMESTAMP_LTZ -> from == TypeKind.TIMESTAMP || from == TypeKind.TIMESTAMP_LTZ;
                    case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW, NULL -> false;
                };
        if (!possible) {
            throw mismatch();
        }
    }

    private boolean decimalFits(TypeKind from) {
        if (from.isInteger()) {
            return true;
        }
        return from == TypeKind.DECIMAL
                && storedType.scale() <= wanted.scale()
                && storedType.precision() - storedType.scale() <= wanted.precision() - wanted.scale();
    }

    private BlinkException mismatch() {
        return new BlinkException(
                FormatErrorCode.COLUMN_TYPE_MISMATCH,
                "Column '" + column + "' is " + wanted + " in the table, but " + storedType + " (" + stored + ") in "
                        + file + ". Declare the column as " + storedType.withNullable(true)
                        + " or write the file again.");
    }

    private Column bytes(LeafValues values, int size) {
        byte[] narrowed = new byte[size];
        for (int i = 0; i < size; i++) {
            narrowed[i] = (byte) values.ints()[i];
            checkNarrow(narrowed[i], values.ints()[i]);
        }
        return new ByteColumn(size, narrowed, null);
    }

    private Column shorts(LeafValues values, int size) {
        short[] narrowed = new short[size];
        for (int i = 0; i < size; i++) {
            narrowed[i] = (short) values.ints()[i];
            checkNarrow(narrowed[i], values.ints()[i]);
        }
        return new ShortColumn(size, narrowed, null);
    }

    private void checkNarrow(int narrowed, int value) {
        if (narrowed != value) {
            throw new BlinkException(
                    FormatErrorCode.COLUMN_TYPE_MISMATCH,
                    "Column '" + column + "' is " + wanted + " in the table, but " + file + " holds " + value
                            + "; declare a wider type.");
        }
    }

    private long[] longs(LeafValues values, int size) {
        if (values.longs() != null) {
            return values.longs();
        }
        boolean unsigned = storedType.kind() == TypeKind.BIGINT;
        long[] widened = new long[size];
        for (int i = 0; i < size; i++) {
            widened[i] = unsigned ? values.ints()[i] & 0xFFFFFFFFL : values.ints()[i];
        }
        return widened;
    }

    private double[] doubles(LeafValues values, int size) {
        if (values.doubles() != null) {
            return values.doubles();
        }
        double[] widened = new double[size];
        for (int i = 0; i < size; i++) {
            widened[i] = values.floats() != null ? values.floats()[i] : values.ints()[i];
        }
        return widened;
    }

    private Column decimals(LeafValues values, int size) {
        int shift = wanted.scale() - storedScale();
        if (wanted.physicalType() == PhysicalType.LONG) {
            return shortDecimals(values, size, powerOfTen(shift));
        }
        BigInteger factor = BigInteger.TEN.pow(shift);
        Decimal128ColumnBuilder builder = new Decimal128ColumnBuilder(size);
        for (int i = 0; i < size; i++) {
            if (values.offsets() != null) {
                appendWide(
                        builder,
                        values.bytes(),
                        values.offsets()[i],
                        values.offsets()[i + 1],
                        shift == 0 ? null : factor);
            } else {
                BigInteger unscaled = unscaledInteger(values, i).multiply(factor);
                builder.append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
            }
        }
        return builder.build();
    }

    private int storedScale() {
        return stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
                ? decimal.getScale()
                : 0;
    }

    private BigInteger unscaledInteger(LeafValues values, int index) {
        if (values.ints() != null) {
            return BigInteger.valueOf(values.ints()[index]);
        }
        BigInteger signed = BigInteger.valueOf(values.longs()[index]);
        boolean unsigned =
                stored.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer
                        && !integer.isSigned();
        return unsigned && signed.signum() < 0 ? signed.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : signed;
    }

    private Column shortDecimals(LeafValues values, int size, long factor) {
        long[] unscaled = new long[size];
        if (values.offsets() != null) {
            for (int i = 0; i < size; i++) {
                unscaled[i] = bigEndian(values.bytes(), values.offsets()[i], values.offsets()[i + 1]) * factor;
            }
        } else {
            long[] integers = longs(values, size);
            for (int i = 0; i < size; i++) {
                unscaled[i] = integers[i] * factor;
            }
        }
        return new LongColumn(size, unscaled, null);
    }

    /** A decimal of at most 18 digits may still be stored in more than 8 bytes; the upper ones only repeat the sign. */
    private static long bigEndian(byte[] bytes, int from, int to) {
        long value = from < to ? bytes[from] : 0;
        for (int i = from + 1; i < to; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static void appendWide(Decimal128ColumnBuilder builder, byte[] bytes, int from, int to, BigInteger factor) {
        if (factor != null) {
            BigInteger unscaled = new BigInteger(bytes, from, to - from).multiply(factor);
            builder.append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
            return;
        }
        int lowFrom = Math.max(from, to - 8);
        long high = lowFrom == from ? (from < to && bytes[from] < 0 ? -1 : 0) : bigEndian(bytes, from, lowFrom);
        long low = lowFrom == from ? bigEndian(bytes, from, to) : unsignedBigEndian(bytes, lowFrom, to);
        builder.append(high, low);
    }

    private static long unsignedBigEndian(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /** CHAR values are held without trailing blanks. */
    private static Column trimmed(LeafValues values, int size) {
        byte[] source = values.bytes();
        byte[] target = new byte[values.offsets()[size]];
        int[] offsets = new int[size + 1];
        for (int i = 0; i < size; i++) {
            int from = values.offsets()[i];
            int to = values.offsets()[i + 1];
            while (to > from && source[to - 1] == ' ') {
                to--;
            }
            System.arraycopy(source, from, target, offsets[i], to - from);
            offsets[i + 1] = offsets[i] + to - from;
        }
        return new BytesColumn(size, target, offsets, null);
    }

    private Column dates(LeafValues values, int size) {
        if (!calendar.oldDays()) {
            return new IntColumn(size, values.ints(), null);
        }
        int[] days = Arrays.copyOf(values.ints(), size);
        calendar.correctDays(days, size);
        return new IntColumn(size, days, null);
    }

    private Column timestamps(LeafValues values, int size) {
        long[] micros = new long[size];
        int[] nanos = new int[size];
        if (stored.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            readInt96(values, size, micros, nanos);
        } else {
            readIntegers(values, size, micros, nanos);
        }
        correctCalendar(micros, size);
        if (isInstant() && wanted.kind() == TypeKind.TIMESTAMP) {
            toLocal(micros, size);
        } else if (!isInstant() && wanted.kind() == TypeKind.TIMESTAMP_LTZ) {
            toInstant(micros, size);
        }
        if (wanted.physicalType() == PhysicalType.LONG) {
            return new LongColumn(size, micros, null);
        }
        boolean anyNanos = Arrays.stream(nanos, 0, size).anyMatch(nano -> nano != 0);
        return new TimestampColumn(size, micros, anyNanos ? nanos : null, null);
    }

    private void correctCalendar(long[] micros, int size) {
        boolean int96 = stored.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
        if (wanted.kind() == TypeKind.TIME || !(int96 ? calendar.oldInt96() : calendar.oldDays())) {
            return;
        }
        if (isInstant()) {
            calendar.correctInstants(micros, size);
        } else {
            calendar.correctLocals(micros, size);
        }
    }

    private boolean isInstant() {
        return stored.getPrimitiveTypeName() == PrimitiveTypeName.INT96
                || (stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                        && timestamp.isAdjustedToUTC());
    }

    /** Nanoseconds of the day in 8 bytes, then the Julian day in 4, little-endian; as Hive, Impala and Spark write it. */
    private static void readInt96(LeafValues values, int size, long[] micros, int[] nanos) {
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(values.bytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            long nanosOfDay = buffer.getLong(values.offsets()[i]);
            long julianDay = buffer.getInt(values.offsets()[i] + 8);
            micros[i] = (julianDay - JULIAN_DAY_OF_EPOCH) * MICROS_PER_DAY + Math.floorDiv(nanosOfDay, 1000L);
            nanos[i] = (int) Math.floorMod(nanosOfDay, 1000L);
        }
    }

    private void readIntegers(LeafValues values, int size, long[] micros, int[] nanos) {
        TimeUnit unit = unit();
        for (int i = 0; i < size; i++) {
            long value = values.longs() != null ? values.longs()[i] : values.ints()[i];
            switch (unit) {
                case MILLIS -> micros[i] = Math.multiplyExact(value, 1000L);
                case MICROS -> micros[i] = value;
                case NANOS -> {
                    micros[i] = Math.floorDiv(value, 1000L);
                    nanos[i] = (int) Math.floorMod(value, 1000L);
                }
            }
        }
    }

    private TimeUnit unit() {
        LogicalTypeAnnotation logical = stored.getLogicalTypeAnnotation();
        return logical instanceof TimestampLogicalTypeAnnotation timestamp
                ? timestamp.getUnit()
                : ((LogicalTypeAnnotation.TimeLogicalTypeAnnotation) logical).getUnit();
    }

    private void toLocal(long[] micros, int size) {
        if (zone.equals(ZoneOffset.UTC)) {
            return;
        }
        for (int i = 0; i < size; i++) {
            Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros[i], 1_000_000L));
            micros[i] += zone.getRules().getOffset(instant).getTotalSeconds() * 1_000_000L;
        }
    }

    private void toInstant(long[] micros, int size) {
        if (zone.equals(ZoneOffset.UTC)) {
            return;
        }
        for (int i = 0; i < size; i++) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(micros[i], 1_000_000L), 0, ZoneOffset.UTC);
            micros[i] -= local.atZone(zone).getOffset().getTotalSeconds() * 1_000_000L;
        }
    }
}
