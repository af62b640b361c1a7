package io.blink.runtime.exchange;

import io.blink.runtime.control.ProducerLocation;

/** Opens what a producer wrote to an edge, wherever it is. */
public interface PartitionOpener {
    /**
     * Returns at once; whatever goes wrong comes out of {@link BatchChannel#poll}.
     *
     * @param blocking whether the producer has finished a blocking partition, rather than running at the same time
     * @param firstBucket of a blocking partition; the consumer's subtask for a pipelined edge
     * @param bucketCount of a blocking partition
     */
    BatchChannel open(ProducerLocation producer, int edgeId, boolean blocking, int firstBucket, int bucketCount);
}
