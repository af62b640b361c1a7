package io.blink.formats.avro;

import io.blink.core.type.DataType;
import io.blink.formats.record.MalformedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** What a column has where a record's writer did not know its field: the default of the reader's schema, which is written once and read for each record like a value of the record. */
final class DefaultValue {
    private DefaultValue() {}

    /** @param field with a default */
    static AvroValue of(Schema.Field field, DataType type, WrittenTimes times) throws MalformedRecord {
        byte[] written = written(field);
        AvroValue value = WrittenValues.within(field.name(), field.schema(), type, times);
        BinaryInput own = new BinaryInput();
        return (in, target) -> {
            own.reset(written, 0, written.length);
            value.read(own, target);
        };
    }

    private static byte[] written(Schema.Field field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(field.schema()).write(GenericData.get().getDefaultValue(field), encoder);
        } catch (IOException e) {
            // It is written to memory.
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
