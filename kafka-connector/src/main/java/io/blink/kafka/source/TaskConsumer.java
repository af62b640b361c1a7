package io.blink.kafka.source;

import io.blink.kafka.table.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of all partitions that one task reads. Their readers, each on an I/O thread, take turns: whoever finds nothing for its partition polls for all of them, while others that find
 * nothing wait for the outcome. What a poll brings for others waits in their queues, and a partition whose queue is not empty is paused: it holds no more than one poll's records.
 */
final class TaskConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(TaskConsumer.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** @param position of the next record behind these, markers of transactions left out */
    record Fetched(List<ConsumerRecord<byte[], byte[]>> records, long position) {}

    private static final class Queue {
        private static final long NOTHING = -1;

        private List<ConsumerRecord<byte[], byte[]>> records = List.of();
        private long position;
        /** Whether the consumer stands at {@link #position}. */
        private boolean placed;
        /** What the group is to be told, or {@link #NOTHING}. */
        private long untold = NOTHING;
        /** {@code null}: none. */
        private OffsetOutOfRangeException problem;

        Queue(long position) {
            this.position = position;
        }

        boolean isEmpty() {
            return records.isEmpty() && problem == null;
        }

        Fetched take() {
            if (problem != null) {
                throw problem;
            }
            Fetched fetched = new Fetched(records, position);
            records = List.of();
            return fetched;
        }
    }

    private final KafkaClients clients;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition polled = lock.newCondition();
    private final Map<TopicPartition, Queue> queues = new LinkedHashMap<>();
    /** {@code null} while nobody reads. Used under the lock, or by the one that polls. */
    private Consumer<byte[], byte[]> consumer;

    private boolean polling;

    TaskConsumer(KafkaClients clients) {
        this.clients = clients;
    }

    /** @param position {@link PartitionSplit#BEGINNING} or an offset */
    void join(TopicPartition partition, long position) {
        lock.lock();
        try {
            if (consumer == null) {
                consumer = clients.consumer();
            }
            queues.put(partition, new Queue(position));
        } finally {
            lock.unlock();
        }
    }

    /** With the last reader the consumer goes. */
    void leave(TopicPartition partition) {
        lock.lock();
        try {
            queues.remove(partition);
            closeIfUnused();
        } finally {
            lock.unlock();
        }
    }

    private void closeIfUnused() {
        if (queues.isEmpty() && !polling && consumer != null) {
            try {
                // At once: brokers forget a reader by themselves, and threads that end are interrupted.
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            } catch (KafkaException e) {
                LOG.warn("A consumer cannot be closed", e);
            }
            consumer = null;
        }
    }

    /** What has come for a partition that has joined, waiting a little where nothing has. */
    Fetched poll(TopicPartition partition) {
        lock.lock();
        try {
            Queue queue = queues.get(partition);
            long left = POLL.toNanos();
            while (queue.isEmpty() && polling && left > 0) {
                left = polled.awaitNanos(left);
            }
            if (queue.isEmpty() && !polling) {
                pollForAll();
            }
            return queue.take();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            lock.unlock();
        }
    }

    private void pollForAll() {
        polling = true;
        try {
            place();
            tellUntold();
            List<TopicPartition> awaited = new ArrayList<>(consumer.assignment());
            awaited.removeAll(consumer.paused());
            ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
            Map<TopicPartition, Long> reached = new HashMap<>();
            lock.unlock();
            try {
                records = consumer.poll(POLL);
                awaited.forEach(partition -> reached.put(partition, consumer.position(partition)));
            } finally {
                lock.lock();
            }
            deal(records, reached);
        } catch (OffsetOutOfRangeException e) {
            e.partitions().stream()
                    .map(queues::get)
                    .filter(queue -> queue != null)
                    .forEach(queue -> queue.problem = e);
        } finally {
            polling = false;
            polled.signalAll();
            closeIfUnused();
        }
    }

    /** Brings the consumer to where those that have joined begin, and pauses those whose records are not taken. */
    private void place() {
        if (!consumer.assignment().equals(queues.keySet())) {
            consumer.assign(queues.keySet());
        }
        queues.forEach((partition, queue) -> {
            if (!queue.placed && queue.position == PartitionSplit.BEGINNING) {
                consumer.seekToBeginning(List.of(partition));
            } else if (!queue.placed) {
                consumer.seek(partition, queue.position);
            }
            if (queue.isEmpty()) {
                consumer.resume(List.of(partition));
            } else {
                consumer.pause(List.of(partition));
            }
        });
        // Only where all have been told where to stand can one be asked.
        queues.forEach((partition, queue) -> {
            if (!queue.placed && queue.position == PartitionSplit.BEGINNING) {
                queue.position = consumer.position(partition);
            }
            queue.placed = true;
        });
    }

    private void deal(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> reached) {
        reached.forEach((partition, position) -> {
            Queue queue = queues.get(partition);
            // Another reader of the partition may have come in place of the one that was polled for.
            if (queue != null && queue.placed) {
                // It was empty, or the partition would have been paused.
                queue.records = records.records(partition);
                queue.position = position;
            }
        });
    }

    /** Tells the group without waiting, or has the one that polls next do so. That it may fail or come late harms nobody. */
    void tell(TopicPartition partition, long offset) {
        lock.lock();
        try {
            queues.get(partition).untold = offset;
            if (!polling) {
                tellUntold();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellUntold() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        queues.forEach((partition, queue) -> {
            if (queue.untold != Queue.NOTHING) {
                offsets.put(partition, new OffsetAndMetadata(queue.untold));
                queue.untold = Queue.NOTHING;
            }
        });
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (told, problem) -> {
                if (problem != null) {
                    LOG.info("The group was not told of {}: {}", told, problem.toString());
                }
            });
        }
    }
}
