package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import io.blink.core.plan.Partitioning;
import io.blink.shuffle.BucketStatistics;
import io.blink.shuffle.ShufflePartition;
import io.blink.shuffle.ShuffleWriter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A blocking edge: rows gather in a {@link ShuffleWriter} and are published when the task ends. While a run is written, on an I/O thread, there is no room.
 *
 * <p>Hash edges go to the bucket of their key; the batches of a rebalanced edge go to the buckets in turn; everything else is one bucket.
 */
public final class BlockingOutput implements TaskOutput {
    private final PartitionRegistry registry;
    private final PartitionKey key;
    private final Partitioning partitioning;
    private final ShuffleWriter writer;
    private final Executor ioExecutor;
    private final Runnable roomListener;
    private final RowTargets targets;
    private volatile CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private volatile ShufflePartition partition;
    private int turn;
    private boolean failed;

    public BlockingOutput(
            PartitionRegistry registry,
            PartitionKey key,
            Partitioning partitioning,
            ShuffleWriter writer,
            Executor ioExecutor,
            Runnable roomListener) {
        this.registry = registry;
        this.key = key;
        this.partitioning = partitioning;
        this.writer = writer;
        this.ioExecutor = ioExecutor;
        this.roomListener = roomListener;
        this.targets = partitioning instanceof Partitioning.Hash hash && writer.buckets() > 1
                ? new RowTargets(
                        hash.keys().stream().mapToInt(Integer::intValue).toArray(), writer.buckets(), writer.buckets())
                : null;
    }

    /** Into how many buckets an edge is cut when the scheduler asks for {@code wanted}. */
    public static int buckets(Partitioning partitioning, int wanted, int consumers) {
        boolean cut = partitioning instanceof Partitioning.Hash || partitioning instanceof Partitioning.Rebalance;
        return cut ? Math.max(1, wanted > 0 ? wanted : consumers) : 1;
    }

    /** False while a run is written; a failed write is thrown here, on the driver's thread. */
    @Override
    public boolean hasRoom() {
        if (!writing.isDone()) {
            return false;
        }
        writing.join();
        return true;
    }

    @Override
    public void rows(Batch batch) {
        if (targets == null) {
            writer.add(batch, bucketOfRow(batch));
        } else {
            targets.assign(batch);
            writer.add(batch, targets.targetOfRow(), targets.hashes(), targets.leadingKeys());
        }
        if (writer.spillWanted()) {
            write(writer::spill);
        }
    }

    /** Where the key does not say. */
    private int[] bucketOfRow(Batch batch) {
        if (partitioning instanceof Partitioning.Rebalance && writer.buckets() > 1) {
            turn = turn + 1 == writer.buckets() ? 0 : turn + 1;
            int[] chosen = new int[batch.rowCount()];
            Arrays.fill(chosen, turn);
            return chosen;
        }
        return null;
    }

    private void write(Runnable work) {
        writing = CompletableFuture.runAsync(work, ioExecutor);
        writing.whenComplete((nothing, error) -> roomListener.run());
    }

    /** Watermarks and barriers mean nothing to someone who reads the finished whole. */
    @Override
    public void control(Element control) {}

    @Override
    public CompletableFuture<Void> end() {
        write(() -> {
            partition = writer.finish();
            registry.publish(key, partition);
        });
        return writing;
    }

    /** What was written, once {@link #end} has completed. */
    public BucketStatistics statistics() {
        return partition.statistics();
    }

    public int edgeId() {
        return key.edgeId();
    }

    @Override
    public boolean abandoned() {
        return false;
    }

    @Override
    public void fail(String reason) {
        if (!failed) {
            failed = true;
            writing.handle((nothing, error) -> null).thenRunAsync(this::discard, ioExecutor);
        }
    }

    private void discard() {
        writer.close();
        if (partition != null) {
            registry.release(java.util.List.of(key.producer())).forEach(ShufflePartition::delete);
        }
    }
}
