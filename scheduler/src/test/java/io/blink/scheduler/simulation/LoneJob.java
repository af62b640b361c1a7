package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.Failure;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** A master and a worker to which nothing happens, with one job, whose tasks may fail; its checkpoints are counted. */
final class LoneJob {
    static final String ID = "job";
    static final long SECOND_NANOS = 1_000_000_000L;
    private static final long SAMPLE_NANOS = SECOND_NANOS / 10;

    private final Random random = new Random(1);
    private final VirtualTime time = new VirtualTime();
    private final Warehouse warehouse = new Warehouse();
    private final MemoryFileSystem files = new MemoryFileSystem(() -> false, (from, to) -> countCheckpoint(to));
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

    private final Set<String> messages = new HashSet<>();
    private int checkpoints;

    /** @param failures of tasks, asked at each of their steps with the number of steps they had */
    LoneJob(IntFunction<Optional<Failure>> failures) {
        DataPlane dataPlane = new DataPlane(time, random, task -> {}, failures, () -> false);
        SimulatedWorker worker =
                new SimulatedWorker("w1", 1, 2, new SimulatedProcess("worker", time, random), dataPlane);
        master.start();
        new SimulatedNetwork(time, random, () -> false).connect(worker, new SimulatedMaster(1, process, master));
    }

    private void countCheckpoint(String path) {
        checkpoints += path.contains("/checkpoint-") ? 1 : 0;
    }

    private void sample(long nanos) {
        time.after(nanos, () -> master.requests().status(ID).thenAccept(status -> {
            messages.add(status.message());
            if (!status.state().ended()) {
                sample(SAMPLE_NANOS);
            }
        }));
    }

    /** Runs the job to its end, which must come within that time. */
    JobStatus run(JobGraph graph, long nanosMax) {
        master.requests().submit(ID, graph);
        CompletableFuture<JobStatus> end = new CompletableFuture<>();
        time.after(SECOND_NANOS, () -> master.requests().ended(ID).thenAccept(end::complete));
        sample(SAMPLE_NANOS);
        while (!end.isDone()) {
            assertThat(time.nowNanos()).isLessThan(nanosMax);
            assertThat(time.step()).isTrue();
        }
        return end.join();
    }

    Random random() {
        return random;
    }

    long nowNanos() {
        return time.nowNanos();
    }

    Warehouse warehouse() {
        return warehouse;
    }

    /** What its status has said by the way. */
    Set<String> messages() {
        return messages;
    }

    /** Those that were completed. */
    int checkpoints() {
        return checkpoints;
    }
}
