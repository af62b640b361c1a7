package io.blink.scheduler.checkpoint;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which checkpoints that were given up are too many: the tasks of the job must start over then. In turns. */
final class CheckpointFailures {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFailures.class);

    private final String jobId;
    private final int tolerated;
    private final CheckpointHistory history;
    private final Consumer<BlinkException> tooMany;
    private int inARow;

    CheckpointFailures(String jobId, int tolerated, CheckpointHistory history, Consumer<BlinkException> tooMany) {
        this.jobId = jobId;
        this.tolerated = tolerated;
        this.history = history;
        this.tooMany = tooMany;
    }

    /** Since the last one that was completed, or was one too many. */
    int inARow() {
        return inARow;
    }

    void completed() {
        inARow = 0;
    }

    void count(long checkpointId, String reason) {
        String failure = "Checkpoint " + checkpointId + " was given up: " + reason;
        history.problem(failure);
        LOG.warn("Job {}: {}", jobId, failure);
        if (++inARow > tolerated) {
            inARow = 0;
            tooMany.accept(new BlinkException(
                    SchedulerErrorCode.CHECKPOINT_FAILED,
                    failure + ". That was more than '" + SchedulerOptions.CHECKPOINT_FAILURES_TOLERATED.key()
                            + "' in a row."));
        }
    }

    /** All windows were emitted for a savepoint that does not come to be: the tasks must go back behind that. */
    void eventTimeEnded(String reason) {
        tooMany.accept(new BlinkException(
                SchedulerErrorCode.SAVEPOINT_FAILED,
                "The job cannot go on where event time has ended for a savepoint that was not taken: " + reason));
    }
}
