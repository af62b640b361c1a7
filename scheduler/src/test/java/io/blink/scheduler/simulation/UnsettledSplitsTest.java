package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.job.JobState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stream whose users want no checkpoints: the master must not remember its splits for ever. */
class UnsettledSplitsTest {
    private static final long PATIENCE_NANOS = 3600 * LoneJob.SECOND_NANOS;

    private final LoneJob job = new LoneJob(steps -> Optional.empty());

    @Test
    void fewSplitsAreRememberedToTheEnd() {
        assertThat(job.run(stream("rjob- 100 2000"), PATIENCE_NANOS).state()).isEqualTo(JobState.FINISHED);

        assertThat(job.nowNanos()).isGreaterThan(20 * LoneJob.SECOND_NANOS);
        assertThat(job.checkpoints()).as("the one at the end").isEqualTo(1);
    }

    @Test
    void manyAreForgottenWithACheckpoint() {
        String scan = "rjob- 70000 3";

        assertThat(job.run(stream(scan), PATIENCE_NANOS).state()).isEqualTo(JobState.FINISHED);

        assertThat(job.checkpoints()).as("one on the way, one at the end").isEqualTo(2);
        assertThat(job.warehouse().rows(LoneJob.ID)).hasSameSizeAs(Warehouse.expected(scan));
    }

    private static JobGraph stream(String scan) {
        Vertex copy = new Vertex(
                1,
                "copy",
                List.of(SimulatedJobs.scan(1, scan), SimulatedJobs.sink(2, new OperatorInput.FromOperator(1))),
                1);
        return SimulatedJobs.graph(LoneJob.ID, ExecutionMode.STREAMING, List.of(copy), List.of(), Map.of());
    }
}
