package io.blink.kafka.sink;

import io.blink.kafka.table.KafkaTable;

/** A write. */
public record SinkHandle(KafkaTable table) {
    public static final int VERSION = 1;
}
