package io.blink.formats.avro.container;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.IOException;

/** Bytes of a file that is read forwards, a piece at a time. */
final class FileWindow {
    private static final int READ_BYTES = 1 << 18;

    private final InputFile file;
    private final long fileLength;
    private byte[] bytes = new byte[0];
    /** Where in the file they begin. */
    private long start;

    private int filled;

    FileWindow(InputFile file) throws IOException {
        this.file = file;
        this.fileLength = file.length();
    }

    long fileLength() {
        return fileLength;
    }

    /** How many of the bytes asked for there are in the file. */
    int available(long position, int most) {
        return (int) Math.max(0, Math.min(most, fileLength - position));
    }

    /** Brings bytes that the file has into {@link #bytes}; where they begin in it. */
    int at(long position, int length) throws IOException {
        if (position < start || position + length > start + filled) {
            int count = available(position, Math.max(length, READ_BYTES));
            if (bytes.length < count) {
                bytes = new byte[count];
            }
            ReadFailure.readFully(file, position, bytes, 0, count);
            start = position;
            filled = count;
        }
        return (int) (position - start);
    }

    byte[] bytes() {
        return bytes;
    }
}
