package io.blink.runtime.spill;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.Wait;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Reads spilled batches one ahead, without blocking. Used on the task's thread. */
public final class SpilledReader {
    private final SpillQueue queue;
    private final Supplier<SpillFile.Reader> opener;
    private CompletableFuture<Batch> next;
    private boolean ended;
    /** Touched only by work in the queue. */
    private SpillFile.Reader reader;

    private boolean opened;

    SpilledReader(SpillQueue queue, Supplier<SpillFile.Reader> opener) {
        this.queue = queue;
        this.opener = opener;
    }

    /** The next batch, or {@code null} if it is not there yet or there is none: see {@link #ended} and {@link #waitsFor}. */
    public Batch poll() {
        if (ended) {
            return null;
        }
        request();
        if (!next.isDone()) {
            return null;
        }
        Batch batch = SpillQueue.value(next);
        next = null;
        if (batch == null) {
            ended = true;
        } else {
            request();
        }
        return batch;
    }

    private void request() {
        if (next == null) {
            next = queue.call(this::read);
        }
    }

    private Batch read() {
        if (!opened) {
            opened = true;
            reader = opener.get();
        }
        Batch batch = reader == null ? null : reader.next();
        if (batch == null && reader != null) {
            reader.close();
            reader = null;
        }
        return batch;
    }

    /** Whether the last batch has been given. */
    public boolean ended() {
        return ended;
    }

    /** {@link Wait#NONE} once there is something to poll, be it only since the last {@link #poll}. */
    public Wait waitsFor() {
        return ended || next == null || next.isDone() ? Wait.NONE : Wait.until(next);
    }
}
