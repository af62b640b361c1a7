package io.blink.scheduler.client;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

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
