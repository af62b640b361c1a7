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

    /**
     * Where {@link Connector#splits(io.blink.core.plan.ConnectorHandle, String)} goes on behind the splits that were returned; stored in checkpoints, so that it is small however long the stream
     * runs. {@code null}: the source finds its splits from the start again, and whoever asks keeps the ids of those that it knows.
     */
    default String position() {
        return null;
    }

    /** A time below which the event times of splits still to come do not fall, late ones aside; {@link Long#MIN_VALUE}: nothing is known of them. Never falls. */
    default long floorMicros() {
        return Long.MIN_VALUE;
    }

    @Override
    void close();
}
