package io.blink.formats.record;

import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.formats.FormatErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HexFormat;

/** Reads a value's text, which is UTF-8, into a column. */
@FunctionalInterface
public interface TextValue {
    /** Appends one value; after a failure none. */
    void parse(byte[] bytes, int from, int to, ColumnBuilder target) throws MalformedRecord;

    /** @param zone of TIMESTAMP_LTZ whose text names none */
    static TextValue of(DataType type, ZoneId zone) {
        return switch (type.kind()) {
            case BOOLEAN -> (bytes, from, to, target) -> ((ByteColumnBuilder) target).append(bool(bytes, from, to));
            case TINYINT ->
                (bytes, from, to, target) -> ((ByteColumnBuilder) target)
                        .append((byte) NumberText.integer(bytes, from, to, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case SMALLINT ->
                (bytes, from, to, target) -> ((ShortColumnBuilder) target)
                        .append((short) NumberText.integer(bytes, from, to, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT ->
                (bytes, from, to, target) -> ((IntColumnBuilder) target)
                        .append((int) NumberText.integer(bytes, from, to, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case BIGINT ->
                (bytes, from, to, target) -> ((LongColumnBuilder) target)
                        .append(NumberText.integer(bytes, from, to, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT ->
                (bytes, from, to, target) -> ((FloatColumnBuilder) target).append(NumberText.floating(bytes, from, to));
            case DOUBLE ->
                (bytes, from, to, target) -> ((DoubleColumnBuilder) target).append(NumberText.doubled(bytes, from, to));
            case DECIMAL -> (bytes, from, to, target) -> NumberText.appendDecimal(bytes, from, to, type, target);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> new TemporalText(type, zone);
            case CHAR ->
                (bytes, from, to, target) -> ((BytesColumnBuilder) target)
                        .append(bytes, from, withoutTrailingBlanks(bytes, from, to) - from);
            case VARCHAR -> (bytes, from, to, target) -> ((BytesColumnBuilder) target).append(bytes, from, to - from);
            case BINARY, VARBINARY -> TextValue::appendHex;
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW, NULL ->
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_RECORD,
                        "A value of type " + type + " has no text of its own to be read from; use format 'json'.");
        };
    }

    private static byte bool(byte[] bytes, int from, int to) throws MalformedRecord {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return 1;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return 0;
        }
        throw new MalformedRecord("'" + text + "' is neither true nor false");
    }

    private static int withoutTrailingBlanks(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    private static void appendHex(byte[] bytes, int from, int to, ColumnBuilder target) throws MalformedRecord {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        try {
            byte[] value = HexFormat.of().parseHex(text);
            ((BytesColumnBuilder) target).append(value, 0, value.length);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecord("'" + text + "' is not hex: " + e.getMessage());
        }
    }
}
