package io.blink.scheduler.cluster;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.actor.ActorLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Whether a master works: not yet while it takes over, no more once it has stopped. What clients ask waits for it, on whichever thread they ask. */
final class TermLife {
    private final ActorLoop loop;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean ready;
    private BlinkException stopped;

    TermLife(ActorLoop loop) {
        this.loop = loop;
    }

    boolean ready() {
        return ready && stopped == null;
    }

    boolean stopped() {
        return stopped != null;
    }

    void begin() {
        ready = true;
        answerWaiting();
    }

    /** From here on every question is answered with {@code reason}. */
    void stop(BlinkException reason) {
        stopped = reason;
        answerWaiting();
    }

    private void answerWaiting() {
        List<Runnable> asked = List.copyOf(waiting);
        waiting.clear();
        asked.forEach(Runnable::run);
    }

    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ask(answer, () -> answer.complete(question.get()));
        return answer;
    }

    /** Runs {@code work}, which completes {@code answer} at once or later. */
    void ask(CompletableFuture<?> answer, Runnable work) {
        Runnable turn = () -> {
            try {
                if (stopped != null) {
                    throw stopped;
                }
                work.run();
            } catch (BlinkException e) {
                answer.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
                throw e;
            }
        };
        loop.execute(() -> {
            if (ready || stopped != null) {
                turn.run();
            } else {
                waiting.add(turn);
            }
        });
    }
}
