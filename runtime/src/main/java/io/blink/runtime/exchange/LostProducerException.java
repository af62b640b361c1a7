package io.blink.runtime.exchange;

/** The cause of a {@link io.blink.runtime.RuntimeErrorCode#PARTITION_LOST} that names whose data is lost, so that the scheduler can have it made again. */
public final class LostProducerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PartitionKey partition;

    public LostProducerException(PartitionKey partition, String message, Throwable cause) {
        super(message, cause);
        this.partition = partition;
    }

    public PartitionKey partition() {
        return partition;
    }
}
