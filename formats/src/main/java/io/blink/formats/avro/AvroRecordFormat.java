package io.blink.formats.avro;

import io.blink.core.column.RowKind;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.avro.AvroOptions.Encoding;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import java.util.List;
import org.apache.avro.Schema;

/** A record is a row, written with the schema that follows from the table's columns and which stands nowhere in the record. */
public final class AvroRecordFormat implements RecordFormat {
    public static final String NAME = "avro";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return AvroOptions.all(NAME);
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        schema(fields, AvroOptions.of(NAME, options));
    }

    static Schema schema(List<Field> fields, AvroOptions options) {
        return new AvroSchemas(options.legacyTimestamps()).of(fields);
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        AvroOptions options = AvroOptions.of(NAME, request.options());
        Schema schema = schema(request.fields(), options);
        try {
            RecordFields fields = new RecordFields(schema, request.columns());
            return options.encoding() == Encoding.JSON ? json(schema, fields) : binary(fields);
        } catch (MalformedRecord e) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_RECORD, "Columns " + request.columns() + ": " + e.getMessage(), e);
        }
    }

    private static RecordDecoder binary(RecordFields fields) {
        BinaryInput in = new BinaryInput();
        return (bytes, from, length, rows) -> {
            in.reset(bytes, from, length);
            fields.read(in, rows::column);
            in.finish();
            rows.endRow(RowKind.INSERT);
        };
    }

    private static RecordDecoder json(Schema schema, RecordFields fields) {
        JsonInput in = new JsonInput(schema);
        return (bytes, from, length, rows) -> {
            in.reset(bytes, from, length);
            fields.read(in, rows::column);
            rows.endRow(RowKind.INSERT);
        };
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        AvroOptions options = AvroOptions.of(NAME, request.options());
        Schema schema = schema(request.fields(), options);
        return new AvroRecordEncoder(request, schema, options.encoding());
    }
}
