package io.blink.core.spi.connector;

import java.util.List;

/**
 * Job master: makes prepared writes visible. Called by one I/O thread; may block. Every call is idempotent by identity (job, sink, checkpoint, committables)
 * and is repeated by a new job master that does not know whether the old one finished it.
 */
public interface Committer extends AutoCloseable {
    /** The checkpoint id under which a batch job commits, once. */
    long FINAL_BATCH_CHECKPOINT = 1;

    /**
     * Makes the committables of a completed checkpoint visible. In a batch job these are those of one attempt of every task, and for an OVERWRITE this
     * call replaces the old content, even by nothing.
     */
    void commit(long checkpointId, List<Committable> committables);

    /** Removes what the job has written and not committed. Called when the job has ended otherwise than by finishing, and after the last commit. */
    void cleanUp();

    @Override
    void close();
}
