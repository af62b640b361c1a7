package io.blink.hive.partition;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.IntColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumn;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.PartitionName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * A partition column's value as Hive's text, as a column and as a Java value to compare: {@code Boolean}, {@code Long} (integers, days of a DATE), {@code
 * BigDecimal} (decimals, microseconds of a TIMESTAMP) or {@code String}; {@code null} is NULL.
 */
public final class PartitionValues {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private PartitionValues() {}

    /** The text of one value of a flat column, in the spelling of the metastore; NULL and the empty string are {@link PartitionName#NULL_VALUE}. */
    public static String text(Column column, int position, DataType type) {
        if (column.isNull(position)) {
            return PartitionName.NULL_VALUE;
        }
        String text =
                switch (type.kind()) {
                    case BOOLEAN -> ((ByteColumn) column).values()[position] == 0 ? "false" : "true";
                    case TINYINT -> Byte.toString(((ByteColumn) column).values()[position]);
                    case SMALLINT -> Short.toString(((ShortColumn) column).values()[position]);
                    case INT -> Integer.toString(((IntColumn) column).values()[position]);
                    case BIGINT -> Long.toString(((LongColumn) column).values()[position]);
                    case DATE ->
                        LocalDate.ofEpochDay(((IntColumn) column).values()[position])
                                .toString();
                    case DECIMAL -> decimal(column, position, type).toPlainString();
                    case TIMESTAMP -> timestamp(column, position);
                    case CHAR -> ((BytesColumn) column).string(position).stripTrailing();
                    case VARCHAR -> ((BytesColumn) column).string(position);
                    default -> throw unsupported(type);
                };
        return text.isEmpty() ? PartitionName.NULL_VALUE : text;
    }

    private static BigDecimal decimal(Column column, int position, DataType type) {
        return column instanceof LongColumn narrow
                ? BigDecimal.valueOf(narrow.values()[position], type.scale())
                : new BigDecimal(((Decimal128Column) column).unscaled(position), type.scale());
    }

    private static String timestamp(Column column, int position) {
        long micros;
        int nanos = 0;
        if (column instanceof TimestampColumn wide) {
            micros = wide.micros()[position];
            nanos = wide.nanos() == null ? 0 : wide.nanos()[position];
        } else {
            micros = ((LongColumn) column).values()[position];
        }
        long seconds = Math.floorDiv(micros, 1_000_000L);
        int fraction = (int) Math.floorMod(micros, 1_000_000L) * 1000 + nanos;
        return TIMESTAMP.format(LocalDateTime.ofEpochSecond(seconds, fraction, ZoneOffset.UTC));
    }

    /** The value of a partition to compare with others. @param subject names the partition in errors */
    public static Object parse(String text, Field column, String subject) {
        if (text == null || text.equals(PartitionName.NULL_VALUE)) {
            return null;
        }
        try {
            return switch (column.type().kind()) {
                case BOOLEAN -> bool(text);
                case TINYINT, SMALLINT, INT, BIGINT ->
                    integer(text, column.type().kind());
                case DATE -> LocalDate.parse(text).toEpochDay();
                case DECIMAL -> new BigDecimal(text).setScale(column.type().scale(), RoundingMode.UNNECESSARY);
                case TIMESTAMP -> micros(text);
                case CHAR -> text.stripTrailing();
                case VARCHAR -> text;
                default -> throw unsupported(column.type());
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_PARTITION_VALUE,
                    "'" + text + "' is no " + column.type() + " value of partition column " + column.name() + " ("
                            + subject + "); drop or rename the partition, or declare the column STRING",
                    e);
        }
    }

    /** One text for one value, so that {@code '02024'} and 2024 are the same partition; what {@link PartitionName} has for NULL where it is NULL. */
    public static String canonical(String text, Field column, String subject) {
        Object value = parse(text, column, subject);
        return value == null ? PartitionName.NULL_VALUE : text(column(value, column.type()), 0, column.type());
    }

    private static Boolean bool(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException(text);
    }

    private static Long integer(String text, TypeKind kind) {
        long value = Long.parseLong(text);
        long bound =
                switch (kind) {
                    case TINYINT -> Byte.MAX_VALUE;
                    case SMALLINT -> Short.MAX_VALUE;
                    case INT -> Integer.MAX_VALUE;
                    default -> Long.MAX_VALUE;
                };
        if (value > bound || value < -bound - 1) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static BigDecimal micros(String text) {
        LocalDateTime time = text.length() <= 10
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace('T', ' '), TIMESTAMP);
        return BigDecimal.valueOf(time.toEpochSecond(ZoneOffset.UTC))
                .movePointRight(6)
                .add(BigDecimal.valueOf(time.getNano(), 3));
    }

    /** The value that {@link #parse} gave, as a flat column of size 1. */
    public static Column column(Object value, DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        if (value == null) {
            builder.appendNull();
            return builder.build();
        }
        if (builder instanceof ByteColumnBuilder bytes) {
            bytes.append(value instanceof Boolean bool ? (byte) (bool ? 1 : 0) : ((Long) value).byteValue());
        } else if (builder instanceof ShortColumnBuilder shorts) {
            shorts.append(((Long) value).shortValue());
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append(((Long) value).intValue());
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append(value instanceof BigDecimal exact ? unscaled(exact, type) : (Long) value);
        } else if (builder instanceof BytesColumnBuilder texts) {
            texts.append(padded((String) value, type));
        } else if (builder instanceof TimestampColumnBuilder timestamps) {
            BigDecimal micros = (BigDecimal) value;
            BigDecimal whole = micros.setScale(0, RoundingMode.FLOOR);
            timestamps.append(
                    whole.longValueExact(),
                    micros.subtract(whole).movePointRight(3).intValue());
        } else {
            BigInteger unscaled = ((BigDecimal) value).unscaledValue();
            ((Decimal128ColumnBuilder) builder)
                    .append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
        return builder.build();
    }

    private static long unscaled(BigDecimal value, DataType type) {
        return type.kind() == TypeKind.DECIMAL
                ? value.unscaledValue().longValueExact()
                : value.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    /** CHAR columns hold their blanks. */
    private static String padded(String text, DataType type) {
        if (type.kind() != TypeKind.CHAR) {
            return text;
        }
        int missing = type.precision() - text.codePointCount(0, text.length());
        return missing > 0 ? text + " ".repeat(missing) : text;
    }

    private static BlinkException unsupported(DataType type) {
        return new BlinkException(HiveErrorCode.UNSUPPORTED_TYPE, "Blink does not partition by " + type);
    }
}
