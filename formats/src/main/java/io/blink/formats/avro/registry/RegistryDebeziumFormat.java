package io.blink.formats.avro.registry;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.avro.BinaryInput;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Debezium's envelope in Avro, behind the id of its writer's schema in a schema registry. What Blink writes has the operations {@code c} and {@code d} alone: an update is both.
 */
public final class RegistryDebeziumFormat implements RecordFormat {
    private static final String NAME = "debezium-avro-confluent";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return RegistryOptions.all(NAME);
    }

    @Override
    public boolean isChangelog() {
        return true;
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        RegistryOptions.of(NAME, options);
        schema(fields, options);
    }

    private static Schema schema(List<Field> fields, Configuration options) {
        Schema envelope = RegistryOptions.schema(
                NAME,
                List.of(
                        new Field(EnvelopeFields.BEFORE, DataType.row(fields)),
                        new Field(EnvelopeFields.AFTER, DataType.row(fields)),
                        new Field(EnvelopeFields.OPERATION, DataType.string())),
                options);
        for (String content : List.of(EnvelopeFields.BEFORE, EnvelopeFields.AFTER)) {
            if (!envelope.getField(content).schema().isUnion()) {
                throw new BlinkException(
                        CoreErrorCode.INVALID_CONFIGURATION,
                        "'" + NAME + ".schema': '" + content + "' must be a union of null and a record: one of '"
                                + EnvelopeFields.BEFORE + "' and '" + EnvelopeFields.AFTER + "' is null.");
            }
        }
        return envelope;
    }

    @Override
    public Configuration at(String place, Configuration options) {
        return RegistryOptions.at(NAME, place, options);
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        SchemaRegistry registry = new SchemaRegistry(RegistryOptions.of(NAME, request.options()));
        Schema reader = schema(request.fields(), request.options());
        SchemaIds<EnvelopeFields> ids = new SchemaIds<>(
                registry,
                writer -> new EnvelopeFields(Schema.applyAliases(writer, reader), request.columns(), reader),
                System::nanoTime);
        BinaryInput in = new BinaryInput();
        return (bytes, from, length, rows) -> {
            EnvelopeFields envelope = ids.of(bytes, from, length);
            in.reset(bytes, from + SchemaIds.HEADER_BYTES, length - SchemaIds.HEADER_BYTES);
            envelope.read(in, rows);
        };
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        Schema schema = schema(request.fields(), request.options());
        return new IdentifiedRecords(
                RegistryOptions.of(NAME, request.options()), schema, new EnvelopeRecords(request, schema));
    }
}
