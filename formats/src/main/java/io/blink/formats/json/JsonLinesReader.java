package io.blink.formats.json;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import java.io.IOException;
import java.util.stream.IntStream;

/** Reads the lines that begin in its part of the file. Blank ones hold no row. */
final class JsonLinesReader implements FileReader {
    private static final int BUFFER_BYTES = 1 << 18;
    /** The longest line. */
    private static final int LINE_BYTES_MAX = 64 << 20;

    private final InputFile file;
    private final RecordDecoder decoder;
    private final DecodedRows rows;
    private final long fileLength;
    /** Lines that begin here or later are not this part's. */
    private final long partEnd;

    private byte[] buffer = new byte[BUFFER_BYTES];
    /** Where in the file the buffer begins. */
    private long bufferStart;

    private int at;
    private int filled;

    JsonLinesReader(InputFile file, ReadRequest request, Configuration options) throws IOException {
        this.file = file;
        DecodingRequest decoding = new DecodingRequest(
                request.readColumns(),
                IntStream.range(0, request.readColumns().size()).boxed().toList(),
                request.timeZone(),
                options);
        decoder = new JsonRecordFormat().decoder(decoding);
        rows = new DecodedRows(request.readColumns());
        fileLength = file.length();
        long length = Math.min(request.length(), fileLength - request.offset());
        partEnd = request.offset() + length;
        // The byte before tells whether a line begins with the part.
        bufferStart = Math.max(0, request.offset() - 1);
        if (request.offset() > 0) {
            skipLine();
        }
    }

    private void skipLine() throws IOException {
        int end = lineEnd();
        at = Math.min(end + 1, filled);
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        while (rows.count() < maxRows && rows.retainedBytes() < 4L * Batch.TARGET_BYTES) {
            long lineStart = bufferStart + at;
            if (lineStart >= partEnd || lineStart >= fileLength) {
                break;
            }
            int end = lineEnd();
            decode(at, end);
            at = Math.min(end + 1, filled);
        }
        int count = rows.count();
        return count == 0 ? null : new Batch(count, rows.build());
    }

    private void decode(int from, int end) {
        int length = end - from;
        while (length > 0 && buffer[from + length - 1] <= ' ' && buffer[from + length - 1] >= 0) {
            length--;
        }
        if (length == 0) {
            return;
        }
        try {
            decoder.decode(buffer, from, length, rows);
        } catch (MalformedRecord e) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + ", the line at byte " + (bufferStart + from) + ": " + e.getMessage()
                            + "; 'json.ignore-parse-errors' = 'true' leaves such lines out",
                    e);
        }
    }

    /** Where the line from {@link #at} on ends, which then is in the buffer. */
    private int lineEnd() throws IOException {
        int searched = at;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            if (bufferStart + filled == fileLength) {
                return filled;
            }
            int kept = filled - at;
            fill();
            searched = kept;
        }
    }

    private void fill() throws IOException {
        int kept = filled - at;
        if (kept >= LINE_BYTES_MAX) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + ", the line at byte " + (bufferStart + at) + " is longer than " + LINE_BYTES_MAX
                            + " bytes; format 'json' reads one object a line");
        }
        byte[] target = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, at, target, 0, kept);
        buffer = target;
        bufferStart += at;
        at = 0;
        int count = (int) Math.min(buffer.length - kept, fileLength - bufferStart - kept);
        ReadFailure.readFully(file, bufferStart + kept, buffer, kept, count);
        filled = kept + count;
    }

    @Override
    public long heldBytesMost() {
        return buffer.length + rows.retainedBytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
