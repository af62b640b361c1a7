package io.blink.core.spi.connector;

import java.util.List;

/** Job master: enumerates the splits of a scan. Used by one I/O thread; may block. */
public interface SplitSource extends AutoCloseable {
    /**
     * The next splits, at most {@code max}. Empty only if {@link #finished}, or for a source that watches for new data, if there is none yet. A streaming
     * source whose splits are fixed (datagen, Kafka partitions) gives them all at once and is finished.
     */
    List<Split> next(int max);

    /** Whether no more splits will come. */
    boolean finished();

    @Override
    void close();
}
