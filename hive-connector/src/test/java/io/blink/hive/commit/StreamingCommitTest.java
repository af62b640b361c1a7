package io.blink.hive.commit;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.hive.CrashPoint;
import io.blink.hive.CrashingFileSystem;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.MetastoreCall;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a stream into a Hive table, with masters that die, sleep and repeat themselves. */
class StreamingCommitTest {
    private static final Map<String, String> POLICY =
            Map.of("sink.partition-commit.policy.kind", "metastore,success-file");
    private static final List<Row> FIRST = List.of(new Row(1L, "a", 2024, "eu"), new Row(2L, "b", 2024, "us"));
    private static final List<Row> SECOND = List.of(new Row(3L, "c", 2024, "eu"), new Row(4L, "d", 2025, "eu"));

    @TempDir
    Path folder;

    private TestingMetastore metastore;
    private TestingHiveTable hive;
    private PlainFiles table;
    private ConnectorHandle sink;

    @BeforeEach
    void createTable() {
        reset(folder);
    }

    private void reset(Path where) {
        metastore = new TestingMetastore();
        hive = TestingHiveTable.create(metastore, where, true, POLICY);
        table = new PlainFiles(hive, new VirtualClock());
        sink = hive.planInsert(false, Map.of(), ExecutionMode.STREAMING);
    }

    private List<Committable> write(long checkpoint, List<Row> rows) {
        return table.write(sink, "stream", 1, (int) checkpoint, checkpoint, rows);
    }

    private Committer committer(int term) {
        return table.committer(sink, "stream", term, ExecutionMode.STREAMING);
    }

    @Test
    void rowsAreSeenWithTheirCheckpointAndOnce() {
        List<Committable> one = write(1, FIRST);
        List<Committable> two = write(2, SECOND);
        try (Committer committer = committer(1)) {
            assertThat(table.rows()).isEmpty();
            committer.commit(1, one);
            assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(FIRST);
            committer.commit(1, one);
            committer.commit(2, two);
            committer.commit(2, two);
            committer.commit(3, List.of());
            committer.cleanUp();
            committer.cleanUp();
        }
        assertThat(table.rows()).hasSize(4).containsAll(FIRST).containsAll(SECOND);
        assertThat(folder.resolve("t/year=2025/region=eu/_SUCCESS")).exists();
        assertThat(folder.resolve("t/.blink-staging/stream-7")).doesNotExist();
    }

    @Test
    void whatDeadJobsLeftIsRemovedAfterAWeekUnlessTheirCommitWaits() throws IOException {
        Path staging = folder.resolve("t/.blink-staging");
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
        for (String file :
                List.of("dead-7/data/1/0-0/0.parquet", "waits-7/intent-1.json", "young-7/data/1/0-0/0.parquet")) {
            Files.createDirectories(staging.resolve(file).getParent());
            Files.writeString(staging.resolve(file), "{}");
        }
        for (String old : List.of("dead-7/data/1/0-0/0.parquet", "dead-7", "waits-7/intent-1.json", "waits-7")) {
            Files.setLastModifiedTime(staging.resolve(old), longAgo);
        }
        try (Committer committer = hive.committer(sink, "stream", 1, ExecutionMode.STREAMING)) {
            committer.commit(1, write(1, FIRST));
            committer.cleanUp();
        }
        assertThat(staging.resolve("dead-7")).doesNotExist();
        assertThat(staging.resolve("waits-7/intent-1.json")).exists();
        assertThat(staging.resolve("young-7/data/1/0-0/0.parquet")).exists();
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(FIRST);
    }

    @Test
    void masterMayDieAtAnyChange() throws IOException {
        int changes = 0;
        do {
            reset(Files.createDirectory(folder.resolve("round" + changes)));
        } while (dieAndRecover(CrashPoint.after(changes++)));
        assertThat(changes).isGreaterThan(15);
    }

    private boolean dieAndRecover(CrashPoint crash) {
        List<Committable> one = write(1, FIRST);
        List<Committable> two = write(2, SECOND);
        List<Committable> neverCompleted = write(3, FIRST);
        assertThat(neverCompleted).isNotEmpty();
        TestingHiveTable dying = hive.seenBy(metastore.seenBy(crash), CrashingFileSystem.with(crash));
        try (Committer committer = dying.committer(sink, "stream", 1, ExecutionMode.STREAMING)) {
            committer.commit(1, one);
            committer.commit(2, two);
        } catch (CrashPoint.Crashed e) {
            assertThat(crash.crashed()).isTrue();
        }
        try (Committer committer = committer(2)) {
            committer.commit(1, one);
            committer.commit(2, two);
            committer.cleanUp();
        }
        assertThat(table.rows()).hasSize(4).containsAll(FIRST).containsAll(SECOND);
        return crash.crashed();
    }

    @Test
    void sleepingMasterChangesNothingWhenItWakes() {
        List<Committable> one = write(1, FIRST);
        try (Committer sleeper = committer(1);
                Committer successor = committer(2)) {
            successor.commit(1, one);
            assertFails(
                    HiveErrorCode.COMMIT_FENCED, "term 2 has taken over", () -> sleeper.commit(2, write(2, SECOND)));
            assertFails(HiveErrorCode.COMMIT_FENCED, "term 2 has taken over", sleeper::cleanUp);
            assertFails(HiveErrorCode.COMMIT_FENCED, "term 2 has taken over", () -> committer(1));
            successor.cleanUp();
            assertFails(HiveErrorCode.COMMIT_FENCED, "the job is over", () -> sleeper.commit(2, write(2, SECOND)));
        }
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(FIRST);
    }

    @Test
    void fileThatIsNowhereIsAnAlarmAndNoSilentLoss() throws IOException {
        List<Committable> one = write(1, FIRST);
        String path = ((StagedFile) Prepared.of(one.get(0))).path();
        Files.delete(Path.of(path.substring("file:".length())));
        try (Committer committer = committer(1)) {
            assertFails(HiveErrorCode.COMMIT_FILE_LOST, path, () -> committer.commit(1, one));
        }
    }

    @Test
    void knownPartitionsAreNotAddedAgain() {
        try (Committer committer = committer(1)) {
            committer.commit(1, write(1, FIRST));
            Map<MetastoreCall, Long> before = metastore.callCounts();
            committer.commit(2, write(2, FIRST));
            Map<MetastoreCall, Long> after = metastore.callCounts();
            assertThat(after.get(MetastoreCall.ADD_PARTITIONS)).isEqualTo(before.get(MetastoreCall.ADD_PARTITIONS));
            assertThat(after.get(MetastoreCall.GET_PARTITIONS_BY_NAMES))
                    .isEqualTo(before.get(MetastoreCall.GET_PARTITIONS_BY_NAMES) + 1);
        }
    }

    @Test
    void figuresOfABatchInsertAreForgottenWhenAStreamAdds() {
        table.insert("batch", false, Map.of(), FIRST);
        try (Committer committer = committer(1)) {
            committer.commit(1, write(1, FIRST));
        }
        assertThat(metastore
                        .partitionsByName("default", "t", List.of("year=2024/region=eu"))
                        .get(0)
                        .parameters())
                .doesNotContainKey("numRows");
        List<Row> expected = new ArrayList<>(FIRST);
        expected.addAll(FIRST);
        assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
