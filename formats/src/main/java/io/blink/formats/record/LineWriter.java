package io.blink.formats.record;

import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;
import io.blink.formats.FileWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one record a line. */
public final class LineWriter implements FileWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream stream;
    private final RecordEncoder encoder;
    private final TextBuffer lines = new TextBuffer();
    private long written;

    public LineWriter(OutputStream stream, RecordEncoder encoder) {
        this.stream = stream;
        this.encoder = encoder;
    }

    /** A line before those of the rows to come. */
    public void writeLine(byte[] line) {
        lines.append(line, 0, line.length).append('\n');
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
