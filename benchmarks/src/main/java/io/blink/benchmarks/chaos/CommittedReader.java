package io.blink.benchmarks.chaos;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.testing.cluster.KafkaBroker;
import io.blink.testing.exactlyonce.KeyedSequences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the committed records of a topic of {@code {"k": key, "n": number}} from its beginning; with a {@code "c"}, that must be how many numbers of the key there were, this one
 * included. {@link #read} on a thread of its own, all else on any.
 */
public final class CommittedReader {
    private static final Pattern RECORD = Pattern.compile("\\{\"k\":(\\d+),\"n\":(\\d+)(?:,\"c\":(\\d+))?}");
    private static final Duration POLL = Duration.ofMillis(200);

    private final String servers;
    private final String topic;
    private final LongConsumer listener;
    private final KeyedSequences numbers;
    private volatile long seen;
    private volatile boolean finishing;

    /** @param name for messages @param listener gets the number of each record as it comes */
    public CommittedReader(KafkaBroker broker, String topic, int keys, String name, LongConsumer listener) {
        this.servers = broker.bootstrapServers();
        this.topic = topic;
        this.listener = listener;
        this.numbers = new KeyedSequences(name, keys);
    }

    /** Reads until it is told to finish, and then what is committed by then. */
    public KeyedSequences read() {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "enable.auto.commit", false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!finishing) {
                poll(consumer);
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                poll(consumer);
            }
        }
        return numbers;
    }

    private void poll(KafkaConsumer<String, String> consumer) {
        consumer.poll(POLL).forEach(this::add);
        seen = numbers.count();
    }

    private void add(ConsumerRecord<String, String> record) {
        String place = record.topic() + "-" + record.partition() + " offset " + record.offset();
        Matcher matcher = RECORD.matcher(record.value());
        if (!matcher.matches()) {
            throw new BlinkException(
                    BenchErrorCode.ENGINE_FAILED, "No numbered record at " + place + ": " + record.value());
        }
        int key = Integer.parseInt(matcher.group(1));
        long number = Long.parseLong(matcher.group(2));
        numbers.add(key, number, place);
        if (matcher.group(3) != null && Long.parseLong(matcher.group(3)) != number + 1) {
            numbers.wrong(
                    "number " + number + " of key " + key + " has the count " + matcher.group(3) + " at " + place);
        }
        listener.accept(number);
    }

    /** Records so far. */
    public long seen() {
        return seen;
    }

    /** Has {@link #read} end. */
    public CommittedReader finish() {
        finishing = true;
        return this;
    }
}
