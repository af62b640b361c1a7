/**
 * Kafka topics as tables. Planning makes a {@link io.blink.kafka.table.KafkaTable} of a table's options, which travels in the handles; {@code source} reads partitions as splits
 * with offsets as positions; {@code sink} writes, in transactions that the job master commits where exactly-once is asked for.
 */
package io.blink.kafka;
