package io.blink.shuffle;

/** Reads frames of one partition in order. Used by one thread at a time; calls block. */
public interface ShuffleReader extends AutoCloseable {
    /**
     * The next {@link io.blink.core.column.BatchFrame}, its checksum verified, or {@code null} at the end. Damage is a {@link ShuffleErrorCode#CORRUPT_PARTITION} that names file
     * and offset.
     */
    byte[] nextFrame();

    @Override
    void close();
}
