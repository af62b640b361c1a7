package io.blink.kafka.source;

/**
 * A partition to read.
 *
 * @param start first offset, or {@link #BEGINNING}
 * @param stop first offset that is not read, or {@link #NEVER}
 */
public record PartitionSplit(String topic, int partition, long start, long stop) {
    /** Wherever the partition begins when it is opened: the first offset that there is moves on. */
    public static final long BEGINNING = -2;

    public static final long NEVER = Long.MAX_VALUE;

    /** Unique in a scan. */
    public String id() {
        return topic + "-" + partition;
    }
}
