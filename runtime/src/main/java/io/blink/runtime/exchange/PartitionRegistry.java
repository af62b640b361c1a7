package io.blink.runtime.exchange;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.shuffle.ShufflePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the tasks of this process offer to consumers: queues of pipelined edges and finished partitions of blocking ones. Safe on any thread; deleting files is
 * the caller's business, on an I/O thread. A consumer of a pipelined edge may come before its producer; the queue then waits for it, for a bounded time.
 */
public final class PartitionRegistry {
    private record QueueKey(PartitionKey partition, int consumer) {}

    private record WaitingQueue(ChannelQueue queue, long sinceNanos) {}

    private final long channelBytes;
    private final Map<QueueKey, WaitingQueue> queues = new HashMap<>();
    private final Map<PartitionKey, ShufflePartition> partitions = new HashMap<>();

    /** @param channelBytes bound of each queue */
    public PartitionRegistry(long channelBytes) {
        this.channelBytes = channelBytes;
    }

    /** The queues of a starting producer, one a consumer. */
    synchronized List<ChannelQueue> produce(PartitionKey key, int consumers, Runnable roomListener) {
        List<ChannelQueue> produced = new ArrayList<>(consumers);
        for (int consumer = 0; consumer < consumers; consumer++) {
            ChannelQueue queue = queue(key, consumer);
            queue.producerArrived(roomListener);
            produced.add(queue);
        }
        return produced;
    }

    /** What a producer sends to one consumer of a pipelined edge, whether or not the producer has started. */
    public synchronized ChannelQueue consume(PartitionKey key, int consumer) {
        return queue(key, consumer);
    }

    private ChannelQueue queue(PartitionKey key, int consumer) {
        return queues.computeIfAbsent(
                        new QueueKey(key, consumer),
                        ignored -> new WaitingQueue(new ChannelQueue(channelBytes), System.nanoTime()))
                .queue();
    }

    /** Offers a finished partition of a blocking edge. */
    public synchronized void publish(PartitionKey key, ShufflePartition partition) {
        partitions.put(key, partition);
    }

    public synchronized Optional<ShufflePartition> partition(PartitionKey key) {
        return Optional.ofNullable(partitions.get(key));
    }

    /** Tells the consumers of an attempt's pipelined edges that it has not finished. */
    public void failProducer(TaskAttemptId producer, String reason) {
        BlinkException failure = new BlinkException(
                RuntimeErrorCode.PARTITION_LOST,
                "Task " + producer.getVertexId() + "." + producer.getSubtask() + ", attempt " + producer.getAttempt()
                        + ", of job " + producer.getJobId() + " ended early: " + reason);
        matching(key -> key.partition().producer().equals(producer)).forEach(queue -> queue.fail(failure));
    }

    /** Fails consumers whose producer has not come for so long, and forgets queues that are empty for good. */
    public void expire(long nowNanos, long waitNanosMax) {
        List<ChannelQueue> late = new ArrayList<>();
        synchronized (this) {
            queues.values().removeIf(waiting -> waiting.queue().drained());
            queues.values().stream()
                    .filter(waiting ->
                            !waiting.queue().producerKnown() && nowNanos - waiting.sinceNanos() > waitNanosMax)
                    .forEach(waiting -> late.add(waiting.queue()));
        }
        late.forEach(queue -> queue.fail(new BlinkException(
                RuntimeErrorCode.PARTITION_LOST, "The producer of a pipelined edge did not start here in time.")));
    }

    /** Forgets what these attempts offered; the caller deletes the partitions returned. */
    public synchronized List<ShufflePartition> release(List<TaskAttemptId> producers) {
        queues.keySet().removeIf(key -> producers.contains(key.partition().producer()));
        return removePartitions(key -> producers.contains(key.producer()));
    }

    /** Forgets what a job offered; the caller deletes the partitions returned. */
    public synchronized List<ShufflePartition> releaseJob(String jobId) {
        queues.keySet().removeIf(key -> key.partition().producer().getJobId().equals(jobId));
        return removePartitions(key -> key.producer().getJobId().equals(jobId));
    }

    private List<ShufflePartition> removePartitions(Predicate<PartitionKey> chosen) {
        List<ShufflePartition> removed = new ArrayList<>();
        partitions.entrySet().removeIf(entry -> {
            boolean match = chosen.test(entry.getKey());
            if (match) {
                removed.add(entry.getValue());
            }
            return match;
        });
        return removed;
    }

    private synchronized List<ChannelQueue> matching(Predicate<QueueKey> chosen) {
        return queues.entrySet().stream()
                .filter(entry -> chosen.test(entry.getKey()))
                .map(entry -> entry.getValue().queue())
                .toList();
    }
}
