package io.blink.formats.avro;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.MapColumnBuilder;
import io.blink.core.column.RowColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What to do with a value that was written with one schema where a column has a type: as Avro's schema resolution has it (a number may be read as a wider one, a string as bytes and
 * bytes as a string), and besides an enum as the text of its symbol.
 */
final class WrittenValues {
    private WrittenValues() {}

    /** @param place within the record, for messages */
    static AvroValue within(String place, Schema writer, DataType type, WrittenTimes times) throws MalformedRecord {
        try {
            return of(writer, type, times);
        } catch (MalformedRecord e) {
            throw new MalformedRecord("'" + place + "': " + e.getMessage());
        }
    }

    /** Fails where no value of the schema fits the type. */
    static AvroValue of(Schema writer, DataType type, WrittenTimes times) throws MalformedRecord {
        AvroValue value =
                switch (writer.getType()) {
                    case NULL -> nothing(type);
                    case BOOLEAN -> bool(type);
                    case INT -> integer(writer, type, times);
                    case LONG -> longInteger(writer, type, times);
                    case FLOAT -> single(type);
                    case DOUBLE -> number(type);
                    case STRING -> text(type);
                    case ENUM -> symbol(writer, type);
                    case BYTES -> bytes(writer, type);
                    case FIXED -> fixed(writer, type);
                    case ARRAY -> array(writer, type, times);
                    case MAP -> map(writer, type, times);
                    case RECORD -> record(writer, type, times);
                    case UNION -> union(writer.getTypes(), type, times);
                };
        if (value == null) {
            throw unfit(writer, type);
        }
        return value;
    }

    private static MalformedRecord unfit(Schema writer, DataType type) {
        String logical = writer.getLogicalType() == null
                ? ""
                : " (" + writer.getLogicalType().getName() + ")";
        return new MalformedRecord("the schema of the record has "
                + writer.getType().getName() + logical + ", which cannot be read as " + type.withNullable(true));
    }

    private static AvroValue nothing(DataType type) {
        return (in, target) -> {
            in.readNull();
            if (!type.nullable()) {
                throw new MalformedRecord("null stands where the column is NOT NULL");
            }
            target.appendNull();
        };
    }

    private static AvroValue bool(DataType type) {
        return type.kind() == TypeKind.BOOLEAN
                ? (in, target) -> ((ByteColumnBuilder) target).append((byte) (in.readBoolean() ? 1 : 0))
                : null;
    }

    private static AvroValue integer(Schema writer, DataType type, WrittenTimes times) {
        return switch (type.kind()) {
            case TINYINT ->
                (in, target) -> ((ByteColumnBuilder) target)
                        .append((byte) within(in.readInt(), Byte.MIN_VALUE, Byte.MAX_VALUE, type));
            case SMALLINT ->
                (in, target) -> ((ShortColumnBuilder) target)
                        .append((short) within(in.readInt(), Short.MIN_VALUE, Short.MAX_VALUE, type));
            case INT -> (in, target) -> ((IntColumnBuilder) target).append(in.readInt());
            case DATE -> (in, target) -> ((IntColumnBuilder) target).append(times.day(in.readInt()));
            case BIGINT -> (in, target) -> ((LongColumnBuilder) target).append(in.readInt());
            case FLOAT -> (in, target) -> ((FloatColumnBuilder) target).append(in.readInt());
            case DOUBLE -> (in, target) -> ((DoubleColumnBuilder) target).append(in.readInt());
            case TIME -> TimeUnits.of(writer, 3).reader(type, AvroInput::readInt, micros -> micros);
            default -> null;
        };
    }

    private static int within(int value, int least, int most, DataType type) throws MalformedRecord {
        if (value < least || value > most) {
            throw new MalformedRecord(value + " is no " + type.withNullable(true));
        }
        return value;
    }

    private static AvroValue longInteger(Schema writer, DataType type, WrittenTimes times) {
        return switch (type.kind()) {
            case BIGINT -> (in, target) -> ((LongColumnBuilder) target).append(in.readLong());
            case FLOAT -> (in, target) -> ((FloatColumnBuilder) target).append(in.readLong());
            case DOUBLE -> (in, target) -> ((DoubleColumnBuilder) target).append(in.readLong());
            case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                times.unit(writer, type).reader(type, AvroInput::readLong, times.meant(writer, type));
            default -> null;
        };
    }

    private static AvroValue single(DataType type) {
        return switch (type.kind()) {
            case FLOAT -> (in, target) -> ((FloatColumnBuilder) target).append(in.readFloat());
            case DOUBLE -> (in, target) -> ((DoubleColumnBuilder) target).append(in.readFloat());
            default -> null;
        };
    }

    private static AvroValue number(DataType type) {
        return type.kind() == TypeKind.DOUBLE
                ? (in, target) -> ((DoubleColumnBuilder) target).append(in.readDouble())
                : null;
    }

