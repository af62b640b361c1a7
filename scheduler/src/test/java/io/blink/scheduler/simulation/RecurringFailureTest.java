package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.error.ErrorType;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.Failure;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks of a stream that fail soon after each restart, with several checkpoints completed before they do. */
class RecurringFailureTest {
    private static final String JOB = "job";
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long DECIDED_NANOS = 300 * SECOND_NANOS;
    /** Some 80 ms, in which checkpoints complete. */
    private static final int STEPS = 4;
    /** More than the restarts in a row that a job may have. */
    private static final int FAILURES = 10;

    private final Random random = new Random(1);
    private final VirtualTime time = new VirtualTime();
    private final Warehouse warehouse = new Warehouse();
    private final MemoryFileSystem files = new MemoryFileSystem(() -> false, (from, to) -> countCheckpoint(to));
    private final SimulatedNetwork network = new SimulatedNetwork(time, random, () -> false);
    private final SimulatedProcess process = new SimulatedProcess("master", time, random);
    private final Dispatcher master = new Dispatcher(
            1,
            Configuration.empty(),
            process,
            process.ioThreads(),
            new MasterStore(files, "/ha", 1),
            new Connectors(List.of(warehouse), new FileSystems(List.of(), Configuration.empty())),
            new FixedWorkers(2, 1),
            ended -> {});

    private int failures;
    private int checkpoints;
    private ErrorType type = ErrorType.INTERNAL;
    private boolean eachElsewhere;
    private int failuresMax = Integer.MAX_VALUE;

    @BeforeEach
    void startCluster() {
        DataPlane dataPlane = new DataPlane(time, random, task -> {}, this::failure, () -> false);
        SimulatedWorker worker =
                new SimulatedWorker("w1", 1, 2, new SimulatedProcess("worker", time, random), dataPlane);
        master.start();
        network.connect(worker, new SimulatedMaster(1, process, master));
    }

    @Test
    void theSameInternalErrorEndsTheJobWithinFiveMinutesAlthoughCheckpointsComplete() {
        JobStatus end = run();

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.message())
                .contains(
                        "row 7 cannot be taken",
                        "task 1.",
                        "restarted " + (failures - 1) + " times",
                        "without progress");
        assertThat(time.nowNanos()).isLessThan(DECIDED_NANOS);
        assertThat(failures).isGreaterThan(3);
        assertThat(checkpoints).isGreaterThan(failures);
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

    private void countCheckpoint(String path) {
        checkpoints += path.contains("/checkpoint-") ? 1 : 0;
    }

    private JobStatus run() {
        master.requests().submit(JOB, withFrequentCheckpoints(SimulatedJobs.stream(JOB, random, false)));
        CompletableFuture<JobStatus> end = new CompletableFuture<>();
        time.after(SECOND_NANOS, () -> master.requests().ended(JOB).thenAccept(end::complete));
        while (!end.isDone() && time.nowNanos() < 2 * DECIDED_NANOS) {
            assertThat(time.step()).isTrue();
        }
        return end.join();
    }

    private static JobGraph withFrequentCheckpoints(JobGraph job) {
        return new JobGraph(
                job.formatVersion(),
                job.name(),
                job.mode(),
                job.vertices(),
                job.edges(),
                job.resultFields(),
                job.settings().with("execution.checkpointing.interval", "10 ms"),
                job.statementStartMicros(),
                job.timeZone(),
                job.keyGroups());
    }
}
