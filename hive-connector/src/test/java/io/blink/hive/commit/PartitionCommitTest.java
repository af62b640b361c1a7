package io.blink.hive.commit;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.partition.ReachedWatermark;
import io.blink.hive.CrashPoint;
import io.blink.hive.CrashingFileSystem;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a stream makes the partitions known that it wrote to, with masters that die at any step and streams that follow each other. */
class PartitionCommitTest {
    private static final String Y23 = "year=2023/region=eu";
    private static final String Y24 = "year=2024/region=eu";
    private static final Row IN_23 = new Row(1L, "a", 2023, "eu");
    private static final Row IN_24 = new Row(2L, "b", 2024, "eu");
    private static final Row LATE_IN_23 = new Row(3L, "late", 2023, "eu");

    @TempDir
    Path folder;

    private final TestingMetastore metastore = new TestingMetastore();
    private final VirtualClock clock = new VirtualClock();
    private PlainFiles table;
    private ConnectorHandle sink;

    private void create(Map<String, String> options) {
        TestingHiveTable hive = TestingHiveTable.create(metastore, folder, true, options(options));
        table = new PlainFiles(hive, clock);
        sink = hive.planInsert(false, Map.of(), ExecutionMode.STREAMING);
    }

    private static Map<String, String> options(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("sink.partition-commit.policy.kind", "metastore,success-file");
        return options;
    }

    /** A partition is a year, known an hour after its beginning. */
    private static Map<String, String> byTime() {
        return Map.of(
                "sink.partition-commit.trigger", "partition-time",
                "sink.partition-commit.delay", "1 h",
                "partition.time-extractor.timestamp-pattern", "$year-01-01 00:00:00");
    }

    private static long micros(String time) {
        return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }

    private Committer committer(String job, int term) {
        return table.committer(sink, job, term, ExecutionMode.STREAMING);
    }

    /** What tasks prepare whose watermarks are these. */
    private List<Committable> prepared(String job, long checkpoint, List<Row> rows, long... watermarks) {
        List<Committable> prepared = new ArrayList<>(table.write(sink, job, 1, (int) checkpoint, checkpoint, rows));
        for (int i = 0; i < watermarks.length; i++) {
            prepared.add(new WriterWatermark(new ReachedWatermark(i, checkpoint, watermarks[i])).committable());
        }
        return prepared;
    }

    private List<String> known() {
        return metastore.partitionNames("default", "t");
    }

    private boolean successFile(String partition) {
        return Files.exists(folder.resolve("t").resolve(partition).resolve("_SUCCESS"));
    }

    @Test
    void aPartitionIsKnownOnceTheLowestWatermarkIsTheDelayBehindItsTime() throws IOException {
        create(byTime());
        try (Committer committer = committer("s", 1)) {
            committer.commit(1, prepared("s", 1, List.of(IN_23, IN_24), micros("2023-01-01T00:30:00"), Long.MIN_VALUE));
            assertThat(known()).isEmpty();
            assertThat(folder.resolve("t").resolve(Y23)).isDirectory();
            committer.commit(
                    2, prepared("s", 2, List.of(), micros("2024-05-01T00:00:00"), micros("2023-01-01T01:00:00")));
            assertThat(known()).as("the watermark must be above it").isEmpty();
            committer.commit(
                    3, prepared("s", 3, List.of(), micros("2024-05-01T00:00:00"), micros("2023-01-01T01:00:01")));
            assertThat(known()).containsExactly(Y23);
            assertThat(successFile(Y23)).isTrue();
            assertThat(successFile(Y24)).isFalse();
            assertThat(table.rows()).containsExactly(IN_23);
            Path success = folder.resolve("t").resolve(Y23).resolve("_SUCCESS");
            Files.setLastModifiedTime(success, FileTime.fromMillis(1_000));
            committer.commit(4, prepared("s", 4, List.of(LATE_IN_23), Long.MAX_VALUE, micros("2023-02-01T00:00:00")));
            assertThat(Files.getLastModifiedTime(success))
                    .as("those who wait for it see that there is more")
                    .isGreaterThan(FileTime.fromMillis(1_000));
            assertThat(table.rows()).containsExactlyInAnyOrder(IN_23, LATE_IN_23);
            assertThat(known()).containsExactly(Y23);
            committer.commit(5, prepared("s", 5, List.of(), Long.MAX_VALUE));
            assertThat(known()).containsExactlyInAnyOrder(Y23, Y24);
            committer.cleanUp();
        }
        assertThat(table.rows()).containsExactlyInAnyOrder(IN_23, LATE_IN_23, IN_24);
        assertThat(table.exists(".blink-staging/pending-s-7")).isFalse();
    }

    @Test
    void theZoneOfTheTimesIsAnOption() {
        Map<String, String> options = new HashMap<>(byTime());
        options.put("sink.partition-commit.watermark-time-zone", "America/New_York");
        create(options);
        try (Committer committer = committer("s", 1)) {
            committer.commit(1, prepared("s", 1, List.of(IN_23), micros("2023-01-01T05:59:59")));
            assertThat(known()).isEmpty();
            committer.commit(2, prepared("s", 2, List.of(), micros("2023-01-01T06:00:01")));
            assertThat(known()).containsExactly(Y23);
        }
    }

