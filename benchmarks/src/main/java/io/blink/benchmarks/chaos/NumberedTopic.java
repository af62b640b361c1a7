package io.blink.benchmarks.chaos;

import io.blink.benchmarks.kafka.BrokerTopics;
import io.blink.testing.cluster.KafkaBroker;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of {@code {"k": key, "n": number}}, where each key's numbers go 0, 1, 2, … and each key stays in one partition. One thread produces; any asks how far it is. */
public final class NumberedTopic implements AutoCloseable {
    private final String servers;
    private final String topic;
    private final int keys;
    private final KafkaProducer<String, String> producer;
    private volatile long produced;

    /** Makes the topic. @param keys from 0 on */
    public NumberedTopic(KafkaBroker broker, String topic, int partitions, int keys) {
        this.servers = broker.bootstrapServers();
        this.topic = topic;
        this.keys = keys;
        create(broker, topic, partitions);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", "5"), new StringSerializer(), new StringSerializer());
    }

    /** Makes a topic with as many partitions. */
    public static void create(KafkaBroker broker, String topic, int partitions) {
        BrokerTopics.create(broker, topic, partitions, Map.of());
    }

    /** Adds {@code numbers} numbers to each key; returns when the broker has them. @return how many records there are now */
    public long produce(int numbers) {
        for (int i = 0; i < numbers; i++) {
            long number = produced;
            produced = number + 1;
            for (int key = 0; key < keys; key++) {
                String record = "{\"k\":" + key + ",\"n\":" + number + "}";
                producer.send(new ProducerRecord<>(topic, Integer.toString(key), record));
            }
        }
        producer.flush();
        return produced * keys;
    }

    /** Numbers of each key that were handed to the broker or are about to be. */
    public long produced() {
        return produced;
    }

    @Override
    public void close() {
        producer.close();
    }
}
