package io.blink.kafka.source;

import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** How long a partition that has an end has brought nothing. That its topic is gone nobody tells those who read it, and so they ask. One thread; blocks when it asks. */
final class Silence {
    static final Duration BEARABLE = Duration.ofSeconds(30);

    private final KafkaTable table;
    private final TopicPartition partition;
    private final LongSupplier nanoTime;
    private long sinceNanos;

    /** @param nanoTime the clock */
    Silence(KafkaTable table, TopicPartition partition, LongSupplier nanoTime) {
        this.table = table;
        this.partition = partition;
        this.nanoTime = nanoTime;
        isBroken();
    }

    /** Something has come. */
    void isBroken() {
        sinceNanos = nanoTime.getAsLong();
    }

    /** Nothing has come; an error if that has been so for long and the partition is gone, or nobody knows. */
    void goesOn() {
        if (nanoTime.getAsLong() - sinceNanos < BEARABLE.toNanos()) {
            return;
        }
        KafkaClients clients = new KafkaClients(table);
        try (Admin admin = clients.admin()) {
            new TopicPartitions(table, clients).require(admin, partition);
        }
        isBroken();
    }
}
