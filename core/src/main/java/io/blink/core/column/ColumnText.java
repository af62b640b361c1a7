package io.blink.core.column;

import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Values as text, the same in results, in CSV and in CAST to strings: TRUE and FALSE; decimals plainly with their scale; FLOAT and DOUBLE as Java prints
 * them; {@code yyyy-MM-dd HH:mm:ss} with the digits of the type; binary strings in hex; intervals as {@code +1-02} and {@code +1 02:03:04.000000};
 * arrays, maps and rows as JSON, in which NULL is {@code null}. Used by one thread.
 */
public final class ColumnText {
    private final DataType type;
    private final ZoneId timeZone;
    private final List<ColumnText> children;

    /** @param timeZone of TIMESTAMP_LTZ values */
    public ColumnText(DataType type, ZoneId timeZone) {
        this.type = type;
        this.timeZone = timeZone;
        this.children = type.fields().stream()
                .map(Field::type)
                .map(child -> new ColumnText(child, timeZone))
                .toList();
    }

    /** The value as a string, or {@code null} for NULL. */
    public String text(Column column, int position) {
        if (column.isNull(position)) {
            return null;
        }
        TextBuffer buffer = new TextBuffer();
        append(column, position, buffer);
        return buffer.toString();
    }

    /** Appends a value that is not null, of a column of any encoding. */
    public void append(Column column, int position, TextBuffer out) {
        if (column instanceof DictionaryColumn dictionary) {
            appendFlat(dictionary.dictionary(), dictionary.ids()[position], out);
        } else if (column instanceof ConstantColumn constant) {
            appendFlat(constant.value(), 0, out);
        } else {
            appendFlat(column, position, out);
        }
    }

    private void appendFlat(Column column, int i, TextBuffer out) {
        switch (type.kind()) {
            case BOOLEAN -> out.append(((ByteColumn) column).get(i) != 0 ? "TRUE" : "FALSE");
            case TINYINT -> out.append((long) ((ByteColumn) column).get(i));
            case SMALLINT -> out.append((long) ((ShortColumn) column).get(i));
            case INT -> out.append((long) ((IntColumn) column).get(i));
            case BIGINT -> out.append(((LongColumn) column).get(i));
            case FLOAT -> out.append(Float.toString(((FloatColumn) column).get(i)));
            case DOUBLE -> out.append(Double.toString(((DoubleColumn) column).get(i)));
            case DECIMAL -> appendDecimal(column, i, out);
            case CHAR, VARCHAR -> {
                BytesColumn strings = (BytesColumn) column;
                out.append(strings.bytes(), strings.offset(i), strings.length(i));
            }
            case BINARY, VARBINARY -> {
                BytesColumn strings = (BytesColumn) column;
                out.appendHex(strings.bytes(), strings.offset(i), strings.length(i));
            }
            case DATE -> out.appendDate(((IntColumn) column).get(i));
            case TIME -> out.appendTime(micros(column, i), nanos(column, i), type.precision());
            case TIMESTAMP -> out.appendTimestamp(micros(column, i), nanos(column, i), type.precision());
            case TIMESTAMP_LTZ -> {
                long micros = micros(column, i);
                out.appendTimestamp(micros + offsetMicros(micros), nanos(column, i), type.precision());
            }
            case INTERVAL_YEAR_MONTH -> appendMonths(((IntColumn) column).get(i), out);
            case INTERVAL_DAY_TIME -> appendInterval(((LongColumn) column).get(i), out);
            case ARRAY -> appendArray((ArrayColumn) column, i, out);
            case MAP -> appendMap((MapColumn) column, i, out);
            case ROW -> appendRow((RowColumn) column, i, out);
            case NULL -> out.append("NULL");
        }
    }

    private void appendDecimal(Column column, int i, TextBuffer out) {
        if (column instanceof LongColumn longs) {
            out.appendDecimal(longs.get(i), type.scale());
            return;
        }
        Decimal128Column wide = (Decimal128Column) column;
        long low = wide.low()[i];
        if (wide.high()[i] == low >> 63) {
            out.appendDecimal(low, type.scale());
        } else {
            out.append(new BigDecimal(wide.unscaled(i), type.scale()).toPlainString());
        }
    }

    private static long micros(Column column, int i) {
        return column instanceof LongColumn longs ? longs.get(i) : ((TimestampColumn) column).micros()[i];
    }

    private static int nanos(Column column, int i) {
        return column instanceof TimestampColumn timestamps && timestamps.nanos() != null
                ? timestamps.nanos()[i]
                : 0;
    }

    private long offsetMicros(long micros) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, CivilDate.MICROS_PER_SECOND));
        return timeZone.getRules().getOffset(instant).getTotalSeconds() * CivilDate.MICROS_PER_SECOND;
    }

    private static void appendMonths(int months, TextBuffer out) {
        long magnitude = Math.abs((long) months);
        out.append(months < 0 ? '-' : '+').append(magnitude / 12).append('-').appendPadded(magnitude % 12, 2);
    }

    private static void appendInterval(long micros, TextBuffer out) {
        long days = Math.abs(micros / CivilDate.MICROS_PER_DAY);
        out.append(micros < 0 ? '-' : '+').append(days).append(' ');
        out.appendTime(Math.abs(micros % CivilDate.MICROS_PER_DAY), 0, 6);
    }

    private void appendArray(ArrayColumn column, int i, TextBuffer out) {
        int start = column.offsets()[i];
        out.append('[');
        for (int element = start; element < column.offsets()[i + 1]; element++) {
            out.append(element == start ? "" : ",");
            children.get(0).appendJson(column.elements(), element, out);
        }
        out.append(']');
    }

    private void appendMap(MapColumn column, int i, TextBuffer out) {
        int start = column.offsets()[i];
        out.append('{');
        for (int entry = start; entry < column.offsets()[i + 1]; entry++) {
            out.append(entry == start ? "" : ",");
            children.get(0).appendQuoted(column.keys(), entry, out);
            out.append(':');
            children.get(1).appendJson(column.values(), entry, out);
        }
        out.append('}');
    }

    private void appendRow(RowColumn column, int i, TextBuffer out) {
        out.append('{');
        for (int field = 0; field < children.size(); field++) {
            out.append(field == 0 ? "" : ",");
            quote(type.fields().get(field).name(), out);
            out.append(':');
            children.get(field).appendJson(column.fields().get(field), i, out);
        }
        out.append('}');
    }

    /** Numbers that JSON can write, booleans and nested values stand bare; everything else is quoted. */
    private void appendJson(Column column, int position, TextBuffer out) {
        if (column.isNull(position)) {
            out.append("null");
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> out.append(text(column, position).equals("TRUE") ? "true" : "false");
            case TINYINT, SMALLINT, INT, BIGINT, DECIMAL, ARRAY, MAP, ROW -> append(column, position, out);
            case FLOAT, DOUBLE -> {
                String number = text(column, position);
                if (Double.isFinite(Double.parseDouble(number))) {
                    out.append(number);
                } else {
                    quote(number, out);
                }
            }
            default -> appendQuoted(column, position, out);
        }
    }

    private void appendQuoted(Column column, int position, TextBuffer out) {
        String text = text(column, position);
        quote(text == null ? "null" : text, out);
    }

    private static void quote(String text, TextBuffer out) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        out.append(quoted.append('"').toString());
    }
}
