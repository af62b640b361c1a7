package io.blink.core.spi.connector;

import io.blink.core.column.Batch;

/**
 * Worker: reads one split. Used by one thread at a time. A {@link #blocking} reader is called on an I/O thread with read-ahead; another one by the task's
 * own thread and must return at once.
 */
public interface SplitReader extends AutoCloseable {
    /** Whether {@link #next} may wait for a disk or a network. */
    boolean blocking();

    /** The next rows, at most {@code maxRows}; {@code null} if there are none now or the split has ended. */
    Batch next(int maxRows);

    /** Whether the split has ended: no rows will come. */
    boolean finished();

    /** When {@link #next} gave {@code null} before the end: the {@link System#nanoTime} from which asking again makes sense. */
    default long readyAtNanos() {
        return System.nanoTime();
    }

    /**
     * Where to go on after the last batch that {@link #next} returned; stored in checkpoints and given back in {@link ReaderContext#position}. A reader of a
     * bounded file may count rows.
     */
    String position();

    /**
     * A checkpoint that has this position of the reader's is complete: nothing before it will be asked for again, so that others may be told. Called by the thread that reads, perhaps
     * late, and not for each.
     */
    default void completed(String checkpointed) {}

    /** Whether {@link #next} leaves out the rows that the context's key filters do not pass; else whoever reads does it. */
    default boolean appliesKeyFilters() {
        return false;
    }

    /** What reading this split has done so far; called by the thread that reads. */
    default ScanFigures figures() {
        return ScanFigures.NONE;
    }

    /** Heap that reading this split has held at most for what is being read and decoded; called by the thread that reads. */
    default long heldBytesMost() {
        return 0;
    }

    @Override
    void close();
}
