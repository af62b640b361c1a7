package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.error.ErrorType;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.Failure;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of a stream that fail soon after each restart, with several checkpoints completed before they do. */
class RecurringFailureTest {
    private static final long DECIDED_NANOS = 300 * LoneJob.SECOND_NANOS;
    /** Some 80 ms, in which checkpoints complete. */
    private static final int STEPS = 4;
    /** More than the restarts in a row that a job may have. */
    private static final int FAILURES = 10;

    private final LoneJob job = new LoneJob(this::failure);
    private int failures;
    private ErrorType type = ErrorType.INTERNAL;
    private boolean eachElsewhere;
    private int failuresMax = Integer.MAX_VALUE;

    @Test
    void theSameInternalErrorEndsTheJobWithinFiveMinutesAlthoughCheckpointsComplete() {
        JobStatus end = run();

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.message())
                .contains(
                        "row 7 cannot be taken",
                        "task 1.",
                        "restarted " + (failures - 1) + " times",
                        "without progress",
                        "). The job fails: ");
        assertThat(job.nowNanos()).isLessThan(DECIDED_NANOS);
        assertThat(failures).isGreaterThan(3);
        assertThat(job.checkpoints()).isGreaterThan(failures);
    }

    @Test
    void whyItWaitsToRestartIsToldUntilItHasGotOn() {
        type = ErrorType.EXTERNAL;
        failuresMax = 1;

        assertThat(run().message()).isEmpty();
        assertThat(job.messages())
                .contains("")
                .anyMatch(message -> message.startsWith("Last restarted because: row 7 cannot be taken (task 1."));
    }

    @Test
    void anErrorInAnotherPlaceEachTimeDoesNot() {
        eachElsewhere = true;
        failuresMax = FAILURES;

        assertThat(run().state()).isEqualTo(JobState.FINISHED);
        assertThat(failures).isEqualTo(FAILURES);
    }

    @Test
    void whatIsOutsideMayFailForAsLongAsCheckpointsComplete() {
        type = ErrorType.EXTERNAL;
        failuresMax = FAILURES;

        assertThat(run().state()).isEqualTo(JobState.FINISHED);
        assertThat(failures).isEqualTo(FAILURES);
    }

    private Optional<Failure> failure(int steps) {
        if (steps < STEPS || failures == failuresMax) {
            return Optional.empty();
        }
        failures++;
        return Optional.of(Failure.newBuilder()
                .setCode("SIMULATED")
                .setType(type.name())
                .setMessage("row " + (eachElsewhere ? failures : 7) + " cannot be taken")
                .build());
    }

    private JobStatus run() {
        return job.run(
                withFrequentCheckpoints(SimulatedJobs.stream(LoneJob.ID, job.random(), false)), 2 * DECIDED_NANOS);
    }

    private static JobGraph withFrequentCheckpoints(JobGraph graph) {
        return new JobGraph(
                graph.formatVersion(),
                graph.name(),
                graph.mode(),
                graph.vertices(),
                graph.edges(),
                graph.resultFields(),
                graph.settings().with("execution.checkpointing.interval", "10 ms"),
                graph.statementStartMicros(),
                graph.timeZone(),
                graph.keyGroups());
    }
}
