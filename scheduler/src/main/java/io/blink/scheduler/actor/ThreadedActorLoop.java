package io.blink.scheduler.actor;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on a thread of its own. A turn that throws is a programmer's mistake: it is handed to {@code onFailure}, and the loop goes on with the next. */
public final class ThreadedActorLoop implements ActorLoop, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> onFailure;

    public ThreadedActorLoop(String threadName, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        executor = new ScheduledThreadPoolExecutor(1, turn -> {
            Thread thread = new Thread(turn, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable turn) {
        try {
            executor.execute(() -> run(turn));
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
        if (executor.isShutdown()) {
            return () -> {};
        }
        Future<?> future = executor.schedule(() -> run(turn), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private void run(Runnable turn) {
        try {
            turn.run();
        } catch (Throwable e) {
            onFailure.accept(e);
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

    /** Takes no more turns; those handed in still run. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
