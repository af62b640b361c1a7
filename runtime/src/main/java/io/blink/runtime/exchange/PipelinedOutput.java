package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import io.blink.core.plan.Partitioning;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A pipelined edge: a queue for each consumer, filled by reference. */
public final class PipelinedOutput implements TaskOutput {
    private final PartitionRegistry registry;
    private final PartitionKey key;
    private final Partitioning partitioning;
    private final List<ChannelQueue> queues;
    private final RowTargets targets;
    private int turn;

    /**
     * @param groups key groups of a stream, buckets of a batch
     * @param roomListener called, on any thread, when there is room again
     */
    public PipelinedOutput(
            PartitionRegistry registry,
            PartitionKey key,
            Partitioning partitioning,
            int consumers,
            int groups,
            Runnable roomListener) {
        this.registry = registry;
        this.key = key;
        this.partitioning = partitioning;
        List<ChannelQueue> all = registry.produce(key, consumers, roomListener);
        this.queues = partitioning instanceof Partitioning.Forward
                ? List.of(all.get(key.producer().getSubtask()))
                : all;
        this.targets = partitioning instanceof Partitioning.Hash hash && consumers > 1
                ? new RowTargets(
                        hash.keys().stream().mapToInt(Integer::intValue).toArray(),
                        Math.max(groups, consumers),
                        consumers)
                : null;
    }

    @Override
    public boolean hasRoom() {
        if (partitioning instanceof Partitioning.Rebalance) {
            return queues.stream().anyMatch(ChannelQueue::hasRoom);
        }
        for (ChannelQueue queue : queues) {
            if (!queue.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void rows(Batch batch) {
        if (targets != null) {
            byTarget(batch);
        } else if (partitioning instanceof Partitioning.Rebalance) {
            nextWithRoom().offer(new Element.Rows(batch));
        } else {
            Element.Rows rows = new Element.Rows(batch);
            queues.forEach(queue -> queue.offer(rows));
        }
    }

    private void byTarget(Batch batch) {
        targets.assign(batch);
        Batch rows = targets.withSplitUpdates(batch);
        for (int target = 0; target < queues.size(); target++) {
            int count = targets.count(target);
            if (count == batch.rowCount()) {
                queues.get(target).offer(new Element.Rows(rows));
            } else if (count > 0) {
                Batch part = rows.take(targets.positions(), targets.start(target), count);
                queues.get(target).offer(new Element.Rows(part));
            }
        }
    }

    private ChannelQueue nextWithRoom() {
        for (int i = 0; i < queues.size(); i++) {
            turn = turn + 1 == queues.size() ? 0 : turn + 1;
            ChannelQueue queue = queues.get(turn);
            if (queue.hasRoom() && !queue.abandoned()) {
                return queue;
            }
        }
        return queues.get(turn);
    }

    @Override
    public void control(Element control) {
        queues.forEach(queue -> queue.offerControl(control));
    }

    @Override
    public CompletableFuture<Void> end() {
        control(Element.end());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean abandoned() {
        return queues.stream().allMatch(ChannelQueue::abandoned);
    }

    @Override
    public void fail(String reason) {
        registry.failProducer(key.producer(), reason);
    }
}
