package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where a job's result is, as it becomes known, moves, and at last ends. In turns; the futures may be waited for anywhere. */
final class JobResult {
    private final List<CompletableFuture<ResultLocation>> waiting = new ArrayList<>();
    private ResultLocation location;
    private BlinkException failure;

    /** Completes when rows can be read; fails as the job fails. */
    CompletableFuture<ResultLocation> location() {
        CompletableFuture<ResultLocation> future = new CompletableFuture<>();
        if (failure != null) {
            future.completeExceptionally(failure);
        } else if (location != null) {
            future.complete(location);
        } else {
            waiting.add(future);
        }
        return future;
    }

    void at(ResultLocation found) {
        location = found;
        waiting.forEach(future -> future.complete(found));
        waiting.clear();
    }

    /** It is being made anew. */
    void gone() {
        location = null;
    }

    void failed(BlinkException problem) {
        failure = problem;
        waiting.forEach(future -> future.completeExceptionally(problem));
        waiting.clear();
    }
}
