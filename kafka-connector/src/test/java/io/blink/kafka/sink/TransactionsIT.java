package io.blink.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.RowKind;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.TestingKafka;
import io.blink.kafka.table.TableDefinition;
import io.blink.testing.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransactionsIT {
    private static final List<Field> INPUT =
            List.of(new Field("n", DataType.parse("BIGINT")), new Field("s", DataType.parse("STRING")));

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

    private static SinkHandle sink(String topic, Map<String, String> more) throws Exception {
        kafka.createTopic(topic, 1);
        Map<String, String> options = new HashMap<>(
                Map.of("sink.delivery-guarantee", "exactly-once", "sink.transactional-id-prefix", "test-" + topic));
        options.putAll(more);
        return new SinkHandle(TableDefinition.of(table(topic, options), false));
    }

    private static CatalogTable table(String topic, Map<String, String> options) {
        return kafka.table(topic, List.of("n BIGINT", "s STRING"), List.of(), options);
    }

    private static RecordWriter writer(SinkHandle sink, int attempt) {
        return RecordWriter.of(sink, new WriterContext("job", 3, 0, 1, attempt, INPUT, ZoneOffset.UTC));
    }

    private static TransactionCommitter committer(SinkHandle sink) {
        return new TransactionCommitter(sink, new CommitterContext("job", 3, 1, ExecutionMode.STREAMING));
    }

    private static Batch rows(long... numbers) {
        LongColumnBuilder n = new LongColumnBuilder(numbers.length);
        BytesColumnBuilder s = new BytesColumnBuilder(numbers.length);
        for (long number : numbers) {
            n.append(number);
            s.append("x");
        }
        return new Batch(numbers.length, List.of(n.build(), s.build()));
    }

    private static List<String> values(long... numbers) {
        List<String> values = new ArrayList<>();
        for (long number : numbers) {
            values.add("{\"n\":" + number + ",\"s\":\"x\"}");
        }
        return values;
    }

    @Test
    void rowsAppearWhenTheirCheckpointIsCommittedHoweverOften() throws Exception {
        SinkHandle sink = sink("appear", Map.of());
        try (RecordWriter writer = writer(sink, 0);
                TransactionCommitter committer = committer(sink)) {
            writer.write(rows(1, 2));
            List<Committable> first = writer.prepare(1);
            writer.write(rows(3));
            assertThat(kafka.committed("appear")).isEmpty();
            committer.commit(1, first);
            assertThat(kafka.committed("appear")).isEqualTo(values(1, 2));
            committer.commit(1, first);
            List<Committable> second = writer.prepare(2);
            List<Committable> third = writer.prepare(3);
            try (TransactionCommitter successor = committer(sink)) {
                successor.commit(1, first);
                successor.commit(2, second);
                successor.commit(3, third);
            }
            assertThat(kafka.committed("appear")).isEqualTo(values(1, 2, 3));
        }
    }

    /** Ids are used again, so that old commits come to ids that have gone on: nothing is committed twice, nothing taken for lost. */
    @Test
    void aFewIdsServeManyCheckpoints() throws Exception {
        SinkHandle sink = sink("many", Map.of());
        List<List<Committable>> prepared = new ArrayList<>();
        try (RecordWriter writer = writer(sink, 0);
                TransactionCommitter committer = committer(sink)) {
            for (int checkpoint = 1; checkpoint <= 12; checkpoint++) {
                writer.write(rows(checkpoint));
                prepared.add(writer.prepare(checkpoint));
                if (checkpoint > 1) {
                    committer.commit(checkpoint - 1, prepared.get(checkpoint - 2));
                }
            }
            for (int checkpoint = 1; checkpoint <= 12; checkpoint++) {
                committer.commit(checkpoint, prepared.get(checkpoint - 1));
            }
        }
        assertThat(kafka.committed("many")).isEqualTo(values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        long ids = kafka.admin().listTransactions().all().get().stream()
                .filter(listing -> listing.transactionalId().startsWith("test-many"))
                .count();
        assertThat(ids).isLessThanOrEqualTo(6);
    }

    @Test
    void whatAnEarlierAttemptLeftOpenIsAbortedWhenALaterOneCommits() throws Exception {
        SinkHandle sink = sink("restart", Map.of());
        RecordWriter killed = writer(sink, 0);
        killed.write(rows(1));
        List<Committable> first = killed.prepare(1);
        killed.write(rows(2));
        killed.prepare(2);
        killed.write(rows(2));
        // Closed without an end of the open transaction, as by a kill.
        killed.close();
        try (RecordWriter restarted = writer(sink, 1);
                TransactionCommitter committer = committer(sink)) {
            committer.commit(1, first);
            restarted.write(rows(2));
            List<Committable> second = restarted.prepare(2);
            assertThat(kafka.committed("restart")).isEqualTo(values(1));
            committer.commit(2, second);
            assertThat(kafka.committed("restart")).isEqualTo(values(1, 2));
        }
    }

    @Test
    void aLostTransactionFailsUnlessSaidOtherwise() throws Exception {
        SinkHandle sink = sink("lost", Map.of("properties.transaction.timeout.ms", "1000"));
        SinkHandle tolerant = new SinkHandle(TableDefinition.of(
                table(
                        "lost",
                        Map.of(
                                "sink.delivery-guarantee",
                                "exactly-once",
                                "sink.transactional-id-prefix",
                                "test-lost",
                                "sink.on-lost-transaction",
                                "continue")),
                false));
        try (RecordWriter writer = writer(sink, 0);
                TransactionCommitter committer = committer(sink);
                TransactionCommitter other = committer(tolerant)) {
            writer.write(rows(1));
            List<Committable> prepared = writer.prepare(7);
            String id = new TransactionIds("test-lost", "job", 3, 0, 1, 0).id(0);
            Waiting.until("the brokers gave up " + id, Duration.ofSeconds(30), () -> isAborted(id));
            assertThatThrownBy(() -> committer.commit(7, prepared))
                    .isInstanceOf(BlinkException.class)
                    .satisfies(e -> assertThat(((BlinkException) e).code()).isEqualTo(KafkaErrorCode.TRANSACTION_LOST))
                    .hasMessageContaining("for checkpoint 7 are lost");
            other.commit(7, prepared);
            assertThat(kafka.committed("lost")).isEmpty();
        }
    }

    private static boolean isAborted(String id) {
        try {
            return kafka.admin()
                            .describeTransactions(List.of(id))
                            .description(id)
                            .get()
                            .state()
                    == TransactionState.COMPLETE_ABORT;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Neither by its commits, nor by a restart, nor by its end does a job, or another sink of the same job, touch what is not its own. */
    @Test
    void jobsAndSinksOfOnePrefixDoNotDisturbEachOther() throws Exception {
        SinkHandle sink = sink("shared", Map.of());
        for (TransactionIds ids :
                List.of(new TransactionIds("", "job2", 3, 0, 1, 1), new TransactionIds("", "job", 4, 0, 1, 1))) {
            CommitterContext otherContext =
                    new CommitterContext(ids.jobId(), ids.operatorId(), 1, ExecutionMode.STREAMING);
            int before = kafka.committed("shared").size();
            try (RecordWriter writer = writer(sink, 0);
                    TransactionCommitter committer = committer(sink);
                    RecordWriter other = RecordWriter.of(
                            sink, new WriterContext(ids.jobId(), ids.operatorId(), 0, 1, 1, INPUT, ZoneOffset.UTC));
                    TransactionCommitter otherCommitter = new TransactionCommitter(sink, otherContext)) {
                writer.write(rows(1));
                List<Committable> prepared = writer.prepare(1);
                writer.write(rows(3));
                other.write(rows(2));
                otherCommitter.commit(1, other.prepare(1));
                otherCommitter.cleanUp();
                committer.commit(1, prepared);
                committer.commit(2, writer.prepare(2));
            }
            assertThat(kafka.committed("shared").subList(before, before + 3))
                    .containsExactlyInAnyOrderElementsOf(values(1, 2, 3));
        }
    }

    @Test
    void timeOutsThatTheBrokersRefuseAreSaidBeforeAnyRow() throws Exception {
        SinkHandle sink = sink("timeout", Map.of("properties.transaction.timeout.ms", "3600000"));
        try (RecordWriter writer = writer(sink, 0)) {
            assertThatThrownBy(() -> writer.write(rows(1)))
                    .hasMessageContaining("'properties.transaction.timeout.ms' is 3600000")
                    .hasMessageContaining("transaction.max.timeout.ms");
        }
    }

    @Test
    void withoutTransactionsRowsAreThereWithTheCheckpoint() throws Exception {
        kafka.createTopic("plain", 1);
        SinkHandle sink =
                new SinkHandle(TableDefinition.of(table("plain", Map.of("sink.partitioner", "fixed")), false));
        try (RecordWriter writer = writer(sink, 0);
                TransactionCommitter committer = committer(sink)) {
            writer.write(rows(1, 2));
            assertThat(writer.prepare(1)).isEmpty();
            committer.commit(1, List.of());
            assertThat(kafka.committed("plain")).isEqualTo(values(1, 2));
        }
    }

    /** The producer holds rows back for a minute, unless it is told to close. */
    @Test
    void withoutAGuaranteeRowsAreWaitedForAtTheEndAlone() throws Exception {
        kafka.createTopic("careless", 1);
        Map<String, String> options = Map.of("sink.delivery-guarantee", "none", "properties.linger.ms", "60000");
        SinkHandle sink = new SinkHandle(TableDefinition.of(table("careless", options), false));
        try (RecordWriter failing = writer(sink, 0)) {
            failing.write(rows(1));
            failing.abort();
        }
        try (RecordWriter ending = writer(sink, 1)) {
            ending.write(rows(2));
            ending.prepare(1);
        }
        assertThat(kafka.committed("careless")).isEqualTo(values(2));
    }

    @Test
    void upsertsAreKeysWithTheirLastContentAndTombstones() throws Exception {
        kafka.createTopic("upserts", 1);
        SinkHandle sink = new SinkHandle(TableDefinition.of(
                kafka.table("upserts", List.of("n BIGINT", "s STRING"), List.of("n"), Map.of("key.format", "json")),
                true));
        Batch rows = rows(1, 1, 1, 2);
        byte[] kinds = {
            (byte) RowKind.INSERT.ordinal(),
            (byte) RowKind.UPDATE_BEFORE.ordinal(),
            (byte) RowKind.UPDATE_AFTER.ordinal(),
            (byte) RowKind.DELETE.ordinal()
        };
        try (RecordWriter writer = writer(sink, 0)) {
            writer.write(new Batch(4, rows.columns(), kinds));
            writer.prepare(1);
        }
        assertThat(kafka.records("upserts", "read_committed"))
                .extracting(ConsumerRecord::key, ConsumerRecord::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("{\"n\":1}", "{\"n\":1,\"s\":\"x\"}"),
                        org.assertj.core.groups.Tuple.tuple("{\"n\":1}", "{\"n\":1,\"s\":\"x\"}"),
                        org.assertj.core.groups.Tuple.tuple("{\"n\":2}", null));
    }

    @Test
    void whatCannotBeWrittenIsRefusedWhenPlanned() {
        CatalogTable table = table("t", Map.of("sink.delivery-guarantee", "exactly-once"));
        assertThatThrownBy(() -> plan(table)).hasMessageContaining("needs 'sink.transactional-id-prefix'");
        assertThatThrownBy(() -> plan(table("a;b", Map.of()))).hasMessageContaining("written to one topic");
        CatalogTable offsets = kafka.table("t", List.of("n BIGINT", "o BIGINT =offset"), List.of(), Map.of());
        assertThatThrownBy(() -> plan(offsets)).hasMessageContaining("declare it VIRTUAL");
        assertThatThrownBy(() -> plan(table("t", Map.of("sink.partitioner", "my.Own"))))
                .hasMessageContaining("none of default, fixed and round-robin");
        assertThatThrownBy(() -> plan(table("t", Map.of("properties.bootstrap.servers", "nowhere.invalid:9092"))))
                .hasMessageContaining("no address is known for [nowhere.invalid]");
        CatalogTable upserts = kafka.table(
                "t",
                List.of("n BIGINT"),
                List.of("n"),
                Map.of("key.format", "json", "sink.partitioner", "round-robin"));
        assertThatThrownBy(() -> plan(table("t", Map.of("properties.transactional.id", "mine"))))
                .hasMessageContaining("'properties.transactional.id' is for the connector to say");
        assertThatThrownBy(() -> plan(upserts, true)).hasMessageContaining("all records of a key must lie in one");
    }

    private static void plan(CatalogTable table) {
        plan(table, false);
    }

    private static void plan(CatalogTable table, boolean upsert) {
        new KafkaTableSink("kafka", TableDefinition.of(table, upsert))
                .plan(new SinkRequest(false, Map.of(), ExecutionMode.STREAMING));
    }
}
