package io.blink.runtime.worker.rehearsal;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.lifecycle.Resources;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.CancelTask;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointCompleted;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InProcessConnection;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.exchange.PipelinedOutput;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.task.StateBackends;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import io.blink.runtime.worker.Worker;
import io.blink.runtime.worker.WorkerEquipment;
import io.blink.runtime.worker.WorkerOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Plays a {@link RehearsedJob}: rows, a checkpoint, a restart from it, rows again. Blocks, for at most half a minute; used once, on one thread. */
final class Rehearsal {
    /** Enough for loops to be compiled, few enough for a second of one processor. */
    private static final int BATCHES = 64;

    private static final int BATCH_ROWS = 2_048;
    private static final int KEYS = 8 * BATCH_ROWS;
    private static final int TASKS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String WORKER_ID = "rehearsal";
    private static final Configuration SETTINGS = new Configuration(Map.of(WorkerOptions.MANAGED_MEMORY.key(), "16mb"));

    private final BooleanSupplier stopped;
    private final Resources resources = new Resources("the rehearsal");
    private final RehearsalMaster master = new RehearsalMaster();
    private final Semaphore wake = new Semaphore(0);
    private final PartitionRegistry registry;
    private final PartitionClient partitions;
    private final RehearsedJob job;
    private final long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;

    private Rehearsal(
            Connectors connectors,
            FileSystems fileSystems,
            StateBackends stateBackends,
            Path folder,
            BooleanSupplier stopped) {
        this.stopped = stopped;
        try {
            ApplicationSecret secret = ApplicationSecret.generate();
            WorkerEquipment equipment = resources.add(new WorkerEquipment(SETTINGS, WORKER_ID, 1, List.of(folder)));
            registry = equipment.registry();
            Transport transport = resources.add(
                    Transport.worker(SETTINGS, secret, "localhost", 0, equipment.registry(), equipment.io()));
            partitions = resources.add(equipment.partitions(transport.remote()));
            Worker worker = resources.add(new Worker(
                    WORKER_ID,
                    equipment.identity("localhost").build(),
                    equipment.environment(connectors, fileSystems, stateBackends, partitions)));
            InProcessConnection.open(WORKER_ID, worker, master);
            job = new RehearsedJob(transport.port(), folder.resolve("job").toString());
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /**
     * Plays the job to its end or until it is stopped.
     *
     * @param folder of its own, deleted at the end
     * @param stopped whether there is something better to do
     * @return how many rows the groups of the last batch have counted, before the restart and after it; 0 if it was stopped
     */
    static long perform(
            Connectors connectors,
            FileSystems fileSystems,
            StateBackends stateBackends,
            Path folder,
            BooleanSupplier stopped)
            throws InterruptedException {
        Rehearsal rehearsal = new Rehearsal(connectors, fileSystems, stateBackends, folder, stopped);
        try (Resources resources = rehearsal.resources) {
            return rehearsal.perform();
        }
    }

    private long perform() throws InterruptedException {
        play(1, List.of(), BATCHES);
        List<CheckpointAcknowledged> saved = master.awaitAcknowledged(TASKS, deadlineNanos);
        master.send(MasterMessage.newBuilder()
                .setCheckpointCompleted(CheckpointCompleted.newBuilder()
                        .setJobId(RehearsedJob.ID)
                        .setCheckpointId(1)));
        cancel(1);
        if (stopped.getAsBoolean()) {
            return 0;
        }
        long counted = play(2, saved, 1);
        return stopped.getAsBoolean() ? 0 : counted;
    }

    private void cancel(int attempt) throws InterruptedException {
        for (int vertex = RehearsedJob.PARTIALS; vertex <= RehearsedJob.GROUPS; vertex++) {
            master.send(MasterMessage.newBuilder()
                    .setCancelTask(CancelTask.newBuilder().setTask(RehearsedJob.task(vertex, attempt))));
        }
        master.awaitEnds(TASKS, deadlineNanos);
    }

    /** One attempt: batches, fewer if it is stopped, and a checkpoint behind them, of the attempt's number. @return the sum of the counts that went out */
    private long play(int attempt, List<CheckpointAcknowledged> restored, int batches) throws InterruptedException {
        String graph = attempt == 1 ? PlanJson.write(RehearsedJob.graph()) : "";
        for (DeployTask deployment : job.deployments(attempt, restored)) {
            master.send(MasterMessage.newBuilder()
                    .setDeployTask(deployment.toBuilder().setJobGraphJson(graph)));
        }
        PipelinedOutput rows = new PipelinedOutput(
                registry,
                new PartitionKey(RehearsedJob.task(RehearsedJob.ROWS, attempt), RehearsedJob.ROWS_EDGE),
                new Partitioning.Rebalance(),
                1,
                1,
                wake::release);
        try (BatchChannel results =
                partitions.open(job.location(RehearsedJob.GROUPS, attempt), ResultEdge.RESULT_EDGE, false, 0, 1)) {
            results.listener(wake::release);
            return pass(rows, results, batches, attempt);
        }
    }

    private long pass(PipelinedOutput rows, BatchChannel results, int batches, int checkpoint)
            throws InterruptedException {
        long counted = 0;
        int given = 0;
        boolean barrier = false;
        while (true) {
            master.requireNoFailure();
            boolean last = given == batches || stopped.getAsBoolean();
            if (!last && rows.hasRoom()) {
                rows.rows(batch(given++));
            } else if (last && !barrier) {
                barrier = true;
                rows.control(new Element.Barrier(checkpoint, System.currentTimeMillis()));
            }
            Element element = results.poll();
            if (element instanceof Element.Barrier) {
                return counted;
            }
            if (element instanceof Element.Rows changed) {
                counted += newCounts(changed.batch());
            } else if (element == null && (barrier || !rows.hasRoom())) {
                await();
            }
        }
    }

    private void await() throws InterruptedException {
        if (!wake.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw RehearsalMaster.tooLong();
        }
        wake.drainPermits();
    }

    private static Batch batch(int number) {
        long[] keys = new long[BATCH_ROWS];
        long[] values = new long[BATCH_ROWS];
        for (int i = 0; i < BATCH_ROWS; i++) {
            long row = (long) number * BATCH_ROWS + i;
            keys[i] = row % KEYS;
            values[i] = row;
        }
        return new Batch(List.of(new LongColumn(BATCH_ROWS, keys, null), new LongColumn(BATCH_ROWS, values, null)));
    }

    /** Of the new contents of groups. */
    private static long newCounts(Batch changes) {
        Batch groups = RowKinds.newContents(changes, WORKER_ID);
        LongColumn counts = (LongColumn) groups.column(1).flat();
        return Arrays.stream(counts.values(), 0, groups.rowCount()).sum();
    }
}
