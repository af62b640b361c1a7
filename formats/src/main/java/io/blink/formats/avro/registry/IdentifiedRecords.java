package io.blink.formats.avro.registry;

import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;
import io.blink.formats.record.RecordEncoder;
import org.apache.avro.Schema;

/** Puts the id of their schema in front of records. It is registered when there is a first row to be written. */
final class IdentifiedRecords implements RecordEncoder {
    private final RegistryOptions options;
    private final Schema schema;
    private final RecordEncoder records;
    /** {@code null}: the schema has no id yet. */
    private byte[] header;

    IdentifiedRecords(RegistryOptions options, Schema schema, RecordEncoder records) {
        this.options = options;
        this.schema = schema;
        this.records = records;
    }

    @Override
    public void begin(Batch batch) {
        if (header == null && batch.rowCount() > 0) {
            byte[] registered = new byte[SchemaIds.HEADER_BYTES];
            SchemaIds.write(new SchemaRegistry(options).register(options.subject(), schema), registered);
            header = registered;
        }
        records.begin(batch);
    }

    @Override
    public void encode(int row, TextBuffer target) {
        target.append(header, 0, header.length);
        records.encode(row, target);
    }
}
