package io.blink.kafka.source;

import io.blink.kafka.table.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/**
 * Where records go that cannot be read: key and value as they are, the record's headers and four more, {@code blink.topic}, {@code blink.partition}, {@code blink.offset}
 * and {@code blink.error}. They are there before the reader's position moves past them, so that none is missing; after a restart some may come twice.
 */
final class PoisonTopic implements AutoCloseable {
    private final KafkaClients clients;
    private final String topic;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private Producer<byte[], byte[]> producer;

    PoisonTopic(KafkaClients clients, String topic) {
        this.clients = clients;
        this.topic = topic;
    }

    void send(ConsumerRecord<byte[], byte[]> record, String error) {
        if (producer == null) {
            producer = clients.producer(Map.of(ProducerConfig.ACKS_CONFIG, "all"));
        }
        ProducerRecord<byte[], byte[]> poison = new ProducerRecord<>(topic, record.key(), record.value());
        Headers headers = poison.headers();
        record.headers().forEach(headers::add);
        add(headers, "blink.topic", record.topic());
        add(headers, "blink.partition", Integer.toString(record.partition()));
        add(headers, "blink.offset", Long.toString(record.offset()));
        add(headers, "blink.error", error);
        sent.add(producer.send(poison));
    }

    private static void add(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns when all are in the topic. */
    void flush() {
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            sent.clear();
        } catch (ExecutionException e) {
            throw clients.failed("writing to 'poison-records.topic' = '" + topic + "'", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failed("writing to 'poison-records.topic' = '" + topic + "'", e);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
