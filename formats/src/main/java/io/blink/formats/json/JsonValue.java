package io.blink.formats.json;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.MapColumnBuilder;
import io.blink.core.column.RowColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.TextValue;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;

/** Reads the values of one type. Numbers and booleans may also stand in quotes, and what a string column gets that is no string is kept as it is written. */
abstract class JsonValue {
    private final DataType type;
    private final boolean ignoreErrors;

    private JsonValue(DataType type, JsonOptions options) {
        this.type = type;
        this.ignoreErrors = options.ignoreErrors();
    }

    static JsonValue of(DataType type, ZoneId zone, JsonOptions options) {
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanValue(type, zone, options);
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL -> new NumberValue(type, zone, options);
            case CHAR, VARCHAR -> new StringValue(type, zone, options);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> new QuotedValue(type, zone, options);
            case BINARY, VARBINARY -> new BinaryValue(type, options);
            case ARRAY -> new ArrayValue(type, zone, options);
            case MAP -> new MapValue(type, zone, options);
            case ROW -> new RowValue(type, zone, options);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_RECORD, "JSON has no values of type " + type + ".");
        };
    }

    /** Takes the next value and appends it. */
    final void read(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
        if (in.peek() == 'n') {
            in.literal();
            appendAbsent(target);
        } else if (ignoreErrors) {
            readOrNull(in, target);
        } else {
            readPresent(in, target);
        }
    }

    private void readOrNull(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
        int position = in.position();
        int size = target.size();
        try {
            readPresent(in, target);
        } catch (MalformedRecord unfit) {
            // Of a text that is no JSON the skipping fails in turn, and with it the record.
            in.moveTo(position);
            in.skipValue();
            target.truncate(size);
            appendAbsent(target);
        }
    }

    /** NULL, or a field that is missing. */
    final void appendAbsent(ColumnBuilder target) throws MalformedRecord {
        if (!type.nullable()) {
            throw new MalformedRecord("it is missing or null, and " + type);
        }
        target.appendNull();
    }

    abstract void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord;

    private static MalformedRecord unfit(JsonScanner in, DataType type) throws MalformedRecord {
        in.skipValue();
        String text = new String(
                in.bytes(), in.from(), Math.min(in.to() - in.from(), 64), java.nio.charset.StandardCharsets.UTF_8);
        return new MalformedRecord(text + " is no " + type.withNullable(true));
    }

    private static final class BooleanValue extends JsonValue {
        private final TextValue text;

        BooleanValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            text = TextValue.of(type, zone);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            byte first = in.peek();
            if (first == '"') {
                in.string();
                text.parse(in.bytes(), in.from(), in.to(), target);
            } else {
                ((ByteColumnBuilder) target).append((byte) (in.literal() == 't' ? 1 : 0));
            }
        }
    }

    private static final class NumberValue extends JsonValue {
        private final TextValue text;

        NumberValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            text = TextValue.of(type, zone);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            if (in.peek() == '"') {
                in.string();
            } else {
                in.number();
            }
            text.parse(in.bytes(), in.from(), in.to(), target);
        }
    }

    private static final class StringValue extends JsonValue {
        private final TextValue text;

        StringValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            text = TextValue.of(type, zone);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            if (in.peek() == '"') {
                in.string();
            } else {
                in.skipValue();
            }
            text.parse(in.bytes(), in.from(), in.to(), target);
        }
    }

    private static final class QuotedValue extends JsonValue {
        private final DataType type;
        private final TextValue text;

        QuotedValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            this.type = type;
            text = TextValue.of(type, zone);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            if (in.peek() != '"') {
                throw unfit(in, type);
            }
            in.string();
            text.parse(in.bytes(), in.from(), in.to(), target);
        }
    }

    /** Base64 (RFC 4648). */
    private static final class BinaryValue extends JsonValue {
        private final DataType type;

        BinaryValue(DataType type, JsonOptions options) {
            super(type, options);
            this.type = type;
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            if (in.peek() != '"') {
                throw unfit(in, type);
            }
            in.string();
            try {
                byte[] value = Base64.getDecoder().decode(Arrays.copyOfRange(in.bytes(), in.from(), in.to()));
                ((BytesColumnBuilder) target).append(value, 0, value.length);
            } catch (IllegalArgumentException e) {
                throw new MalformedRecord("the bytes are not in Base64: " + e.getMessage());
            }
        }
    }

    private static final class ArrayValue extends JsonValue {
        private final DataType type;
        private final JsonValue element;

        ArrayValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            this.type = type;
            element = of(type.element(), zone, options);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            ArrayColumnBuilder arrays = (ArrayColumnBuilder) target;
            if (!in.take('[')) {
                throw unfit(in, type);
            }
            if (!in.take(']')) {
                do {
                    element.read(in, arrays.elements());
                } while (in.more(']'));
            }
            arrays.endArray();
        }
    }

    private static final class MapValue extends JsonValue {
        private final DataType type;
        private final TextValue key;
        private final JsonValue value;

        MapValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            this.type = type;
            key = TextValue.of(type.fields().get(0).type(), zone);
            value = of(type.fields().get(1).type(), zone, options);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            MapColumnBuilder maps = (MapColumnBuilder) target;
            if (!in.take('{')) {
                throw unfit(in, type);
            }
            if (!in.take('}')) {
                do {
                    in.string();
                    key.parse(in.bytes(), in.from(), in.to(), maps.keys());
                    in.expect(':');
                    value.read(in, maps.values());
                } while (in.more('}'));
            }
            maps.endMap();
        }
    }

    private static final class RowValue extends JsonValue {
        private final DataType type;
        private final JsonFields fields;

        RowValue(DataType type, ZoneId zone, JsonOptions options) {
            super(type, options);
            this.type = type;
            fields = new JsonFields(type.fields(), zone, options);
        }

        @Override
        void readPresent(JsonScanner in, ColumnBuilder target) throws MalformedRecord {
            RowColumnBuilder rows = (RowColumnBuilder) target;
            if (in.peek() != '{') {
                throw unfit(in, type);
            }
            fields.read(in, rows.fields()::get, rows.size());
            rows.endRow();
        }
    }
}
