package io.blink.formats.avro;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/** Rows as {@link io.blink.formats.RandomRows} gives them, from and to the library's own records. */
final class GenericRows {
    private GenericRows() {}

    static byte[] written(Schema schema, List<Field> fields, List<?> row, boolean json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Encoder encoder = json
                ? EncoderFactory.get().jsonEncoder(schema, bytes)
                : EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<Object>(schema).write(record(schema, fields, row), encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    static List<Object> read(Schema schema, List<Field> fields, byte[] bytes, boolean json) throws IOException {
        Decoder decoder = json
                ? DecoderFactory.get().jsonDecoder(schema, new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                : DecoderFactory.get().binaryDecoder(bytes, null);
        return row(new GenericDatumReader<GenericRecord>(schema).read(null, decoder), fields);
    }

    private static GenericRecord record(Schema schema, List<Field> fields, List<?> row) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < fields.size(); i++) {
            record.put(
                    i, datum(schema.getFields().get(i).schema(), fields.get(i).type(), row.get(i)));
        }
        return record;
    }

    private static Object datum(Schema declared, DataType type, Object value) {
        if (value == null) {
            return null;
        }
        Schema schema = declared.isUnion() ? declared.getTypes().get(1) : declared;
        return switch (type.kind()) {
            case BOOLEAN -> (byte) value != 0;
            case TINYINT, SMALLINT -> ((Number) value).intValue();
            case CHAR, VARCHAR -> new Utf8(HexFormat.of().parseHex((String) value));
            case BINARY, VARBINARY -> ByteBuffer.wrap(HexFormat.of().parseHex((String) value));
            case DECIMAL -> ByteBuffer.wrap(new BigInteger(value.toString()).toByteArray());
            case TIMESTAMP, TIMESTAMP_LTZ -> value instanceof Long ? value : nanos((String) value);
            case ARRAY ->
                ((List<?>) value)
                        .stream()
                                .map(item -> datum(schema.getElementType(), type.element(), item))
                                .collect(ArrayList::new, List::add, List::addAll);
            case MAP -> {
                Map<Utf8, Object> map = new HashMap<>();
                ((Map<?, ?>) value)
                        .forEach((key, one) -> map.put(
                                new Utf8(HexFormat.of().parseHex((String) key)),
                                datum(
                                        schema.getValueType(),
                                        type.fields().get(1).type(),
                                        one)));
                yield map;
            }
            case ROW -> record(schema, type.fields(), (List<?>) value);
            default -> value;
        };
    }

    private static long nanos(String text) {
        String[] parts = text.split("\\+");
        return Long.parseLong(parts[0]) * 1000 + Long.parseLong(parts[1]);
    }

    private static List<Object> row(GenericRecord record, List<Field> fields) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            row.add(value(fields.get(i).type(), record.get(i)));
        }
        return row;
    }

    private static Object value(DataType type, Object datum) {
        if (datum == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> (byte) ((boolean) datum ? 1 : 0);
            case TINYINT -> ((Integer) datum).byteValue();
            case SMALLINT -> ((Integer) datum).shortValue();
            case CHAR, VARCHAR -> hex(((Utf8) datum).getBytes(), ((Utf8) datum).getByteLength());
            case BINARY, VARBINARY -> hex(bytes(datum), bytes(datum).length);
            case DECIMAL -> {
                BigInteger unscaled = new BigInteger(bytes(datum));
                yield type.precision() <= 18 ? (Object) unscaled.longValueExact() : unscaled;
            }
            case TIMESTAMP, TIMESTAMP_LTZ ->
                type.precision() <= 6
                        ? datum
                        : Math.floorDiv((long) datum, 1000L) + "+" + Math.floorMod((long) datum, 1000L);
            case ARRAY ->
                ((List<?>) datum)
                        .stream()
                                .map(item -> value(type.element(), item))
                                .collect(ArrayList::new, List::add, List::addAll);
            case MAP -> {
                Map<String, Object> map = new TreeMap<>();
                ((Map<?, ?>) datum)
                        .forEach((key, one) -> map.put(
                                hex(((Utf8) key).getBytes(), ((Utf8) key).getByteLength()),
                                value(type.fields().get(1).type(), one)));
                yield map;
            }
            case ROW -> row((GenericRecord) datum, type.fields());
            default -> datum;
        };
    }

    private static byte[] bytes(Object datum) {
        ByteBuffer buffer = ((ByteBuffer) datum).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes, int length) {
        return HexFormat.of().formatHex(bytes, 0, length);
    }
}