    @Test
    void byProcessTimeAPartitionIsKnownTheDelayAfterItsFirstRows() {
        create(Map.of("sink.partition-commit.delay", "10 min"));
        try (Committer committer = committer("s", 1)) {
            committer.commit(1, prepared("s", 1, List.of(IN_23), 0));
            clock.pause(Duration.ofMinutes(9));
            committer.commit(2, prepared("s", 2, List.of(LATE_IN_23, IN_24), 0));
            assertThat(known()).isEmpty();
            clock.pause(Duration.ofMinutes(1));
        }
        try (Committer next = committer("s", 2)) {
            next.commit(2, prepared("s", 2, List.of(), 0));
            assertThat(known())
                    .as("a checkpoint that is committed does nothing again")
                    .isEmpty();
            next.commit(3, List.of());
            assertThat(known()).containsExactly(Y23);
            next.commit(4, prepared("s", 4, List.of(), Long.MAX_VALUE));
            assertThat(known()).as("no more rows come").containsExactlyInAnyOrder(Y23, Y24);
        }
    }

    @Test
    void theNextStreamMakesKnownWhatOneThatWasStoppedLeft() {
        create(byTime());
        try (Committer stopped = committer("old", 1)) {
            stopped.commit(1, prepared("old", 1, List.of(IN_23), micros("2023-01-01T00:00:00")));
            stopped.cleanUp();
            stopped.cleanUp();
        }
        assertThat(table.exists(".blink-staging/pending-old-7")).isTrue();
        try (Committer next = committer("new", 1)) {
            next.commit(2, prepared("new", 2, List.of(IN_24), micros("2023-01-01T00:30:00")));
            assertThat(known()).isEmpty();
            assertThat(table.exists(".blink-staging/pending-old-7")).isFalse();
        }
        try (Committer afterItsMaster = committer("new", 2)) {
            afterItsMaster.commit(3, prepared("new", 3, List.of(), micros("2023-06-01T00:00:00")));
        }
        assertThat(known()).containsExactly(Y23);
    }

    @Test
    void masterMayDieAtAnyChange() throws IOException {
        int changes = 0;
        while (dieAndRecover(CrashPoint.after(changes), "round" + changes)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(15);
    }

    private boolean dieAndRecover(CrashPoint crash, String round) throws IOException {
        TestingMetastore store = new TestingMetastore();
        Path where = Files.createDirectory(folder.resolve(round));
        TestingHiveTable hive = TestingHiveTable.create(store, where, true, options(byTime()));
        table = new PlainFiles(hive, clock);
        sink = hive.planInsert(false, Map.of(), ExecutionMode.STREAMING);
        List<Committable> one = prepared("s", 1, List.of(IN_23, IN_24), micros("2023-01-01T00:00:00"));
        List<Committable> two = prepared("s", 2, List.of(), micros("2023-07-01T00:00:00"));
        List<Committable> three = prepared("s", 3, List.of(LATE_IN_23), micros("2023-08-01T00:00:00"));
        TestingHiveTable dying = hive.seenBy(store.seenBy(crash), CrashingFileSystem.with(crash));
        try (Committer committer = dying.committer(sink, "s", 1, ExecutionMode.STREAMING)) {
            committer.commit(1, one);
            committer.commit(2, two);
            committer.commit(3, three);
        } catch (CrashPoint.Crashed e) {
            assertThat(crash.crashed()).isTrue();
        }
        try (Committer committer = committer("s", 2)) {
            committer.commit(1, one);
            committer.commit(2, two);
            assertThat(store.partitionNames("default", "t")).containsExactly(Y23);
            committer.commit(3, three);
            committer.commit(4, prepared("s", 4, List.of(), Long.MAX_VALUE));
            committer.cleanUp();
        }
        assertThat(table.rows()).containsExactlyInAnyOrder(IN_23, LATE_IN_23, IN_24);
        for (String partition : List.of(Y23, Y24)) {
            assertThat(where.resolve("t").resolve(partition).resolve("_SUCCESS"))
                    .exists();
        }
        assertThat(where.resolve("t/.blink-staging/s-7")).doesNotExist();
        return crash.crashed();
    }

    @Test
    void aRowWhosePartitionHasNoTimeIsAnErrorBeforeAFileIsThere() {
        TestingHiveTable hive = TestingHiveTable.create(metastore, folder, true, options(byTime()));
        ConnectorHandle handle = hive.planInsert(false, Map.of(), ExecutionMode.STREAMING);
        assertFails(
                FormatErrorCode.INVALID_PARTITION_TIME,
                "year=__HIVE_DEFAULT_PARTITION__/region=eu",
                () -> hive.write(handle, "s", 1, 0, 1, List.of(new Row(1L, "a", null, "eu"))));
    }

    @Test
    void writersSayHowFarTheWatermarkIsAndKeepWhatIsPreparedWhenTheyFail() {
        TestingHiveTable hive = TestingHiveTable.create(metastore, folder, true, options(byTime()));
        ConnectorHandle handle = hive.planInsert(false, Map.of(), ExecutionMode.STREAMING);
        List<Committable> prepared;
        try (TableWriter writer =
                hive.connector().writer(handle, new WriterContext("s", 7, 2, 1, 0, hive.fields(), ZoneOffset.UTC))) {
            writer.write(hive.batch(List.of(IN_23)));
            prepared = writer.prepare(1, micros("2023-07-01T00:00:00"));
            writer.write(hive.batch(List.of(IN_24)));
            writer.abort();
        }
        assertThat(Prepared.of(prepared.get(1)))
                .isEqualTo(new WriterWatermark(new ReachedWatermark(2, 1, micros("2023-07-01T00:00:00"))));
        try (Committer committer = hive.committer(handle, "s", 1, ExecutionMode.STREAMING)) {
            committer.commit(1, prepared);
        }
        assertThat(hive.rows()).containsExactly(IN_23);
    }
}
