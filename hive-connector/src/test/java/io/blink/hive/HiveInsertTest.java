package io.blink.hive;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.MetastoreCall;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INSERT as its user sees it: what rows a table has afterwards. */
class HiveInsertTest {
    private static final List<Row> OLD = List.of(Row.of(1, "one"), Row.of(2, null));
    private static final List<Row> NEW = List.of(Row.of(3, "three"));
    private static final Row A = new Row(1L, "a", 2023, "eu");
    private static final Row B = new Row(2L, "b", 2024, "eu");
    private static final Row C = new Row(3L, "c", 2024, "us/ca");
    private static final Row D = new Row(4L, "d", null, null);

    private final TestingMetastore metastore = new TestingMetastore();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void insertIntoAddsRows(String format) {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of("format", format));
        table.insert("job1", false, Map.of(), OLD);
        table.insert("job2", false, Map.of(), NEW);
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(concat(OLD, NEW));
        assertThat(metastore.findTable("default", "t").orElseThrow().parameters())
                .containsEntry("numRows", "3");
    }

    @Test
    void overwriteReplacesRows() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job1", false, Map.of(), OLD);
        table.insert("job2", true, Map.of(), NEW);
        assertThat(table.rows()).containsExactlyElementsOf(NEW);
        assertThat(metastore.findTable("default", "t").orElseThrow().parameters())
                .containsEntry("numRows", "1");
    }

    @Test
    void overwriteByNothingClears() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job1", false, Map.of(), OLD);
        table.insert("job2", true, Map.of(), List.of());
        assertThat(table.rows()).isEmpty();
    }

    @Test
    void dynamicPartitionsAreMadeAndFound() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(A, B, C, D));
        assertThat(table.rows()).containsExactlyInAnyOrder(A, B, C, D);
        assertThat(metastore.partitionNames("default", "t"))
                .containsExactlyInAnyOrder(
                        "year=2023/region=eu",
                        "year=2024/region=eu",
                        "year=2024/region=us%2Fca",
                        "year=__HIVE_DEFAULT_PARTITION__/region=__HIVE_DEFAULT_PARTITION__");
        assertThat(folder.resolve("t/year=2024/region=us%2Fca")).isDirectory();
    }

    @Test
    void dynamicOverwriteReplacesOnlyPartitionsThatGetRows() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(A, B, C));
        Row newer = new Row(20L, "newer", 2024, "eu");
        table.insert("job2", true, Map.of(), List.of(newer));
        assertThat(table.rows()).containsExactlyInAnyOrder(A, newer, C);
        table.insert("job3", true, Map.of(), List.of());
        assertThat(table.rows()).containsExactlyInAnyOrder(A, newer, C);
    }

    @Test
    void staticOverwriteReplacesItsPartitionEvenByNothing() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(A, B, C));
        table.insert("job2", true, Map.of("year", "2024", "region", "eu"), List.of());
        assertThat(table.rows()).containsExactlyInAnyOrder(A, C);
        table.insert("job3", true, Map.of("YEAR", "02024"), List.of(new Row(9L, "x", 2024, "eu")));
        assertThat(table.rows()).containsExactlyInAnyOrder(A, C, new Row(9L, "x", 2024, "eu"));
    }

    @Test
    void partitionIsWrittenWhereTheMetastoreHasIt() throws IOException {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        MetastoreTable stored = metastore.findTable("default", "t").orElseThrow();
        String elsewhere = "file:" + folder.resolve("elsewhere");
        metastore.addPartitions(
                stored,
                List.of(new MetastorePartition(
                        List.of("2024", "eu"), stored.storage().withLocation(elsewhere), Map.of())));
        table.insert("job1", false, Map.of(), List.of(B));
        assertThat(table.rows()).containsExactly(B);
        try (Stream<Path> files = Files.list(folder.resolve("elsewhere"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void hivesClaimOfExactFiguresDoesNotSurviveAnInsert() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(B));
        MetastoreTable stored = metastore.findTable("default", "t").orElseThrow();
        String name = "year=2024/region=eu";
        metastore.alterPartitions(
                stored,
                List.of(name),
                partition -> partition.withParametersAdded(Map.of("COLUMN_STATS_ACCURATE", "x")));
        table.insert("job2", false, Map.of(), List.of(B));
        assertThat(metastore
                        .partitionsByName("default", "t", List.of(name))
                        .get(0)
                        .parameters())
                .doesNotContainKey("COLUMN_STATS_ACCURATE")
                .containsEntry("numRows", "2");
    }

    @Test
    void successFileIsWrittenWhereThePolicySaysSo() {
        TestingHiveTable table = TestingHiveTable.create(
                metastore, folder, true, Map.of("sink.partition-commit.policy.kind", "metastore,success-file"));
        table.insert("job1", false, Map.of(), List.of(A));
        assertThat(folder.resolve("t/year=2023/region=eu/_SUCCESS")).exists();
        table.insert("job2", true, Map.of(), List.of(A));
        assertThat(folder.resolve("t/year=2023/region=eu/_SUCCESS")).exists();
        assertThat(table.rows()).containsExactly(A);
    }

    @Test
    void onlyTheChosenAttemptIsCommitted() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        ConnectorHandle sink = table.planInsert(false, Map.of(), ExecutionMode.BATCH);
        table.write(sink, "job1", 1, 0, 1, OLD);
        List<Committable> second = table.write(sink, "job1", 1, 1, 1, OLD);
        try (Committer committer = table.committer(sink, "job1", 1, ExecutionMode.BATCH)) {
            committer.commit(1, second);
            committer.cleanUp();
        }
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(OLD);
        assertThat(folder.resolve("t/.blink-staging/job1-7")).doesNotExist();
    }

    @Test
    void insertAsksTheMetastoreNoMoreThanNeeded() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        ConnectorHandle sink = table.planInsert(false, Map.of(), ExecutionMode.BATCH);
        List<Committable> written = table.write(sink, "job1", 1, 0, 1, List.of(A, B, C));
        Map<MetastoreCall, Long> before = metastore.callCounts();
        try (Committer committer = table.committer(sink, "job1", 1, ExecutionMode.BATCH)) {
            committer.commit(1, written);
            committer.cleanUp();
        }
        Map<MetastoreCall, Long> after = metastore.callCounts();
        before.forEach((call, count) -> after.merge(call, -count, Long::sum));
        after.values().removeIf(count -> count == 0);
        assertThat(after)
                .isEqualTo(Map.of(
                        MetastoreCall.GET_PARTITIONS_BY_NAMES, 1L,
                        MetastoreCall.GET_TABLE, 1L,
                        MetastoreCall.ADD_PARTITIONS, 1L));
    }

    @Test
    void manyUnsortedPartitionsAreWrittenWithFewOpenFiles() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(new Row((long) i, "n" + i, i % 100, "r"));
        }
        table.insert("job1", false, Map.of(), rows);
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(metastore.partitionNames("default", "t")).hasSize(100);
    }

    @Test
    void whatCannotBeWrittenIsRefusedWhilePlanning() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        assertFails(
                HiveErrorCode.INVALID_PARTITION_VALUE,
                "Did you mean 'region'",
                () -> table.planInsert(false, Map.of("regoin", "x"), ExecutionMode.BATCH));
        assertFails(
                HiveErrorCode.INVALID_PARTITION_VALUE,
                "not all partition columns before it",
                () -> table.planInsert(false, Map.of("region", "x"), ExecutionMode.BATCH));
        assertFails(
                HiveErrorCode.INVALID_PARTITION_VALUE,
                "'abc' is no INT",
                () -> table.planInsert(false, Map.of("year", "abc"), ExecutionMode.BATCH));
        assertFails(
                CoreErrorCode.INVALID_CONFIGURATION,
                "sink.partition-commit.policy.kind",
                () -> table.planInsert(false, Map.of(), ExecutionMode.STREAMING));
        alter(Map.of("sink.partition-commit.policy.kind", "metastor"));
        assertFails(
                CoreErrorCode.INVALID_CONFIGURATION,
                "Did you mean 'metastore'",
                () -> table.planInsert(false, Map.of(), ExecutionMode.STREAMING));
        alter(Map.of(
                "sink.partition-commit.policy.kind",
                "metastore",
                "sink.partition-commit.trigger",
                "partition-time",
                "partition.time-extractor.timestamp-pattern",
                "$yaer-01-01"));
        assertFails(
                CoreErrorCode.INVALID_CONFIGURATION,
                "[year, region]",
                () -> table.planInsert(false, Map.of(), ExecutionMode.STREAMING));
        assertFails(CoreErrorCode.NOT_SUPPORTED, "INSERT OVERWRITE", () -> {
            alter(Map.of("sink.partition-commit.trigger", "process-time"));
            table.planInsert(true, Map.of(), ExecutionMode.STREAMING);
        });
        alter(Map.of("transactional", "true"));
        assertFails(
                HiveErrorCode.TRANSACTIONAL_TABLE,
                "default.t",
                () -> table.planInsert(false, Map.of(), ExecutionMode.BATCH));
        assertFails(HiveErrorCode.TRANSACTIONAL_TABLE, "default.t", table::rows);
    }

    private void alter(Map<String, String> parameters) {
        metastore.alterTable("default", "t", table -> table.withParametersAdded(parameters));
    }

    private static <T> List<T> concat(List<T> left, List<T> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }
}
