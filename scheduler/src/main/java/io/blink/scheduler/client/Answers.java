package io.blink.scheduler.client;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a master's answers. */
final class Answers {
    private Answers() {}

    static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw problem(e.getCause());
        }
    }

    static <T> T await(CompletableFuture<T> answer, Duration most) throws InterruptedException, TimeoutException {
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw problem(e.getCause());
        }
    }

    /** For calls that are answered in one turn of the master: an interrupt is kept for whoever waits next. */
    static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw problem(e.getCause());
        }
    }

    static BlinkException problem(Throwable cause) {
        return cause instanceof CompletionException wrapped && wrapped.getCause() != null
                ? problem(wrapped.getCause())
                : cause instanceof BlinkException known
                        ? known
                        : new BlinkException(
                                SchedulerErrorCode.MASTER_NOT_REACHABLE,
                                "The master has not answered: " + cause,
                                cause);
    }
}
