package io.blink.formats;

import io.blink.core.spi.filesystem.InputFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** A file that counts the bytes read from it. */
public final class CountedFile implements InputFile {
    private final InputFile file;
    private final AtomicLong bytesRead = new AtomicLong();

    public CountedFile(InputFile file) {
        this.file = file;
    }

    public long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
        file.readFully(position, target, offset, length);
        bytesRead.addAndGet(length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
