package io.blink.formats.bytes;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A range of a file that one request reads. Any thread may read it ahead; whoever needs it waits for that, or reads it. */
final class FilePiece {
    /** Bytes behind the last one that may be read along, so that decoders can take eight at once. */
    static final int SLACK = Long.BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(FilePiece.class);

    private final InputFile file;
    private final long from;
    private final int length;
    private final HeldArrays arrays;
    private byte[] bytes;
    private boolean released;
    private boolean ahead;

    FilePiece(InputFile file, long from, int length, HeldArrays arrays) {
        this.file = file;
        this.from = from;
        this.length = length;
        this.arrays = arrays;
    }

    long from() {
        return from;
    }

    /** Where the byte behind the last one is in the file. */
    long to() {
        return from + length;
    }

    /** The bytes, from index 0 on; valid until {@link #release}. */
    synchronized byte[] bytes() throws IOException {
        released = false;
        if (bytes == null) {
            bytes = read();
        }
        return bytes;
    }

    private byte[] read() throws IOException {
        byte[] read = arrays.take(Math.addExact(length, SLACK));
        boolean whole = false;
        try {
            ReadFailure.readFully(file, from, read, 0, length);
            whole = true;
        } finally {
            if (!whole) {
                arrays.give(read);
            }
        }
        return read;
    }

    /** Whether it is to be read ahead now: once, if nobody has read it before. */
    synchronized boolean startReadingAhead() {
        boolean first = !ahead && bytes == null && !released;
        ahead = true;
        return first;
    }

    /** Reads it before it is needed, unless it has been released meanwhile. */
    synchronized void readAhead() {
        if (released || bytes != null) {
            return;
        }
        try {
            bytes = read();
        } catch (IOException e) {
            // Whoever needs the bytes reads them again and reports what comes of it.
            LOG.debug("{} cannot be read ahead at byte {}", file.path(), from, e);
        }
    }

    /** The bytes are not needed any more. */
    synchronized void release() {
        released = true;
        if (bytes != null) {
            arrays.give(bytes);
            bytes = null;
        }
    }
}
