package io.blink.formats.avro;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.FormatErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;

/** How values of a type are written with the schema that {@link AvroSchemas} derives from it, or one that {@link GivenSchema} found to be as good. */
final class EncodedValues {
    private static final int MILLI_DIGITS = 3;
    /** Longer decimals do not fit a long. */
    private static final int LONG_DIGITS = 18;

    private EncodedValues() {}

    /** @param schema of the value, a union with null where it may be NULL */
    static EncodedValue of(String place, Schema schema, DataType type) {
        if (schema.getType() != Schema.Type.UNION) {
            EncodedValue present = present(place, schema, type);
            return flat((column, i, out) -> {
                if (column.isNull(i)) {
                    throw new BlinkException(
                            FormatErrorCode.UNSUPPORTED_RECORD,
                            "'" + place + "' is NULL, and the schema of its records does not allow that.");
                }
                present.write(column, i, out);
            });
        }
        int branch = schema.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0;
        EncodedValue present = present(place, schema.getTypes().get(branch), type);
        return flat((column, i, out) -> {
            if (column.isNull(i)) {
                out.writeIndex(1 - branch);
                out.writeNull();
            } else {
                out.writeIndex(branch);
                present.write(column, i, out);
            }
        });
    }

    /** Values within arrays, maps and rows may lie in columns of any encoding. */
    private static EncodedValue flat(EncodedValue value) {
        return new EncodedValue() {
            @Override
            public void write(Column column, int position, Encoder out) throws IOException {
                if (column instanceof DictionaryColumn dictionary) {
                    write(dictionary.dictionary(), dictionary.ids()[position], out);
                } else if (column instanceof ConstantColumn constant) {
                    write(constant.value(), 0, out);
                } else {
                    value.write(column, position, out);
                }
            }
        };
    }

