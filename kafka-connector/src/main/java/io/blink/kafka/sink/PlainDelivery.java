package io.blink.kafka.sink;

import io.blink.core.spi.connector.Committable;
import io.blink.kafka.table.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Records are visible as they come. Without a guarantee nobody waits for them. */
final class PlainDelivery implements Delivery {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final KafkaClients clients;
    private final boolean guaranteed;
    private boolean aborted;

    PlainDelivery(KafkaClients clients, boolean guaranteed) {
        this.clients = clients;
        this.guaranteed = guaranteed;
        producer = clients.producer(guaranteed ? Map.of(ProducerConfig.ACKS_CONFIG, "all") : Map.of());
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return producer;
    }

    @Override
    public void flush() {
        if (guaranteed) {
            producer.flush();
        }
    }

    @Override
    public List<Committable> prepare(long rows) {
        return List.of();
    }

    @Override
    public void abort() {
        // What was sent is visible already; with a guarantee the rows come again, without one nobody waits for them.
        aborted = true;
    }

    @Override
    public long bufferBytes() {
        return clients.bufferBytes();
    }

    /** Waits only for what a job that has come to its end has sent without a guarantee: with one it has been flushed. */
    @Override
    public void close() {
        producer.close(guaranteed || aborted ? Duration.ZERO : CLOSE_TIMEOUT);
    }
}
