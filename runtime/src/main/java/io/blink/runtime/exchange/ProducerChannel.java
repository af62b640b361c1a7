package io.blink.runtime.exchange;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;

/** A channel whose failures name the producer whose data is lost. */
public final class ProducerChannel implements BatchChannel {
    private final PartitionKey partition;
    private final String place;
    private final BatchChannel channel;

    /** @param place for people: the worker that has the data */
    public ProducerChannel(PartitionKey partition, String place, BatchChannel channel) {
        this.partition = partition;
        this.place = place;
        this.channel = channel;
    }

    @Override
    public Element poll() {
        try {
            return channel.poll();
        } catch (BlinkException e) {
            String message = partition + " at " + place + " cannot be read: " + e.getMessage();
            throw new BlinkException(
                    RuntimeErrorCode.PARTITION_LOST, message, new LostProducerException(partition, message, e));
        }
    }

    @Override
    public void listener(Runnable listener) {
        channel.listener(listener);
    }

    @Override
    public void close() {
        channel.close();
    }
}
