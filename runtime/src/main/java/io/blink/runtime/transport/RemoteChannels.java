package io.blink.runtime.transport;

import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.PartitionKey;

/** Opens partitions of other processes. */
public interface RemoteChannels extends AutoCloseable {
    BatchChannel open(ProducerLocation producer, PartitionKey key, boolean blocking, int firstBucket, int bucketCount);

    @Override
    void close();
}
