package io.blink.formats.avro.registry;

import io.blink.core.column.RowKind;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.avro.AvroOptions.Encoding;
import io.blink.formats.avro.AvroRecordEncoder;
import io.blink.formats.avro.BinaryInput;
import io.blink.formats.avro.RecordFields;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import java.util.List;
import org.apache.avro.Schema;

/** A record is a row in Avro behind the id of its writer's schema in a schema registry. What is written has the schema that follows from the table's columns, or that its options give. */
public final class RegistryFormat implements RecordFormat {
    private static final String NAME = "avro-confluent";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return RegistryOptions.all(NAME);
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        RegistryOptions.of(NAME, options);
        schema(fields, options);
    }

    private static Schema schema(List<Field> fields, Configuration options) {
        return RegistryOptions.schema(NAME, fields, options);
    }

    @Override
    public Configuration at(String place, Configuration options) {
        return RegistryOptions.at(NAME, place, options);
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        SchemaRegistry registry = new SchemaRegistry(RegistryOptions.of(NAME, request.options()));
        Schema reader = schema(request.fields(), request.options());
        SchemaIds<RecordFields> ids = new SchemaIds<>(
                registry,
                writer -> new RecordFields(Schema.applyAliases(writer, reader), request.columns(), reader),
                System::nanoTime);
        BinaryInput in = new BinaryInput();
        return (bytes, from, length, rows) -> {
            RecordFields fields = ids.of(bytes, from, length);
            in.reset(bytes, from + SchemaIds.HEADER_BYTES, length - SchemaIds.HEADER_BYTES);
            fields.read(in, rows::column);
            in.finish();
            rows.endRow(RowKind.INSERT);
        };
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        Schema schema = schema(request.fields(), request.options());
        return new IdentifiedRecords(
                RegistryOptions.of(NAME, request.options()),
                schema,
                new AvroRecordEncoder(request, schema, Encoding.BINARY));
    }
}
