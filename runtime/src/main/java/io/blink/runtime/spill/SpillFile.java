package io.blink.runtime.spill;

import io.blink.core.column.Batch;

/** Batches written once and read in order, any number of times. One writer, then readers; calls block: on I/O threads only. */
public interface SpillFile extends AutoCloseable {
    void append(Batch batch);

    /** No more batches; must precede {@link #reader}. */
    void finish();

    Reader reader();

    /** One of the batches, by its number; also before {@link #finish}. */
    Batch read(int number);

    /** Ends the readers and deletes the file. */
    @Override
    void close();

    /** Reads the batches in the order in which they were appended; an error naming file and offset if a checksum fails. */
    interface Reader extends AutoCloseable {
        /** The next batch, or {@code null} at the end. */
        Batch next();

        @Override
        void close();
    }
}
