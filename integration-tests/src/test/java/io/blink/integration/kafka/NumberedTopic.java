package io.blink.integration.kafka;

import io.blink.testing.cluster.KafkaBroker;
import io.blink.testing.exactlyonce.KeyedSequences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of {@code {"k": key, "n": number}}, where each key's numbers go 0, 1, 2, …: written, and read by committed readers. */
final class NumberedTopic implements AutoCloseable {
    private static final Pattern RECORD = Pattern.compile("\\{\"k\":(\\d+),\"n\":(\\d+)}");

    private final String servers;
    private final int keys;
    private final KafkaProducer<String, String> producer;
    private long produced;

    NumberedTopic(KafkaBroker broker, int keys) {
        servers = broker.bootstrapServers();
        this.keys = keys;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", "5"), new StringSerializer(), new StringSerializer());
    }

    void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    /** Adds {@code numbers} numbers to each key. @return how many records there are now */
    long produce(String topic, int numbers) {
        for (int i = 0; i < numbers; i++) {
            long number = produced++;
            for (int key = 0; key < keys; key++) {
                String record = "{\"k\":" + key + ",\"n\":" + number + "}";
                producer.send(new ProducerRecord<>(topic, Integer.toString(key), record));
            }
        }
        producer.flush();
        return produced * keys;
    }

    /** Numbers of each key. */
    long produced() {
        return produced;
    }

    /** Reads committed records from the beginning until there were {@code wanted} and, behind them, nothing more has come for a moment. */
    KeyedSequences read(String topic, String reader, AtomicLong wanted, AtomicLong seen) {
        KeyedSequences numbers = new KeyedSequences(reader, keys);
        Map<String, Object> properties =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "enable.auto.commit", false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean quiet = false;
            while (!(quiet && numbers.count() >= wanted.get())
                    && !Thread.currentThread().isInterrupted()) {
                var records = consumer.poll(Duration.ofMillis(500));
                quiet = records.isEmpty();
                records.forEach(record -> add(record, numbers));
                seen.set(numbers.count());
            }
        }
        return numbers;
    }

    private static void add(ConsumerRecord<String, String> record, KeyedSequences numbers) {
        Matcher matcher = RECORD.matcher(record.value());
        if (!matcher.matches()) {
            throw new IllegalStateException("no numbered record: " + record.value());
        }
        numbers.add(
                Integer.parseInt(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                record.topic() + "-" + record.partition() + " offset " + record.offset());
    }

    @Override
    public void close() {
        producer.close();
    }
}
