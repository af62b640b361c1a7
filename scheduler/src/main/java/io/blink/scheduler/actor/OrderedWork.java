package io.blink.scheduler.actor;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Background work in the order in which it was handed in: a piece starts after the answer of the one before. Used from within turns. */
public final class OrderedWork {
    private final BackgroundWork background;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    public OrderedWork(BackgroundWork background) {
        this.background = background;
    }

    public <T> void run(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        waiting.add(() -> background.run(
                work,
                result -> {
                    done.accept(result);
                    next();
                },
                problem -> {
                    failed.accept(problem);
                    next();
                }));
        if (!busy) {
            next();
        }
    }

    private void next() {
        Runnable piece = waiting.poll();
        busy = piece != null;
        if (busy) {
            piece.run();
        }
    }
}