    private static EncodedValue present(String place, Schema schema, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> (column, i, out) -> out.writeBoolean(((ByteColumn) column).get(i) != 0);
            case TINYINT -> (column, i, out) -> out.writeInt(((ByteColumn) column).get(i));
            case SMALLINT -> (column, i, out) -> out.writeInt(((ShortColumn) column).get(i));
            case INT, DATE -> (column, i, out) -> out.writeInt(((IntColumn) column).get(i));
            case BIGINT -> (column, i, out) -> out.writeLong(((LongColumn) column).get(i));
            case FLOAT -> (column, i, out) -> out.writeFloat(((FloatColumn) column).get(i));
            case DOUBLE -> (column, i, out) -> out.writeDouble(((DoubleColumn) column).get(i));
            case CHAR, VARCHAR -> text();
            case BINARY, VARBINARY ->
                (column, i, out) -> {
                    BytesColumn values = (BytesColumn) column;
                    out.writeBytes(values.bytes(), values.offset(i), values.length(i));
                };
            case DECIMAL -> schema.getType() == Schema.Type.FIXED ? fixedDecimal(schema, type) : decimal(type);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> time(place, schema, type);
            case ARRAY -> array(place, schema, type);
            case MAP -> map(place, schema, type);
            case ROW -> row(place, schema, type);
            case NULL -> (column, i, out) -> out.writeNull();
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                throw new IllegalArgumentException("no schema is derived from " + type);
        };
    }

    /** The library's binary encoder writes a {@link Utf8} from its array; one is used for all values. */
    private static EncodedValue text() {
        Utf8 text = new Utf8();
        return (column, i, out) -> {
            BytesColumn values = (BytesColumn) column;
            int length = values.length(i);
            text.setByteLength(length);
            System.arraycopy(values.bytes(), values.offset(i), text.getBytes(), 0, length);
            out.writeString(text);
        };
    }

    private static EncodedValue decimal(DataType type) {
        if (type.precision() > LONG_DIGITS) {
            return (column, i, out) -> out.writeBytes(
                    ByteBuffer.wrap(((Decimal128Column) column).unscaled(i).toByteArray()));
        }
        byte[] bytes = new byte[Long.BYTES];
        return (column, i, out) -> {
            long value = ((LongColumn) column).get(i);
            // The sign needs a bit beside the magnitude's.
            int bits = Long.SIZE - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
            int length = bits / Byte.SIZE + 1;
            for (int at = length - 1; at >= 0; at--) {
                bytes[at] = (byte) value;
                value >>= Byte.SIZE;
            }
            out.writeBytes(bytes, 0, length);
        };
    }

    /** As many bytes as the schema has, the first ones filled with the sign. */
    private static EncodedValue fixedDecimal(Schema schema, DataType type) {
        byte[] bytes = new byte[schema.getFixedSize()];
        boolean wide = type.precision() > LONG_DIGITS;
        return (column, i, out) -> {
            long low = wide ? ((Decimal128Column) column).low()[i] : ((LongColumn) column).get(i);
            long high = wide ? ((Decimal128Column) column).high()[i] : low >> (Long.SIZE - 1);
            for (int at = bytes.length - 1; at >= 0; at--) {
                bytes[at] = (byte) low;
                low = low >>> Byte.SIZE | high << (Long.SIZE - Byte.SIZE);
                high >>= Byte.SIZE;
            }
            out.writeFixed(bytes);
        };
    }

    private static EncodedValue time(String place, Schema schema, DataType type) {
        TimeUnits unit = TimeUnits.of(schema, type.precision());
        if (type.kind() == TypeKind.TIME && type.precision() <= MILLI_DIGITS) {
            return (column, i, out) -> out.writeInt((int) unit.count(((LongColumn) column).get(i), 0));
        }
        return (column, i, out) -> {
            if (column instanceof LongColumn longs) {
                out.writeLong(count(place, unit, longs.get(i), 0));
            } else {
                TimestampColumn timestamps = (TimestampColumn) column;
                int nanos = timestamps.nanos() == null ? 0 : timestamps.nanos()[i];
                out.writeLong(count(place, unit, timestamps.micros()[i], nanos));
            }
        };
    }

    private static long count(String place, TimeUnits unit, long micros, int nanos) {
        try {
            return unit.count(micros, nanos);
        } catch (ArithmeticException e) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_RECORD,
                    "'" + place + "': Avro has nanoseconds only from 1677 to 2262, and the value lies " + micros
                            + " microseconds from 1970; declare TIMESTAMP(6).",
                    e);
        }
    }

    private static EncodedValue array(String place, Schema schema, DataType type) {
        EncodedValue element = of(place, schema.getElementType(), type.element());
        return (column, i, out) -> {
            ArrayColumn arrays = (ArrayColumn) column;
            int from = arrays.offsets()[i];
            int to = arrays.offsets()[i + 1];
            out.writeArrayStart();
            out.setItemCount(to - from);
            for (int at = from; at < to; at++) {
                out.startItem();
                element.write(arrays.elements(), at, out);
            }
            out.writeArrayEnd();
        };
    }

    private static EncodedValue map(String place, Schema schema, DataType type) {
        EncodedValue key = of(
                place, Schema.create(Schema.Type.STRING), type.fields().get(0).type());
        EncodedValue value =
                of(place, schema.getValueType(), type.fields().get(1).type());
        return (column, i, out) -> {
            MapColumn maps = (MapColumn) column;
            int from = maps.offsets()[i];
            int to = maps.offsets()[i + 1];
            out.writeMapStart();
            out.setItemCount(to - from);
            for (int at = from; at < to; at++) {
                out.startItem();
                key.write(maps.keys(), at, out);
                value.write(maps.values(), at, out);
            }
            out.writeMapEnd();
        };
    }

    private static EncodedValue row(String place, Schema schema, DataType type) {
        EncodedRow row = new EncodedRow(place + ".", schema, type.fields());
        return (column, i, out) -> row.write(((RowColumn) column).fields(), i, out);
    }
}
