package io.blink.scheduler.actor;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Runs what blocks on the I/O threads and answers with a turn of the loop. */
public final class BackgroundWork {
    private final Executor ioThreads;
    private final ActorLoop loop;

    public BackgroundWork(Executor ioThreads, ActorLoop loop) {
        this.ioThreads = ioThreads;
        this.loop = loop;
    }

    /** The same threads, answering with turns of another loop. */
    public BackgroundWork answeringIn(ActorLoop other) {
        return new BackgroundWork(ioThreads, other);
    }

    /** Exactly one of {@code done} and {@code failed} is called, in a turn. */
    public <T> void run(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        ioThreads.execute(() -> {
            try {
                T result = work.call();
                loop.execute(() -> done.accept(result));
            } catch (Exception e) {
                loop.execute(() -> failed.accept(e));
            }
        });
    }
}
