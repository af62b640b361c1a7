package io.blink.formats.avro;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.TextBuffer;
import io.blink.formats.avro.AvroOptions.Encoding;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/** Writes rows as records of one schema. */
public final class AvroRecordEncoder implements RecordEncoder {
    private final List<Integer> indices;
    private final EncodedRow row;
    private final Encoder encoder;
    private final BufferStream stream = new BufferStream();
    private List<Column> columns = List.of();

    /** @param schema derived from the request's fields */
    public AvroRecordEncoder(EncodingRequest request, Schema schema, Encoding encoding) {
        indices = request.columns();
        row = new EncodedRow("", schema, request.fields());
        encoder = encoder(schema, encoding);
    }

    private Encoder encoder(Schema schema, Encoding encoding) {
        try {
            return encoding == Encoding.JSON
                    ? EncoderFactory.get().jsonEncoder(schema, stream)
                    : EncoderFactory.get().binaryEncoder(stream, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void begin(Batch batch) {
        columns = indices.stream().map(index -> batch.column(index).flat()).toList();
    }

    @Override
    public void encode(int position, TextBuffer out) {
        stream.into(out);
        try {
            row.write(columns, position, encoder);
            encoder.flush();
        } catch (IOException e) {
            // The stream writes to memory.
            throw new UncheckedIOException(e);
        }
    }
}
