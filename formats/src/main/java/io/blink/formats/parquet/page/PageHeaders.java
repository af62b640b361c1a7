package io.blink.formats.parquet.page;

import io.blink.formats.bytes.PieceReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Parses the headers of pages where they stand. One thread. */
final class PageHeaders extends InputStream {
    private final PieceReader bytes;
    private long position;
    private byte[] array;
    private int next;
    private int limit;

    PageHeaders(PieceReader bytes) {
        this.bytes = bytes;
    }

    /** The header at a position of the file; {@link #end} is behind it. */
    PageHeader read(long from) throws IOException {
        position = from;
        refill();
        return Util.readPageHeader(this);
    }

    /** In the file: behind the header that was read last. */
    long end() {
        return position - (limit - next);
    }

    private void refill() throws IOException {
        next = bytes.at(position);
        array = bytes.array();
        limit = bytes.limit();
        position += limit - next;
    }

    @Override
    public int read() throws IOException {
        if (next == limit) {
            refill();
        }
        return array[next++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == limit) {
            refill();
        }
        int count = Math.min(length, limit - next);
        if (count <= 0) {
            throw new EOFException("a page header runs past the file");
        }
        System.arraycopy(array, next, target, offset, count);
        next += count;
        return count;
    }
}
