package io.blink.formats.avro;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.TextBuffer;
import io.blink.formats.avro.AvroOptions.Encoding;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/** Writes rows as records of one schema. */
final class AvroRecordEncoder implements RecordEncoder {
    private final List<Integer> indices;
    private final EncodedRow row;
    private final Encoder encoder;
    /** What the encoder writes into. */
    private TextBuffer target;

    private List<Column> columns = List.of();

    /** @param schema derived from the request's fields */
    AvroRecordEncoder(EncodingRequest request, Schema schema, Encoding encoding) {
        indices = request.columns();
        row = new EncodedRow("", schema, request.fields());
        encoder = encoder(schema, encoding);
    }

    private Encoder encoder(Schema schema, Encoding encoding) {
        OutputStream stream = new OutputStream() {
            @Override
            public void write(int one) {
                target.append((char) one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                target.append(bytes, from, length);
            }
        };
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
        target = out;
        try {
            row.write(columns, position, encoder);
            encoder.flush();
        } catch (IOException e) {
            // The stream writes to memory.
            throw new UncheckedIOException(e);
        }
    }
}
