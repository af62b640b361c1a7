package io.blink.scheduler.client;

import io.blink.core.column.Batch;

/**
 * The rows of a job's result. Used by one thread. A batch's rows begin to come when all of them are there, and each comes once. A stream's come as they are made; after
 * a restart of the stream those since its last checkpoint come again.
 */
public interface ResultStream extends AutoCloseable {
    /** Waits for the next rows; {@code null} after the last. What made the job fail is thrown. */
    Batch next() throws InterruptedException;

    /** No more is wanted: what is left of a batch's result is released, a stream is canceled. */
    @Override
    void close();
}
