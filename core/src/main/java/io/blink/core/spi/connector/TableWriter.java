package io.blink.core.spi.connector;

import io.blink.core.column.Batch;
import java.util.List;

/** Worker: writes the rows of one task. Called by one I/O thread, one call at a time; may block. */
public interface TableWriter extends AutoCloseable {
    void write(Batch batch);

    /**
     * Makes everything written since the last call durable, though not visible, and says what it is. Rows written later belong to the next checkpoint. In
     * a batch job it is called once, at the end of input, with {@link Committer#FINAL_BATCH_CHECKPOINT}.
     */
    List<Committable> prepare(long checkpointId);

    /**
     * The same, for a writer that tells its committer how far event time is.
     *
     * @param watermarkMicros of all rows written so far: {@link Long#MIN_VALUE} if there was none yet, {@link Long#MAX_VALUE} when no more come
     */
    default List<Committable> prepare(long checkpointId, long watermarkMicros) {
        return prepare(checkpointId);
    }

    /** What may be merged with something that this writer prepared has the same text; only of writers whose work is merged ({@link SinkPlan#staging}). */
    default String mergeGroup(Committable prepared) {
        throw new UnsupportedOperationException("nothing that " + getClass().getSimpleName() + " prepares is merged");
    }

    /** Throws away what is not prepared, as well as it can; what remains is found by the committer's clean-up. */
    void abort();

    @Override
    void close();
}
