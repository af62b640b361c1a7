package io.blink.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.TableSource;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.TestingKafka;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.TableDefinition;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PartitionReaderIT {
    private static final List<String> COLUMNS = List.of("n BIGINT", "s STRING");
    private static final Map<String, String> BOUNDED = Map.of("scan.bounded.mode", "latest-offset");

    @TempDir
    static Path folder;

    private static TestingKafka kafka;

    @BeforeAll
    static void start() {
        kafka = new TestingKafka(folder);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static ScanHandle scan(CatalogTable table) {
        TableSource source = new KafkaTableSource("kafka", TableDefinition.of(table, false));
        ConnectorHandle handle = source.plan(new ScanRequest(names(table), List.of(), List.of(), -1, false))
                .handle();
        return PlanJson.read(handle.json(), ScanHandle.class);
    }

    private static List<String> names(CatalogTable table) {
        return table.columns().stream().map(ColumnDefinition::name).toList();
    }

    private static List<Split> splits(ScanHandle scan) {
        return new PartitionSplits(scan, () -> 0).next(100);
    }

    private static PartitionReader reader(ScanHandle scan, Split split, String position) {
        return reader(scan, split, position, new TaskConsumer(new KafkaClients(scan.table())));
    }

    private static PartitionReader reader(ScanHandle scan, Split split, String position, TaskConsumer consumer) {
        return new PartitionReader(
                scan, ReaderContext.plain(split, position, ZoneOffset.UTC), consumer, System::nanoTime);
    }

    private static List<String> readAll(ScanHandle scan) {
        List<String> rows = new ArrayList<>();
        for (Split split : splits(scan)) {
            try (PartitionReader reader = reader(scan, split, null)) {
                rows.addAll(read(scan, reader, Integer.MAX_VALUE));
            }
        }
        return rows;
    }

    private static List<String> read(ScanHandle scan, SplitReader reader, int rows) {
        List<String> texts = new ArrayList<>();
        while (!reader.finished() && texts.size() < rows) {
            Batch batch = reader.next(Math.min(rows - texts.size(), Batch.TARGET_ROWS));
            if (batch != null) {
                texts.addAll(TestingKafka.texts(scan.columns(), batch));
            }
        }
        return texts;
    }

    private static void send(String topic, int partition, String... values) throws Exception {
        for (String value : values) {
            kafka.send(new ProducerRecord<>(
                    topic, partition, 1_700_000_000_000L, "{\"k\":\"key of " + partition + "\"}", value));
        }
    }

    @Test
    void partitionsAreReadUpToWhereTheyEndAndGoneOnWithFromPositions() throws Exception {
        kafka.createTopic("ends", 2);
        send("ends", 0, "{\"n\":1,\"s\":\"a\"}", "{\"n\":2}", "{\"n\":3}");
        send("ends", 1, "{\"n\":10}");
        ScanHandle scan = scan(kafka.table("ends", COLUMNS, List.of(), BOUNDED));
        List<Split> splits = splits(scan);
        send("ends", 0, "{\"n\":4}");
        assertThat(splits).extracting(Split::id).containsExactly("ends-0", "ends-1");
        String position;
        try (PartitionReader first = reader(scan, splits.get(0), null)) {
            assertThat(first.blocking()).isTrue();
            assertThat(read(scan, first, 2)).containsExactly("1|a", "2|null");
            position = first.position();
        }
        try (PartitionReader second = reader(scan, splits.get(0), position)) {
            assertThat(read(scan, second, Integer.MAX_VALUE)).containsExactly("3|null");
            assertThat(second.finished()).isTrue();
        }
        assertThat(readAll(scan)).containsExactly("1|a", "2|null", "3|null", "4|null", "10|null");
    }

    /** A partition that nobody takes from holds up no other, one that is gone stops nobody, and one that comes later is read too. */
    @Test
    void thePartitionsOfATaskShareAConsumer() throws Exception {
        kafka.createTopic("shared", 3);
        send("shared", 0, "{\"n\":1}", "{\"n\":2}");
        send("shared", 1, "{\"n\":10}", "{\"n\":11}");
        send("shared", 2, "{\"n\":20}");
        ScanHandle scan = scan(kafka.table("shared", COLUMNS, List.of(), Map.of()));
        List<Split> splits = splits(scan);
        TaskConsumer consumer = new TaskConsumer(new KafkaClients(scan.table()));
        PartitionReader first = reader(scan, splits.get(0), null, consumer);
        PartitionReader slow = reader(scan, splits.get(1), null, consumer);
        assertThat(read(scan, first, 2)).containsExactly("1|null", "2|null");
        send("shared", 0, "{\"n\":3}");
        send("shared", 1, "{\"n\":12}");
        assertThat(read(scan, first, 1)).containsExactly("3|null");
        assertThat(first.position()).isEqualTo("3");
        PartitionReader late = reader(scan, splits.get(2), "0", consumer);
        assertThat(read(scan, late, 1)).containsExactly("20|null");
        first.close();
        assertThat(read(scan, slow, 3)).containsExactly("10|null", "11|null", "12|null");
        assertThat(slow.position()).isEqualTo("3");
        PartitionReader again = reader(scan, splits.get(0), "1", consumer);
        slow.close();
        assertThat(read(scan, again, 2)).containsExactly("2|null", "3|null");
        late.close();
        again.close();
        try (PartitionReader anew = reader(scan, splits.get(0), "2", consumer)) {
            assertThat(read(scan, anew, 1)).containsExactly("3|null");
        }
    }

    /** Readers on threads of their own, as tasks have them: each gets all of its partition in its order. */
    @Test
    void readersTakeTurnsToPoll() throws Exception {
        int partitions = 3;
        int records = 30;
        kafka.createTopic("turns", partitions);
        for (int i = 0; i < records; i++) {
            for (int partition = 0; partition < partitions; partition++) {
                send("turns", partition, "{\"n\":" + i + "}");
            }
        }
        ScanHandle scan = scan(kafka.table("turns", COLUMNS, List.of(), BOUNDED));
        TaskConsumer consumer = new TaskConsumer(new KafkaClients(scan.table()));
        List<CompletableFuture<List<String>>> all = new ArrayList<>();
        for (Split split : splits(scan)) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try (PartitionReader reader = reader(scan, split, null, consumer)) {
                    return read(scan, reader, Integer.MAX_VALUE);
                }
            }));
        }
        List<String> expected =
                IntStream.range(0, records).mapToObj(i -> i + "|null").toList();
        assertThat(all).hasSize(partitions).allSatisfy(rows -> assertThat(rows.get())
                .isEqualTo(expected));
    }

    @Test
    void keysAndMetadataAreColumns() throws Exception {
        kafka.createTopic("columns", 1);
        ProducerRecord<String, String> record = new ProducerRecord<>(
                "columns",
                0,
                1_700_000_000_123L,
                "{\"id\":7}",
                "{\"s\":\"v\"}",
                List.of(new RecordHeader("h", new byte[] {0}), new RecordHeader("h", new byte[] {1, 2})));
        kafka.send(record);
        kafka.send(new ProducerRecord<String, String>("columns", "{\"id\":8}", null));
        ScanHandle scan = scan(kafka.table(
                "columns",
                List.of(
                        "s STRING",
                        "k_id INT",
                        "t STRING @topic",
                        "p BIGINT @partition",
                        "o BIGINT @offset",
                        "e INT @leader-epoch",
                        "ts TIMESTAMP(3) @timestamp",
                        "tt STRING @timestamp-type",
                        "h MAP<STRING, BYTES> @headers"),
                List.of(),
                Map.of(
                        "scan.bounded.mode",
                        "latest-offset",
                        "key.format",
                        "json",
                        "key.fields",
                        "k_id",
                        "key.fields-prefix",
                        "k_",
                        "value.fields-include",
                        "EXCEPT_KEY")));
        assertThat(readAll(scan))
                .containsExactly("v|7|columns|0|0|0|2023-11-14 22:13:20.123|CreateTime|{\"h\":\"0102\"}");
    }

    @Test
    void aRecordThatCannotBeReadFailsWithItsPlaceOrGoesAside() throws Exception {
        kafka.createTopic("poison", 1);
        kafka.createTopic("poison-aside", 1);
        send("poison", 0, "{\"n\":1}", "{\"n\":\"x\"}", "{\"n\":3}");
        assertThatThrownBy(() -> readAll(scan(kafka.table("poison", COLUMNS, List.of(), BOUNDED))))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(
                        "the record of topic 'poison', partition 0, offset 1 cannot be read: 'n': 'x' is no number");
        Map<String, String> skip = Map.of("scan.bounded.mode", "latest-offset", "poison-records", "skip");
        assertThat(readAll(scan(kafka.table("poison", COLUMNS, List.of(), skip))))
                .containsExactly("1|null", "3|null");
        Map<String, String> aside = Map.of(
                "scan.bounded.mode",
                "latest-offset",
                "poison-records",
                "topic",
                "poison-records.topic",
                "poison-aside");
        assertThat(readAll(scan(kafka.table("poison", COLUMNS, List.of(), aside))))
                .containsExactly("1|null", "3|null");
        ConsumerRecord<String, String> bad =
                kafka.records("poison-aside", "read_committed").get(0);
        assertThat(bad.value()).isEqualTo("{\"n\":\"x\"}");
        assertThat(new String(bad.headers().lastHeader("blink.offset").value())).isEqualTo("1");
        assertThat(new String(bad.headers().lastHeader("blink.error").value())).contains("'x' is no number");
    }

    @Test
    void newPartitionsAreFoundAndReadFromTheirBeginning() throws Exception {
        kafka.createTopic("grows", 1);
        send("grows", 0, "{\"n\":1}");
        ScanHandle scan = scan(kafka.table(
                "grows",
                COLUMNS,
                List.of(),
                Map.of("scan.startup.mode", "latest-offset", "scan.topic-partition-discovery.interval", "10 s")));
        AtomicLong nanos = new AtomicLong();
        PartitionSplits source = new PartitionSplits(scan, nanos::get);
        assertThat(source.next(10)).extracting(Split::id).containsExactly("grows-0");
        kafka.admin()
                .createPartitions(Map.of("grows", NewPartitions.increaseTo(2)))
                .all()
                .get();
        send("grows", 1, "{\"n\":2}");
        assertThat(source.next(10)).isEmpty();
        assertThat(source.finished()).isFalse();
        nanos.addAndGet(10_000_000_000L);
        List<Split> found = source.next(10);
        assertThat(found).extracting(Split::id).containsExactly("grows-1");
        try (PartitionReader reader = reader(scan, found.get(0), null)) {
            assertThat(read(scan, reader, 1)).containsExactly("2|null");
        }
    }

    @Test
    void completedPositionsAreToldToTheGroupWhichIsWhereAnotherJobBegins() throws Exception {
        kafka.createTopic("grouped", 1);
        send("grouped", 0, "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        Map<String, String> options = Map.of(
                "scan.startup.mode", "group-offsets",
                "scan.bounded.mode", "latest-offset",
                "properties.group.id", "told",
                "properties.auto.offset.reset", "earliest");
        ScanHandle scan = scan(kafka.table("grouped", COLUMNS, List.of(), options));
        ScanHandle endless = scan(kafka.table("grouped", COLUMNS, List.of(), withoutEnd(options)));
        try (PartitionReader reader = reader(endless, splits(endless).get(0), null)) {
            assertThat(read(endless, reader, 2)).containsExactly("1|null", "2|null");
            reader.completed(reader.position());
            while (kafka.admin()
                    .listConsumerGroupOffsets("told")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .isEmpty()) {
                reader.next(1);
            }
        }
        assertThat(readAll(scan)).containsExactly("3|null");
    }

    private static Map<String, String> withoutEnd(Map<String, String> options) {
        Map<String, String> endless = new java.util.HashMap<>(options);
        endless.remove("scan.bounded.mode");
        return endless;
    }

    @Test
    void whatCannotBePlannedIsSaid() throws Exception {
        assertThatThrownBy(() -> scan(kafka.table("nowhere", COLUMNS, List.of(), BOUNDED)))
                .hasMessageContaining("there is no topic 'nowhere'");
        kafka.createTopic("some", 1);
        for (String end : List.of("startup", "bounded")) {
            String mode = "scan." + end + ".mode";
            refused(Map.of(mode, "group-offsets"), "'" + mode + "' = 'group-offsets' needs 'properties.group.id'");
            refused(Map.of(mode, "timestamp"), "needs 'scan." + end + ".timestamp-millis'");
            refused(Map.of(mode, "specific-offsets"), "needs 'scan." + end + ".specific-offsets'");
            refused(
                    Map.of(mode, "specific-offsets", "scan." + end + ".specific-offsets", "partition:0;offset:1"),
                    "'partition:0' is not like partition:0,offset:42");
        }
        refused(Map.of("topic", " ; "), "names no topic");
        refused(
                Map.of("poison-records", "topic", "poison-records.topic", "some"),
                "'poison-records.topic' = 'some' is read by the table itself");
        Map<String, String> half = Map.of(
                "scan.startup.mode", "specific-offsets", "scan.startup.specific-offsets", "partition:1,offset:0");
        assertThatThrownBy(() -> splits(scan(kafka.table("some", COLUMNS, List.of(), half))))
                .hasMessageContaining("says nothing about partition 0");
        assertThat(new KafkaTableSource(
                                "kafka", TableDefinition.of(kafka.table("some", COLUMNS, List.of(), Map.of()), false))
                        .boundedness())
                .isEqualTo(Boundedness.UNBOUNDED);
        assertThatThrownBy(() -> scan(kafka.table("some", COLUMNS, List.of(), Map.of("key.format", "json"))))
                .isInstanceOf(BlinkException.class)
                .satisfies(e -> assertThat(((BlinkException) e).code()).isEqualTo(KafkaErrorCode.INVALID_TABLE));
    }

    private static void refused(Map<String, String> options, String why) {
        assertThatThrownBy(() -> scan(kafka.table("some", COLUMNS, List.of(), options)))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(KafkaErrorCode.INVALID_TABLE))
                .hasMessageContaining(why);
    }

    @Test
    void hostsWithoutAnAddressAreNamed() {
        Map<String, String> options = Map.of("properties.bootstrap.servers", "nowhere.invalid:9092");
        assertThatThrownBy(() -> scan(kafka.table("some", COLUMNS, List.of(), options)))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(KafkaErrorCode.UNKNOWN_HOST))
                .hasMessageContaining("no address is known for [nowhere.invalid]");
    }

    @Test
    void timesToComeAreTheEndOfAPartition() throws Exception {
        kafka.createTopic("times", 1);
        send("times", 0, "{\"n\":1}");
        String never = Long.toString(Long.MAX_VALUE / 2);
        Map<String, String> upToThen = Map.of("scan.bounded.mode", "timestamp", "scan.bounded.timestamp-millis", never);
        assertThat(readAll(scan(kafka.table("times", COLUMNS, List.of(), upToThen))))
                .containsExactly("1|null");
        Map<String, String> fromThen = Map.of("scan.startup.mode", "timestamp", "scan.startup.timestamp-millis", never);
        ScanHandle scan = scan(kafka.table("times", COLUMNS, List.of(), fromThen));
        Split split = splits(scan).get(0);
        send("times", 0, "{\"n\":2}");
        try (PartitionReader reader = reader(scan, split, null)) {
            assertThat(read(scan, reader, 1)).containsExactly("2|null");
        }
    }

    @Test
    void aTopicThatGoesBeforeItsEndIsReachedIsAnError() throws Exception {
        kafka.createTopic("goes", 1);
        send("goes", 0, "{\"n\":1}");
        Map<String, String> options = Map.of(
                "scan.bounded.mode", "specific-offsets", "scan.bounded.specific-offsets", "partition:0,offset:2");
        ScanHandle scan = scan(kafka.table("goes", COLUMNS, List.of(), options));
        AtomicLong clock = new AtomicLong();
        TaskConsumer consumer = new TaskConsumer(new KafkaClients(scan.table()));
        ReaderContext context = ReaderContext.plain(splits(scan).get(0), null, ZoneOffset.UTC);
        try (PartitionReader reader = new PartitionReader(scan, context, consumer, clock::get)) {
            assertThat(read(scan, reader, 1)).containsExactly("1|null");
            clock.addAndGet(Silence.BEARABLE.toNanos());
            assertThat(reader.next(1)).as("there may be more to come").isNull();
            kafka.admin().deleteTopics(List.of("goes")).all().get();
            assertThat(reader.next(1)).as("nobody has been asked again").isNull();
            clock.addAndGet(Silence.BEARABLE.toNanos());
            assertThatThrownBy(() -> reader.next(1)).hasMessageContaining("there is no topic 'goes'");
        }
    }

    @Test
    void offsetsThatAreGoneAreAnErrorAndNotAGap() throws Exception {
        kafka.createTopic("expired", 1);
        send("expired", 0, "{\"n\":1}", "{\"n\":2}");
        ScanHandle scan = scan(kafka.table("expired", COLUMNS, List.of(), Map.of()));
        Split split = splits(scan).get(0);
        org.apache.kafka.common.TopicPartition partition = new org.apache.kafka.common.TopicPartition("expired", 0);
        kafka.admin()
                .deleteRecords(Map.of(partition, org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        try (PartitionReader reader = reader(scan, split, "1")) {
            assertThatThrownBy(() -> read(scan, reader, 1))
                    .hasMessageContaining("offset 1 of expired-0 is not there any more");
        }
    }
}
