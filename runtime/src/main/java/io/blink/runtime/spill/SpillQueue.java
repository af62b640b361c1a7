package io.blink.runtime.spill;

import io.blink.core.memory.MemoryReservation;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.Wait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The blocking work of one operator's spill, done in order on the I/O executor, one piece at a time. Called on the task's thread; a piece that failed fails every call after it.
 */
public final class SpillQueue {
    /** Pieces waiting or running at which the operator pauses. */
    private static final int OUTSTANDING_MAX = 32;
    /** As {@link #OUTSTANDING_MAX}, while there is no memory for what waits. */
    private static final int OUTSTANDING_WITHOUT_MEMORY = 4;

    private final Executor executor;
    private final MemoryReservation memory;
    /** Of what waits or is being written, and of what has been written since that was last looked at. */
    private long waitingBytes;

    private final AtomicLong writtenBytes = new AtomicLong();
    private boolean withoutMemory;
    private boolean closed;
    private final AtomicInteger outstanding = new AtomicInteger();
    /** Files that are not deleted yet. */
    private final Set<SpilledRows> files = new HashSet<>();

    private CompletableFuture<?> tail = CompletableFuture.completedFuture(null);

    /** @param memory for rows on their way to a file; closed with the queue */
    public SpillQueue(Executor executor, MemoryReservation memory) {
        this.executor = executor;
        this.memory = memory;
    }

    /** Of an operator. */
    public static SpillQueue of(OperatorContext context) {
        return new SpillQueue(
                context.ioExecutor(), context.memory().open(context.owner() + ", rows on their way to disk"));
    }

    /** Runs work that writes rows, after all that was given before. @param bytes that the rows take until they are written */
    void write(long bytes, Runnable work) {
        waitingBytes += bytes;
        account();
        run(() -> {
            try {
                work.run();
            } finally {
                writtenBytes.addAndGet(bytes);
            }
        });
    }

    /** What waits is there in any case, so that where there is no memory for it only less of it is let in. It comes back by itself, as what others spill does. */
    private void account() {
        waitingBytes -= writtenBytes.getAndSet(0);
        long missing = closed ? 0 : waitingBytes - memory.bytes();
        withoutMemory = missing > 0 && !memory.tryGrowFree(missing);
        memory.shrink(-missing);
        memory.setRevocable(memory.bytes());
    }

    /** Runs blocking work after all that was given before. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /** Runs blocking work after all that was given before, and hands its value to the operator. */
    public <T> CompletableFuture<T> call(Supplier<T> work) {
        check();
        outstanding.incrementAndGet();
        CompletableFuture<T> done = tail.thenApplyAsync(
                before -> {
                    try {
                        return work.get();
                    } finally {
                        outstanding.decrementAndGet();
                    }
                },
                executor);
        tail = done;
        return done;
    }

    /** Whether so much is waiting that the operator shall not make more. */
    public boolean full() {
        account();
        return outstanding.get() >= (withoutMemory ? OUTSTANDING_WITHOUT_MEMORY : OUTSTANDING_MAX);
    }

    /** For when the queue was found full, or must be empty. */
    public Wait untilDone() {
        check();
        return Wait.until(tail);
    }

    /** Fails with what failed in the background; else gives back the memory of what has been written. */
    public void check() {
        if (waitingBytes > 0) {
            account();
        }
        if (tail.isCompletedExceptionally()) {
            value(tail);
        }
    }

    /** The value of work that is done; its failure as it was thrown. */
    public static <T> T value(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    void register(SpilledRows rows) {
        files.add(rows);
    }

    void unregister(SpilledRows rows) {
        files.remove(rows);
    }

    /** Deletes the files that are left, after everything given before, whether that worked or not. The last call; a second one does nothing. */
    public void close() {
        closed = true;
        memory.close();
        if (files.isEmpty()) {
            return;
        }
        List<SpilledRows> left = List.copyOf(files);
        files.clear();
        tail.whenCompleteAsync((value, failure) -> left.forEach(SpilledRows::deleteNow), executor);
    }
}
