package io.blink.scheduler.job;

import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the client that reads a job's result asks and says, and how long the job waits for it. In turns. */
public final class ResultReading {
    /** Whom it tells. */
    interface Listener {
        /** Something else can be done now. */
        void changed();

        /** Nobody reads the stream any more. */
        void cancel();
    }

    private final ResultOffer result;
    private final JobExecution execution;
    private final FailureHandling failures;
    private final JobLife life;
    private final ActorLoop loop;
    private final Duration retention;
    private final Listener listener;
    private boolean awaited;

    ResultReading(
            ResultOffer result,
            JobExecution execution,
            FailureHandling failures,
            JobLife life,
            ActorLoop loop,
            Duration retention,
            Listener listener) {
        this.result = result;
        this.execution = execution;
        this.failures = failures;
        this.life = life;
        this.loop = loop;
        this.retention = retention;
        this.listener = listener;
    }

    /** Where to read the result, once there is one. */
    public CompletableFuture<ResultLocation> location() {
        return result.location();
    }

    /** The client has read all. What is left for a stream's tasks is to say that they have finished. */
    public void read() {
        if (!life.halted() && result.needed()) {
            result.consumed();
            listener.changed();
        }
    }

    /** The client does not want any more. */
    public void unwanted() {
        if (life.halted() || !result.needed()) {
            return;
        }
        result.consumed();
        if (execution.streaming() && !execution.allFinished()) {
            listener.cancel();
        } else {
            listener.changed();
        }
    }

    /** Tasks of a stream start again; rows that nobody reads any more would hold them up for ever. */
    void startsAgain() {
        result.gone();
        if (execution.graph().hasResult() && !result.needed()) {
            loop.execute(listener::cancel);
        }
    }

    /** A client could not read the result there: it is made again, unless rows were handed out already. */
    public void unavailable(TaskAttemptId producer) {
        execution.task(producer).filter(Task::finished).ifPresent(task -> {
            result.gone();
            failures.release(List.of(task.current()));
            listener.changed();
        });
    }

    /** All rows are made; a reader who does not come for them is not waited for longer than they are kept. */
    void await() {
        if (!awaited) {
            awaited = true;
            loop.schedule(retention, this::unwanted);
        }
    }
}
