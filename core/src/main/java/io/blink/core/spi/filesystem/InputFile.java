package io.blink.core.spi.filesystem;

import java.io.IOException;

/** An open file for positioned reads. Safe on several threads; calls block. */
public interface InputFile extends AutoCloseable {
    String path();

    /** Bytes. */
    long length() throws IOException;

    /** Reads exactly {@code length} bytes; {@link java.io.EOFException} naming the path if the file is shorter. */
    void readFully(long position, byte[] target, int offset, int length) throws IOException;

    @Override
    void close() throws IOException;
}
