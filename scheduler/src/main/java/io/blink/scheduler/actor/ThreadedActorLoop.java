package io.blink.scheduler.actor;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on a thread of its own. A turn that throws is a programmer's mistake: it is handed to {@code onFailure}, and the loop goes on with the next. */
public final class ThreadedActorLoop implements ActorLoop, AutoCloseable {
    /** Turns are short; longer than this only one takes that never ends. */
    private static final long END_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> onFailure;
    private volatile Thread thread;

    public ThreadedActorLoop(String threadName, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        executor = new ScheduledThreadPoolExecutor(1, turn -> {
            thread = new Thread(turn, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable turn) {
        try {
            executor.execute(new GuardedTurn(turn, onFailure));
        } catch (RejectedExecutionException e) {
            // A closed loop takes no turns: its master has stopped, and whoever still sends to it is told by its own
            // connection.
            if (!executor.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable turn) {
        try {
            Future<?> future =
                    executor.schedule(new GuardedTurn(turn, onFailure), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            if (!executor.isShutdown()) {
                throw e;
            }
            return () -> {};
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    /** Takes no more turns and waits for those handed in, which may need what the caller ends next; a turn that closes its own loop does not wait. */
    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                onFailure.accept(new IllegalStateException("A turn did not end within " + END_SECONDS + " s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
