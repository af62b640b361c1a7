package io.blink.formats.json;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.TextBuffer;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Values of one type as JSON: numbers plainly (NaN and the infinities in quotes), times in quotes with as many digits of the fraction as they have, TIMESTAMP_LTZ in UTC with
 * {@code Z}, bytes in Base64, maps as objects whose keys are the keys' text. One thread.
 */
final class JsonText {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int NANO_DIGITS = 9;

    private final DataType type;
    private final JsonOptions options;
    private final ColumnText plain;
    private final JsonText[] children;
    private final byte[][] names;
    private final TextBuffer scratch = new TextBuffer();

    private JsonText(DataType type, ZoneId zone, JsonOptions options) {
        this.type = type;
        this.options = options;
        this.plain = new ColumnText(type, zone);
        this.children = type.fields().stream()
                .map(field -> new JsonText(field.type(), zone, options))
                .toArray(JsonText[]::new);
        this.names = type.fields().stream().map(JsonText::quotedName).toArray(byte[][]::new);
    }

    /** Of a row of these fields. */
    static JsonText ofFields(List<Field> fields, ZoneId zone, JsonOptions options) {
        return new JsonText(DataType.row(fields), zone, options);
    }

    private static byte[] quotedName(Field field) {
        TextBuffer name = new TextBuffer();
        byte[] bytes = field.name().getBytes(StandardCharsets.UTF_8);
        appendQuoted(bytes, 0, bytes.length, name);
        name.append(':');
        return Arrays.copyOf(name.bytes(), name.length());
    }

    /** An object of one value each of flat columns. */
    void appendFields(Column[] columns, int position, TextBuffer out) {
        out.append('{');
        boolean first = true;
        for (int i = 0; i < columns.length; i++) {
            boolean isNull = columns[i].isNull(position);
            if (isNull && options.leavesNullsOut()) {
                continue;
            }
            if (!first) {
                out.append(',');
            }
            first = false;
            out.append(names[i], 0, names[i].length);
            children[i].append(columns[i], position, out);
        }
        out.append('}');
    }

    private void append(Column column, int position, TextBuffer out) {
        if (column instanceof DictionaryColumn dictionary) {
            append(dictionary.dictionary(), dictionary.ids()[position], out);
        } else if (column instanceof ConstantColumn constant) {
            append(constant.value(), 0, out);
        } else if (column.isNull(position)) {
            out.append(NULL, 0, NULL.length);
        } else {
            appendPresent(column, position, out);
        }
    }

