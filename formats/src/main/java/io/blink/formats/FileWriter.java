package io.blink.formats;

import io.blink.core.column.Batch;
import java.io.IOException;

/** Writes one file. One thread at a time; blocks. */
public interface FileWriter extends AutoCloseable {
    void write(Batch batch) throws IOException;

    /** Bytes of the file so far, buffered ones estimated. */
    long bytes();

    /** Heap that holds rows which have not been written out. */
    default long bufferedBytes() {
        return 0;
    }

    /** Writes out what is buffered, where the format has a smaller unit than a file. */
    default void flush() throws IOException {}

    /** Ends the file; it is whole when this returns. */
    void finish() throws IOException;

    /** Releases everything; without {@link #finish} before, the file is incomplete. */
    @Override
    void close() throws IOException;
}
