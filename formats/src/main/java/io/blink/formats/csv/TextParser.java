package io.blink.formats.csv;

import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.formats.FormatErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** Reads the text of a value into a column; {@link IllegalArgumentException}, {@link java.time.DateTimeException} or {@link ArithmeticException} if it is none of the type. */
@FunctionalInterface
public interface TextParser {
    void parse(String text, ColumnBuilder target);

    static TextParser of(DataType type, ZoneId zone) {
        return switch (type.kind()) {
            case BOOLEAN -> (text, target) -> ((ByteColumnBuilder) target).append(parseBoolean(text));
            case TINYINT -> (text, target) -> ((ByteColumnBuilder) target).append(Byte.parseByte(text.strip()));
            case SMALLINT -> (text, target) -> ((ShortColumnBuilder) target).append(Short.parseShort(text.strip()));
            case INT -> (text, target) -> ((IntColumnBuilder) target).append(Integer.parseInt(text.strip()));
            case BIGINT -> (text, target) -> ((LongColumnBuilder) target).append(Long.parseLong(text.strip()));
            case FLOAT -> (text, target) -> ((FloatColumnBuilder) target).append(Float.parseFloat(text));
            case DOUBLE -> (text, target) -> ((DoubleColumnBuilder) target).append(Double.parseDouble(text));
            case DECIMAL -> (text, target) -> appendDecimal(text, type, target);
            case DATE ->
                (text, target) -> ((IntColumnBuilder) target)
                        .append(Math.toIntExact(LocalDate.parse(text.strip()).toEpochDay()));
            case TIME ->
                (text, target) -> appendMicros(LocalTime.parse(text.strip()).toNanoOfDay(), target);
            case TIMESTAMP ->
                (text, target) -> appendTimestamp(parseTimestamp(text).toInstant(ZoneOffset.UTC), target);
            case TIMESTAMP_LTZ ->
                (text, target) ->
                        appendTimestamp(parseTimestamp(text).atZone(zone).toInstant(), target);
            case CHAR -> (text, target) -> ((BytesColumnBuilder) target).append(text.stripTrailing());
            case VARCHAR -> (text, target) -> ((BytesColumnBuilder) target).append(text);
            case BINARY, VARBINARY ->
                (text, target) -> {
                    byte[] bytes = HexFormat.of().parseHex(text);
                    ((BytesColumnBuilder) target).append(bytes, 0, bytes.length);
                };
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW, NULL ->
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_FILE,
                        "A column of type " + type + " is not read from CSV; store the table as Parquet or ORC.");
        };
    }

    private static byte parseBoolean(String text) {
        return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "t", "1" -> 1;
            case "false", "f", "0" -> 0;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static void appendDecimal(String text, DataType type, ColumnBuilder target) {
        BigDecimal decimal = new BigDecimal(text.strip()).setScale(type.scale(), RoundingMode.HALF_UP);
        if (decimal.precision() > type.precision()) {
            throw new ArithmeticException("too many digits");
        }
        BigInteger unscaled = decimal.unscaledValue();
        if (type.physicalType() == PhysicalType.LONG) {
            ((LongColumnBuilder) target).append(unscaled.longValueExact());
        } else {
            ((Decimal128ColumnBuilder) target)
                    .append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
    }

    private static LocalDateTime parseTimestamp(String text) {
        String iso = text.strip().replace(' ', 'T');
        return iso.length() == 10 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
    }

    private static void appendTimestamp(Instant instant, ColumnBuilder target) {
        long micros = Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
        if (target instanceof TimestampColumnBuilder timestamps) {
            timestamps.append(micros, instant.getNano() % 1000);
        } else {
            ((LongColumnBuilder) target).append(micros);
        }
    }

    private static void appendMicros(long nanos, ColumnBuilder target) {
        if (target instanceof TimestampColumnBuilder times) {
            times.append(nanos / 1000, (int) (nanos % 1000));
        } else {
            ((LongColumnBuilder) target).append(nanos / 1000);
        }
    }
}
