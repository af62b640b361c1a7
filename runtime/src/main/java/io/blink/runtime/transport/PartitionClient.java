package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.FailedChannel;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PartitionOpener;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.exchange.ProducerChannel;
import java.util.concurrent.Executor;

/**
 * Opens partitions for the consumers of one process: those of the same worker by reference or from its files, others through connections. Safe on any thread; nothing
 * blocks. Closed with the process.
 */
public final class PartitionClient implements PartitionOpener, AutoCloseable {
    private final String workerId;
    private final PartitionRegistry registry;
    private final RemoteChannels remote;
    private final Executor ioExecutor;
    private final boolean forceWire;

    /**
     * @param workerId of the worker that this process is; empty for a client or a job master
     * @param registry of this worker
     * @param remote connections to other workers
     */
    public PartitionClient(
            String workerId,
            PartitionRegistry registry,
            RemoteChannels remote,
            Executor ioExecutor,
            boolean forceWire) {
        this.workerId = workerId;
        this.registry = registry;
        this.remote = remote;
        this.ioExecutor = ioExecutor;
        this.forceWire = forceWire;
    }

    @Override
    public BatchChannel open(
            ProducerLocation producer, int edgeId, boolean blocking, int firstBucket, int bucketCount) {
        PartitionKey key = new PartitionKey(producer.getProducer(), edgeId);
        boolean local = !workerId.isEmpty() && producer.getWorkerId().equals(workerId);
        BatchChannel channel = local
                ? local(key, blocking, firstBucket, bucketCount)
                : remote.open(producer, key, blocking, firstBucket, bucketCount);
        String place = "worker " + producer.getWorkerId()
                + (local ? "" : " (" + producer.getDataHost() + ":" + producer.getDataPort() + ")");
        return new ProducerChannel(key, place, channel);
    }

    private BatchChannel local(PartitionKey key, boolean blocking, int firstBucket, int bucketCount) {
        if (blocking) {
            return registry.partition(key)
                    .<BatchChannel>map(
                            partition -> new LocalPartitionChannel(partition, firstBucket, bucketCount, ioExecutor))
                    .orElseGet(() -> new FailedChannel(missing(key)));
        }
        BatchChannel queue = registry.consume(key, firstBucket);
        return forceWire ? new WireChannel(queue) : queue;
    }

    static BlinkException missing(PartitionKey key) {
        return new BlinkException(
                RuntimeErrorCode.PARTITION_LOST, "This worker has no " + key + "; it may have been released.");
    }

    @Override
    public void close() {
        remote.close();
    }
}
