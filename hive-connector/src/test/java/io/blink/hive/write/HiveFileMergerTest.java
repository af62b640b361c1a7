package io.blink.hive.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.hive.CrashPoint;
import io.blink.hive.CrashingFileSystem;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of several writers that are merged by partition before they are committed: of each checkpoint of a stream, and of a batch. */
class HiveFileMergerTest {
    private static final int WRITERS = 3;
    private static final Map<String, String> OPTIONS =
            Map.of("sink.partition-commit.policy.kind", "metastore", "auto-compaction", "true");

    @TempDir
    Path folder;

    private static SinkPlan plan(TestingHiveTable table) {
        return plan(table, new SinkRequest(false, Map.of(), ExecutionMode.STREAMING));
    }

    private static SinkPlan plan(TestingHiveTable table, SinkRequest request) {
        return table.connector().sink(table.definition()).plan(request);
    }

    private static List<Row> rows(long checkpoint, int writer) {
        long id = checkpoint * 10 + writer;
        return List.of(new Row(id, "a", 2024, "eu"), new Row(id + 100, "b", 2024, "us"));
    }

    private static List<Committable> mergedCheckpoint(TestingHiveTable table, long checkpoint) {
        return merged(table, plan(table), checkpoint);
    }

    private static List<Committable> merged(TestingHiveTable table, SinkPlan plan, long checkpoint) {
        try (TableWriter merger = table.connector()
                .writer(
                        plan.handle(),
                        new WriterContext("s", 9, 0, 1, (int) checkpoint, PreparedRows.FIELDS, ZoneOffset.UTC))) {
            for (int i = 0; i < WRITERS; i++) {
                WriterContext context =
                        new WriterContext("s", 8, i, 1, (int) checkpoint, table.fields(), ZoneOffset.UTC);
                try (TableWriter stage = table.connector().writer(plan.staging(), context)) {
                    stage.write(table.batch(rows(checkpoint, i)));
                    merger.write(PreparedRows.of(stage.prepare(checkpoint), stage::mergeGroup));
                }
            }
            return merger.prepare(checkpoint, Long.MIN_VALUE);
        }
    }

    private static Committer committer(TestingHiveTable table, int term) {
        return table.connector()
                .committer(plan(table).handle(), new CommitterContext("s", 9, term, ExecutionMode.STREAMING));
    }

    private static List<Row> expected() {
        List<Row> all = new ArrayList<>();
        for (long checkpoint = 1; checkpoint <= 2; checkpoint++) {
            for (int writer = 0; writer < WRITERS; writer++) {
                all.addAll(rows(checkpoint, writer));
            }
        }
        return all;
    }

    private static long files(Path partition) throws IOException {
        try (var files = Files.list(partition)) {
            return files.count();
        }
    }

