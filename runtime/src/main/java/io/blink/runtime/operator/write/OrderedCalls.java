package io.blink.runtime.operator.write;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Blocking calls made one after the other on I/O threads, in the order in which they were given. After one has failed, the others fail alike without being made. */
final class OrderedCalls {
    private final Executor ioExecutor;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private Throwable failure;

    OrderedCalls(Executor ioExecutor) {
        this.ioExecutor = ioExecutor;
    }

    <T> CompletableFuture<T> call(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(() -> complete(result, call));
        return result;
    }

    /** Runs even after a failure. */
    CompletableFuture<Void> always(Runnable call) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        enqueue(() -> {
            try {
                call.run();
                result.complete(null);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, Supplier<T> call) {
        try {
            Throwable earlier = failure();
            if (earlier == null) {
                result.complete(call.get());
            } else {
                result.completeExceptionally(earlier);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            result.completeExceptionally(e);
        }
    }

    private synchronized Throwable failure() {
        return failure;
    }

    private synchronized void fail(Throwable error) {
        failure = error;
    }

    private synchronized void enqueue(Runnable call) {
        waiting.add(call);
        if (!running) {
            running = true;
            ioExecutor.execute(this::drain);
        }
    }

    private void drain() {
        for (Runnable call = next(); call != null; call = next()) {
            call.run();
        }
    }

    private synchronized Runnable next() {
        Runnable call = waiting.poll();
        running = call != null;
        return call;
    }
}
