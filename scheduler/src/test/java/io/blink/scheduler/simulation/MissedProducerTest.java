package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.error.ErrorType;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A task fails, and its reader, which no longer reaches it, says so first: the task is told to stop before its own word arrives. */
class MissedProducerTest {
    private static final int STEPS = 6;
    private static final String MISTAKE = "'x' is no number";

    private final LoneJob job = new LoneJob(this::failure);
    private ErrorType type;
    private boolean missed;
    private boolean failed;
    private boolean restarted;

    @Test
    void whatIsTheUsersToMendEndsTheJobAllTheSame() {
        type = ErrorType.USER;

        JobStatus end = run();

        assertThat(failed).isTrue();
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.message()).contains(MISTAKE);
    }

    @Test
    void anyOtherErrorIsMadeGoodByTheRestart() {
        type = ErrorType.EXTERNAL;

        JobStatus end = run();

        assertThat(failed).isTrue();
        assertThat(end.state()).isEqualTo(JobState.FINISHED);
        assertThat(job.messages()).anyMatch(message -> message.startsWith("Last restarted because: " + MISTAKE));
    }

    private JobStatus run() {
        return job.run(SimulatedJobs.stream(LoneJob.ID, job.random(), true), 300 * LoneJob.SECOND_NANOS);
    }

    private Optional<Failure> failure(int steps) {
        restarted |= missed && steps == 0;
        if (steps < STEPS || failed || restarted) {
            return Optional.empty();
        }
        failed = missed;
        missed = true;
        Failure.Builder failure =
                Failure.newBuilder().setCode("SIMULATED").setType(type.name()).setMessage(MISTAKE);
        return Optional.of(failed ? failure.build() : asReaderTells(failure));
    }

    private static Failure asReaderTells(Failure.Builder failure) {
        return failure.setType(ErrorType.EXTERNAL.name())
                .setMessage("the connection broke")
                .setLostProducer(TaskAttemptId.newBuilder().setJobId(LoneJob.ID).setVertexId(0))
                .build();
    }
}