    private void appendPresent(Column column, int i, TextBuffer out) {
        switch (type.kind()) {
            case BOOLEAN -> out.append(((io.blink.core.column.ByteColumn) column).get(i) != 0 ? "true" : "false");
            case TINYINT, SMALLINT, INT, BIGINT, DECIMAL -> plain.append(column, i, out);
            case FLOAT, DOUBLE -> appendFloating(column, i, out);
            case CHAR, VARCHAR -> {
                BytesColumn strings = (BytesColumn) column;
                appendQuoted(strings.bytes(), strings.offset(i), strings.length(i), out);
            }
            case BINARY, VARBINARY -> appendBase64((BytesColumn) column, i, out);
            case DATE -> {
                out.append('"');
                plain.append(column, i, out);
                out.append('"');
            }
            case TIME -> {
                out.append('"');
                out.appendTime(
                        micros(column, i), nanos(column, i), fractionDigits(micros(column, i), nanos(column, i)));
                out.append('"');
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> appendTimestamp(micros(column, i), nanos(column, i), out);
            case ARRAY -> appendArray((ArrayColumn) column, i, out);
            case MAP -> appendMap((MapColumn) column, i, out);
            case ROW -> appendFields(((RowColumn) column).fields().toArray(Column[]::new), i, out);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                throw new IllegalStateException(type + " was refused when planned");
        }
    }

    private void appendFloating(Column column, int i, TextBuffer out) {
        scratch.clear();
        plain.append(column, i, scratch);
        byte last = scratch.bytes()[scratch.length() - 1];
        boolean finite = last >= '0' && last <= '9';
        if (!finite) {
            out.append('"');
        }
        out.append(scratch.bytes(), 0, scratch.length());
        if (!finite) {
            out.append('"');
        }
    }

    private static void appendBase64(BytesColumn column, int i, TextBuffer out) {
        byte[] value = Arrays.copyOfRange(column.bytes(), column.offset(i), column.offset(i) + column.length(i));
        byte[] encoded = Base64.getEncoder().encode(value);
        out.append('"').append(encoded, 0, encoded.length).append('"');
    }

    private static long micros(Column column, int i) {
        return column instanceof LongColumn longs ? longs.get(i) : ((TimestampColumn) column).micros()[i];
    }

    private static int nanos(Column column, int i) {
        return column instanceof TimestampColumn timestamps && timestamps.nanos() != null
                ? timestamps.nanos()[i]
                : 0;
    }

    private void appendTimestamp(long micros, int nanos, TextBuffer out) {
        long dayMicros = Math.floorMod(micros, CivilDate.MICROS_PER_DAY);
        out.append('"').appendDate(Math.floorDiv(micros, CivilDate.MICROS_PER_DAY));
        out.append(options.isoTimestamps() ? 'T' : ' ');
        out.appendTime(dayMicros, nanos, fractionDigits(dayMicros, nanos));
        if (type.kind() == io.blink.core.type.TypeKind.TIMESTAMP_LTZ) {
            out.append('Z');
        }
        out.append('"');
    }

    /** Up to the last that is not zero. */
    private static int fractionDigits(long micros, int nanos) {
        long fraction = micros % CivilDate.MICROS_PER_SECOND * 1000 + nanos;
        if (fraction == 0) {
            return 0;
        }
        int digits = NANO_DIGITS;
        for (; fraction % 10 == 0; fraction /= 10) {
            digits--;
        }
        return digits;
    }

    private void appendArray(ArrayColumn column, int i, TextBuffer out) {
        int start = column.offsets()[i];
        out.append('[');
        for (int element = start; element < column.offsets()[i + 1]; element++) {
            if (element > start) {
                out.append(',');
            }
            children[0].append(column.elements(), element, out);
        }
        out.append(']');
    }

    private void appendMap(MapColumn column, int i, TextBuffer out) {
        out.append('{');
        boolean first = true;
        for (int entry = column.offsets()[i]; entry < column.offsets()[i + 1]; entry++) {
            boolean noKey = column.keys().isNull(entry);
            if (noKey && options.nullKeys() == JsonOptions.NullKeys.DROP) {
                continue;
            }
            if (noKey && options.nullKeys() == JsonOptions.NullKeys.FAIL) {
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_RECORD,
                        "A map has a NULL key, which JSON cannot write; set 'map-null-key.mode' of the format to 'DROP' or 'LITERAL'.");
            }
            if (!first) {
                out.append(',');
            }
            first = false;
            appendKey(column.keys(), entry, noKey, out);
            out.append(':');
            children[1].append(column.values(), entry, out);
        }
        out.append('}');
    }

    private void appendKey(Column keys, int entry, boolean noKey, TextBuffer out) {
        scratch.clear();
        if (noKey) {
            scratch.append(options.nullKeyText());
        } else {
            children[0].plain.append(keys, entry, scratch);
        }
        appendQuoted(scratch.bytes(), 0, scratch.length(), out);
    }

    /** UTF-8 stays as it is; quotes, backslashes and control characters are escaped. */
    private static void appendQuoted(byte[] bytes, int from, int length, TextBuffer out) {
        out.append('"');
        int copied = from;
        for (int i = from; i < from + length; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                out.append(bytes, copied, i - copied);
                appendEscape(b, out);
                copied = i + 1;
            }
        }
        out.append(bytes, copied, from + length - copied).append('"');
    }

    private static void appendEscape(byte b, TextBuffer out) {
        out.append('\\');
        switch (b) {
            case '"', '\\' -> out.append((char) b);
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            case '\b' -> out.append('b');
            case '\f' -> out.append('f');
            default ->
                out.append('u')
                        .append('0')
                        .append('0')
                        .append(Character.forDigit(b >> 4, 16))
                        .append(Character.forDigit(b & 15, 16));
        }
    }
}