    @Test
    void eachCheckpointIsOneFileInEachPartition() throws IOException {
        TestingHiveTable table = TestingHiveTable.create(new TestingMetastore(), folder, true, OPTIONS);
        try (Committer committer = committer(table, 1)) {
            committer.commit(1, mergedCheckpoint(table, 1));
            committer.commit(2, mergedCheckpoint(table, 2));
            assertThat(files(folder.resolve("t/year=2024/region=eu"))).isEqualTo(2);
            assertThat(files(folder.resolve("t/year=2024/region=us"))).isEqualTo(2);
            committer.cleanUp();
        }
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected());
        assertThat(folder.resolve("t/.blink-staging")).isEmptyDirectory();
    }

    @Test
    void masterMayDieAtAnyChange() throws IOException {
        int changes = 0;
        while (dieAndRecover(CrashPoint.after(changes), "round" + changes)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(20);
    }

    private boolean dieAndRecover(CrashPoint crash, String round) throws IOException {
        TestingMetastore metastore = new TestingMetastore();
        TestingHiveTable table =
                TestingHiveTable.create(metastore, Files.createDirectory(folder.resolve(round)), true, OPTIONS);
        List<Committable> one = mergedCheckpoint(table, 1);
        List<Committable> two = mergedCheckpoint(table, 2);
        TestingHiveTable dying = table.seenBy(metastore.seenBy(crash), CrashingFileSystem.with(crash));
        try (Committer committer = dying.connector()
                .committer(plan(table).handle(), new CommitterContext("s", 9, 1, ExecutionMode.STREAMING))) {
            committer.commit(1, one);
            committer.commit(2, two);
        } catch (CrashPoint.Crashed e) {
            assertThat(crash.crashed()).isTrue();
        }
        try (Committer committer = committer(table, 2)) {
            committer.commit(1, one);
            committer.commit(2, two);
            committer.cleanUp();
        }
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected());
        return crash.crashed();
    }

    private static List<Row> expected(long part) {
        List<Row> rows = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            rows.addAll(rows(part, writer));
        }
        return rows;
    }

    @Test
    void aBatchLeavesOneFileInEachPartitionUnlessFilesAreLargeOnAverage() throws IOException {
        for (boolean small : new boolean[] {true, false}) {
            Map<String, String> options = new HashMap<>(OPTIONS);
            options.put("compaction.small-files.avg-size", small ? "1 mb" : "10 b");
            Path where = Files.createDirectory(folder.resolve("small-" + small));
            TestingHiveTable table = TestingHiveTable.create(new TestingMetastore(), where, true, options);
            SinkPlan plan = plan(table, new SinkRequest(false, Map.of(), ExecutionMode.BATCH));
            assertThat(plan.partitionBy()).as("whoever has them writes rows").isEmpty();
            assertThat(plan.sortBy()).containsExactly(2, 3);
            List<Committable> merged = merged(table, plan, 1);
            assertThat(merged).hasSize(small ? 2 : 2 * WRITERS);
            try (Committer committer = batchCommitter(table, plan, 1)) {
                committer.commit(1, merged);
                committer.cleanUp();
            }
            assertThat(files(where.resolve("t/year=2024/region=eu"))).isEqualTo(small ? 1 : WRITERS);
            assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected(1));
            try (var left = Files.list(where.resolve("t/.blink-staging"))) {
                assertThat(left)
                        .extracting(file -> file.getFileName().toString())
                        .containsExactly("finished-s-9");
            }
        }
    }

    private static Committer batchCommitter(TestingHiveTable table, SinkPlan plan, int term) {
        return table.connector().committer(plan.handle(), new CommitterContext("s", 9, term, ExecutionMode.BATCH));
    }

    private static void commitUnmerged(TestingHiveTable table, Row row) {
        SinkPlan plan = plan(table, new SinkRequest(false, Map.of(), ExecutionMode.BATCH));
        List<Committable> written = table.write(plan.staging(), "before", 1, 0, 1, List.of(row));
        try (Committer committer = table.committer(plan.handle(), "before", 1, ExecutionMode.BATCH)) {
            committer.commit(1, written);
            committer.cleanUp();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void masterOfABatchMayDieAtAnyChange(boolean overwrite) throws IOException {
        int changes = 0;
        while (dieAndRecover(CrashPoint.after(changes), "batch" + overwrite + changes, overwrite)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(10);
    }

    private boolean dieAndRecover(CrashPoint crash, String round, boolean overwrite) throws IOException {
        TestingMetastore metastore = new TestingMetastore();
        TestingHiveTable table =
                TestingHiveTable.create(metastore, Files.createDirectory(folder.resolve(round)), true, OPTIONS);
        Row old = new Row(1L, "old", 2024, "eu");
        commitUnmerged(table, old);
        SinkPlan plan = plan(table, new SinkRequest(overwrite, Map.of(), ExecutionMode.BATCH));
        List<Committable> merged = merged(table, plan, 1);
        TestingHiveTable dying = table.seenBy(metastore.seenBy(crash), CrashingFileSystem.with(crash));
        try (Committer committer = batchCommitter(dying, plan, 1)) {
            committer.commit(1, merged);
            committer.cleanUp();
        } catch (CrashPoint.Crashed e) {
            assertThat(crash.crashed()).isTrue();
        }
        List<Row> expected = new ArrayList<>(expected(1));
        if (!overwrite) {
            expected.add(old);
        }
        for (int term = 2; term <= 3; term++) {
            try (Committer committer = batchCommitter(table, plan, term)) {
                committer.commit(1, merged);
                committer.cleanUp();
            }
            assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected);
        }
        return crash.crashed();
    }
}
