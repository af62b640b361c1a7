package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import java.util.concurrent.CompletableFuture;

/** Where a task's rows go: one edge. Used by the task's driver, on one thread at a time; nothing blocks. */
public interface TaskOutput {
    /** Whether {@link #rows} may be called. When that turns true again, the listener given at the start is called. */
    boolean hasRoom();

    void rows(Batch batch);

    /** A watermark, idleness or barrier, after the rows before it. */
    void control(Element control);

    /** Nothing will follow. Completes when everything is where consumers can get it. */
    CompletableFuture<Void> end();

    /** Whether nobody wants any more rows. */
    boolean abandoned();

    /** The task does not finish: nothing of it may be used. After {@link #end} has completed, nothing. */
    void fail(String reason);
}
