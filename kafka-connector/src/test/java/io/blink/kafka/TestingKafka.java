package io.blink.kafka;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.RowKind;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.testing.cluster.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker for tests, with what tests do to topics beside the connector. */
public final class TestingKafka implements AutoCloseable {
    private final KafkaBroker broker;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;

    public TestingKafka(Path folder) {
        broker = KafkaBroker.inFolder(folder).start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "0"),
                new StringSerializer(),
                new StringSerializer());
    }

    public Admin admin() {
        return admin;
    }

    public void createTopic(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                .all()
                .get();
    }

    public void send(ProducerRecord<String, String> record) throws ExecutionException, InterruptedException {
        producer.send(record).get();
    }

    /** Values of committed records, by partition and in its order. */
    public List<String> committed(String topic) {
        return records(topic, "read_committed").stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    public List<ConsumerRecord<String, String>> records(String topic, String isolation) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                isolation,
                "enable.auto.commit",
                false);
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .sorted((a, b) -> a.partition() - b.partition())
                    .toList();
            for (TopicPartition partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    consumer.poll(Duration.ofMillis(100)).forEach(all::add);
                }
            }
        }
        return all;
    }

    /** @param columns as in CREATE TABLE, metadata columns as {@code name TYPE @key} or, written as well, {@code name TYPE =key} */
    public CatalogTable table(String topic, List<String> columns, List<String> primaryKey, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(Map.of(
                "topic",
                topic,
                "properties.bootstrap.servers",
                broker.bootstrapServers(),
                "format",
                "json",
                "scan.startup.mode",
                "earliest-offset"));
        options.putAll(more);
        return new CatalogTable(
                new TablePath("c", "d", topic),
                KafkaConnectorFactory.NAME,
                columns.stream().map(TestingKafka::column).toList(),
                List.of(),
                primaryKey,
                options,
                null,
                null,
                null);
    }

    private static ColumnDefinition column(String text) {
        int at = Math.max(text.indexOf('@'), text.indexOf('='));
        String declared = at < 0 ? text : text.substring(0, at).strip();
        String[] words = declared.split(" ", 2);
        ColumnDefinition.Metadata metadata =
                at < 0 ? null : new ColumnDefinition.Metadata(text.substring(at + 1), text.charAt(at) == '@');
        return new ColumnDefinition(words[0], DataType.parse(words[1]), null, null, metadata);
    }

    /** Rows as {@code value|value}, behind the kind where there are kinds. */
    public static List<String> texts(List<Field> fields, Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                Column column = batch.column(i);
                values.add(String.valueOf(new ColumnText(fields.get(i).type(), ZoneOffset.UTC).text(column, row)));
            }
            String kind = batch.rowKinds() == null ? "" : RowKind.values()[batch.rowKinds()[row]] + " ";
            rows.add(kind + String.join("|", values));
        }
        return rows;
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public KafkaBroker broker() {
        return broker;
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        broker.close();
    }
}
