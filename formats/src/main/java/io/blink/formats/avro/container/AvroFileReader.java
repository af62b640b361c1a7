package io.blink.formats.avro.container;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import io.blink.formats.avro.AvroConvention;
import io.blink.formats.avro.BinaryInput;
import io.blink.formats.avro.RecordFields;
import io.blink.formats.avro.WrittenTimes;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.MalformedRecord;
import java.io.IOException;
import java.util.Arrays;

/** Reads the blocks whose preceding sync marker begins in its part of the file. */
final class AvroFileReader implements FileReader {
    /** The most that a block's count and size take. */
    private static final int BLOCK_HEAD_BYTES = 20;
    /** Rows of a block whose records take no bytes. */
    private static final int EMPTY_ROWS_MAX = 1 << 20;

    private final InputFile file;
    private final FileWindow window;
    private final ContainerHeader header;
    private final RecordFields fields;
    private final DecodedRows rows;
    private final BinaryInput in = new BinaryInput();
    /** Blocks behind markers that begin here or later are not this part's. */
    private final long partEnd;
    /** Where the next block begins. */
    private long next;

    /** Where the block that is read began. */
    private long current;

    private byte[] block = new byte[0];
    private long recordsLeft;

    AvroFileReader(InputFile file, ReadRequest request, AvroConvention convention) throws IOException {
        this.file = file;
        window = new FileWindow(file);
        header = ContainerHeader.read(file, window);
        fields = fields(request, WrittenTimes.of(convention, header.properties(), request.timeZone()));
        rows = new DecodedRows(request.readColumns());
        partEnd = request.offset() + Math.min(request.length(), window.fileLength() - request.offset());
        next = request.offset() == 0 ? header.length() : behindMarker(request.offset());
    }

    private RecordFields fields(ReadRequest request, WrittenTimes times) {
        try {
            return new RecordFields(header.schema(), request.readColumns(), times);
        } catch (MalformedRecord e) {
            throw new BlinkException(
                    FormatErrorCode.COLUMN_TYPE_MISMATCH,
                    file.path() + " does not hold what the table's columns say: " + e.getMessage(),
                    e);
        }
    }

    /** Behind the first marker of the part; the end of the file if it has none. */
    private long behindMarker(long from) throws IOException {
        byte[] sync = header.sync();
        for (long at = from; at < partEnd; at++) {
            if (window.available(at, sync.length) < sync.length) {
                break;
            }
            int start = window.at(at, sync.length);
            if (Arrays.equals(window.bytes(), start, start + sync.length, sync, 0, sync.length)) {
                return at + sync.length;
            }
        }
        return window.fileLength();
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        try {
            while (rows.count() < maxRows && rows.retainedBytes() < 4L * Batch.TARGET_BYTES && hasRecord()) {
                fields.read(in, rows::column);
                rows.endRow(RowKind.INSERT);
                recordsLeft--;
                if (recordsLeft == 0) {
                    in.finish();
                }
            }
        } catch (MalformedRecord e) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + ", the block at byte " + current + ": " + e.getMessage(),
                    e);
        }
        int count = rows.count();
        return count == 0 ? null : new Batch(count, rows.build());
    }

    private boolean hasRecord() throws IOException, MalformedRecord {
        while (recordsLeft == 0) {
            boolean own = next - ContainerHeader.SYNC_BYTES < partEnd;
            if (next >= window.fileLength() || !own) {
                return false;
            }
            open();
        }
        return true;
    }

    private void open() throws IOException, MalformedRecord {
        current = next;
        int headBytes = window.available(next, BLOCK_HEAD_BYTES);
        int start = window.at(next, headBytes);
        in.reset(window.bytes(), start, headBytes);
        long records = in.readLong();
        long length = in.readLong();
        long from = next + in.position() - start;
        long behind = window.fileLength() - from - ContainerHeader.SYNC_BYTES;
        if (length < 0 || length > behind || length > BlockCodec.BLOCK_BYTES_MAX) {
            throw new MalformedRecord("a length of " + length + " bytes, and the file has " + behind
                    + " bytes for it; at most " + BlockCodec.BLOCK_BYTES_MAX + " are read");
        }
        int size = (int) length;
        int at = window.at(from, size + ContainerHeader.SYNC_BYTES);
        byte[] sync = header.sync();
        if (!Arrays.equals(window.bytes(), at + size, at + size + sync.length, sync, 0, sync.length)) {
            throw new MalformedRecord("the file's sync marker does not follow it");
        }
        block = header.codec().decompress(window.bytes(), at, size);
        if (records < 0 || records > Math.max(block.length, EMPTY_ROWS_MAX)) {
            throw new MalformedRecord("a count of " + records + " records in " + block.length + " bytes");
        }
        in.reset(block, 0, block.length);
        recordsLeft = records;
        next = from + size + sync.length;
    }

    @Override
    public long heldBytesMost() {
        return window.bytes().length + block.length + rows.retainedBytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