    private static AvroValue text(DataType type) {
        return switch (type.kind()) {
            case CHAR ->
                (in, target) -> {
                    in.findString();
                    appendPadded(in, target);
                };
            case VARCHAR, BINARY, VARBINARY ->
                (in, target) -> {
                    in.findString();
                    append(in, target);
                };
            default -> null;
        };
    }

    private static void append(AvroInput in, ColumnBuilder target) {
        ((BytesColumnBuilder) target).append(in.array(), in.start(), in.length());
    }

    /** CHAR is kept without the blanks that fill it up. */
    private static void appendPadded(AvroInput in, ColumnBuilder target) {
        int length = in.length();
        while (length > 0 && in.array()[in.start() + length - 1] == ' ') {
            length--;
        }
        ((BytesColumnBuilder) target).append(in.array(), in.start(), length);
    }

    private static AvroValue symbol(Schema writer, DataType type) {
        if (!type.kind().isCharacter()) {
            return null;
        }
        byte[][] symbols = writer.getEnumSymbols().stream()
                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return (in, target) -> {
            byte[] symbol = symbols[in.readEnum(symbols.length)];
            ((BytesColumnBuilder) target).append(symbol, 0, symbol.length);
        };
    }

    private static AvroValue bytes(Schema writer, DataType type) throws MalformedRecord {
        return switch (type.kind()) {
            case CHAR, VARCHAR ->
                (in, target) -> {
                    in.findBytes();
                    if (!Utf8.isValid(in.array(), in.start(), in.start() + in.length())) {
                        throw new MalformedRecord("the text is not UTF-8");
                    }
                    if (type.kind() == TypeKind.CHAR) {
                        appendPadded(in, target);
                    } else {
                        append(in, target);
                    }
                };
            case BINARY, VARBINARY ->
                (in, target) -> {
                    in.findBytes();
                    append(in, target);
                };
            case DECIMAL -> {
                DecimalBytes decimal = DecimalBytes.of(writer, type);
                yield (in, target) -> {
                    in.findBytes();
                    decimal.append(in.array(), in.start(), in.length(), target);
                };
            }
            default -> null;
        };
    }

    private static AvroValue fixed(Schema writer, DataType type) throws MalformedRecord {
        int size = writer.getFixedSize();
        return switch (type.kind()) {
            case BINARY, VARBINARY ->
                (in, target) -> {
                    in.findFixed(size);
                    append(in, target);
                };
            case DECIMAL -> {
                DecimalBytes decimal = DecimalBytes.of(writer, type);
                yield (in, target) -> {
                    in.findFixed(size);
                    decimal.append(in.array(), in.start(), in.length(), target);
                };
            }
            default -> null;
        };
    }

    private static AvroValue array(Schema writer, DataType type, WrittenTimes times) throws MalformedRecord {
        if (type.kind() != TypeKind.ARRAY) {
            return null;
        }
        AvroValue element = within("element", writer.getElementType(), type.element(), times);
        return (in, target) -> {
            ArrayColumnBuilder arrays = (ArrayColumnBuilder) target;
            for (long items = in.arrayStart(); items > 0; items = in.arrayNext()) {
                for (long i = 0; i < items; i++) {
                    element.read(in, arrays.elements());
                }
            }
            arrays.endArray();
        };
    }

    private static AvroValue map(Schema writer, DataType type, WrittenTimes times) throws MalformedRecord {
        boolean byText = type.kind() == TypeKind.MAP
                && type.fields().get(0).type().kind().isCharacter();
        if (!byText) {
            return null;
        }
        AvroValue value =
                within("value", writer.getValueType(), type.fields().get(1).type(), times);
        return (in, target) -> {
            MapColumnBuilder maps = (MapColumnBuilder) target;
            for (long items = in.mapStart(); items > 0; items = in.mapNext()) {
                for (long i = 0; i < items; i++) {
                    in.findString();
                    append(in, maps.keys());
                    value.read(in, maps.values());
                }
            }
            maps.endMap();
        };
    }

    private static AvroValue record(Schema writer, DataType type, WrittenTimes times) throws MalformedRecord {
        if (type.kind() != TypeKind.ROW) {
            return null;
        }
        RecordFields fields = new RecordFields(writer, type.fields(), times);
        return (in, target) -> {
            RowColumnBuilder rows = (RowColumnBuilder) target;
            fields.read(in, rows.fields()::get);
            rows.endRow();
        };
    }

    /** A branch that does not fit is an error where a value takes it. */
    private static AvroValue union(List<Schema> branches, DataType type, WrittenTimes times) throws MalformedRecord {
        AvroValue[] values = new AvroValue[branches.size()];
        MalformedRecord problem = null;
        boolean fits = false;
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = of(branches.get(i), type, times);
                fits |= branches.get(i).getType() != Schema.Type.NULL;
            } catch (MalformedRecord e) {
                problem = e;
                values[i] = (in, target) -> {
                    throw e;
                };
            }
        }
        if (!fits && problem != null) {
            throw problem;
        }
        return (in, target) -> values[in.readBranch(values.length)].read(in, target);
    }
}
