package io.blink.formats.json;

import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.FileWriter;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** Writes one object a line. */
final class JsonLinesWriter implements FileWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream stream;
    private final RecordEncoder encoder;
    private final TextBuffer lines = new TextBuffer();
    private long written;

    JsonLinesWriter(OutputStream stream, List<Field> columns, Configuration options) {
        this.stream = stream;
        encoder = new JsonRecordFormat()
                .encoder(new EncodingRequest(
                        columns, IntStream.range(0, columns.size()).boxed().toList(), ZoneOffset.UTC, options));
    }

    @Override
    public void write(Batch batch) throws IOException {
        encoder.begin(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            encoder.encode(row, lines);
            lines.append('\n');
            if (lines.length() >= BUFFER_BYTES) {
                flush();
            }
        }
    }

    @Override
    public long bytes() {
        return written + lines.length();
    }

    @Override
    public long bufferedBytes() {
        return lines.bytes().length;
    }

    @Override
    public void flush() throws IOException {
        stream.write(lines.bytes(), 0, lines.length());
        written += lines.length();
        lines.clear();
    }

    @Override
    public void finish() throws IOException {
        flush();
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
