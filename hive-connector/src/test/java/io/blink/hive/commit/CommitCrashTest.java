package io.blink.hive.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.hive.CrashPoint;
import io.blink.hive.CrashingFileSystem;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job master dies at each single change that a commit makes, and another one takes over. */
class CommitCrashTest {
    private static final Row A = new Row(1L, "a", 2023, "eu");
    private static final Row B = new Row(2L, "b", 2024, "eu");
    private static final Row C = new Row(3L, "c", 2024, "us");
    private static final Row NEW_B = new Row(20L, "new b", 2024, "eu");
    private static final Row NEW_D = new Row(40L, "new d", 2025, "eu");
    private static final Row LATER = new Row(50L, "later", 2024, "eu");

    /** What is inserted over A, B and C, and what the table holds afterwards. */
    enum Insert {
        INTO(false, Map.of(), List.of(NEW_B, NEW_D), List.of(A, B, C, NEW_B, NEW_D)),
        OVERWRITE_DYNAMIC(true, Map.of(), List.of(NEW_B, NEW_D), List.of(A, C, NEW_B, NEW_D)),
        OVERWRITE_STATIC(true, Map.of("year", "2024", "region", "eu"), List.of(NEW_B), List.of(A, C, NEW_B)),
        OVERWRITE_BY_NOTHING(true, Map.of("year", "2024", "region", "eu"), List.of(), List.of(A, C));

        private final boolean overwrite;
        private final Map<String, String> staticPartition;
        private final List<Row> inserted;
        private final List<Row> result;

        Insert(boolean overwrite, Map<String, String> staticPartition, List<Row> inserted, List<Row> result) {
            this.overwrite = overwrite;
            this.staticPartition = staticPartition;
            this.inserted = inserted;
            this.result = result;
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void nextMasterOfTheJobFinishes(Insert insert) throws IOException {
        int crashes = crashEverywhere(insert, (table, sink, written) -> {
            for (int term = 2; term <= 3; term++) {
                try (Committer committer = table.committer(sink, "job2", term, ExecutionMode.BATCH)) {
                    committer.commit(1, written);
                    committer.cleanUp();
                }
                assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(insert.result);
            }
        });
        assertThat(crashes).as("changes that a commit makes").isGreaterThan(8);
    }

    @ParameterizedTest
    @EnumSource(names = {"INTO", "OVERWRITE_STATIC"})
    void rerunWithOtherFilesIsNeitherLostNorDoubled(Insert insert) throws IOException {
        crashEverywhere(insert, (table, sink, written) -> {
            List<Committable> again = table.write(sink, "job2", 2, 1, 1, insert.inserted);
            try (Committer committer = table.committer(sink, "job2", 2, ExecutionMode.BATCH)) {
                committer.commit(1, again);
                committer.cleanUp();
            }
            assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(insert.result);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"INTO", "OVERWRITE_DYNAMIC"})
    void anotherJobFinishesWhatWasJournaled(Insert insert) throws IOException {
        crashEverywhere(insert, (table, sink, written) -> {
            boolean decided = isJournaled(table) || !isBefore(table);
            List<Row> before = decided ? insert.result : List.of(A, B, C);
            table.insert("job3", false, Map.of(), List.of(LATER));
            assertThat(table.rows())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(before.stream(), Stream.of(LATER)).toList());
            table.insert("job4", true, Map.of("year", "2024", "region", "eu"), List.of(LATER));
            assertThat(table.rows())
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    before.stream()
                                            .filter(row -> row.year() != 2024
                                                    || !row.region().equals("eu")),
                                    Stream.of(LATER))
                            .toList());
        });
    }

    @FunctionalInterface
    private interface Recovery {
        void run(PlainFiles table, ConnectorHandle sink, List<Committable> written);
    }

    /** How many changes a commit makes. */
    private int crashEverywhere(Insert insert, Recovery recovery) throws IOException {
        int changes = 0;
        while (crashOnce(insert, CrashPoint.after(changes), "round" + changes, recovery)) {
            changes++;
        }
        return changes;
    }

    private boolean crashOnce(Insert insert, CrashPoint crash, String round, Recovery recovery) throws IOException {
        TestingMetastore metastore = new TestingMetastore();
        TestingHiveTable hive = TestingHiveTable.create(
                metastore,
                Files.createDirectory(folder.resolve(round)),
                true,
                Map.of("sink.partition-commit.policy.kind", "metastore,success-file"));
        // The dead master may hold the lock on the table, which ends with its lease.
        PlainFiles table = new PlainFiles(hive, new VirtualClock());
        table.insert("job1", false, Map.of(), List.of(A, B, C));
        ConnectorHandle sink = hive.planInsert(insert.overwrite, insert.staticPartition, ExecutionMode.BATCH);
        List<Committable> written = table.write(sink, "job2", 1, 0, 1, insert.inserted);
        TestingHiveTable dying = hive.seenBy(metastore.seenBy(crash), CrashingFileSystem.with(crash));
        try (Committer committer = dying.committer(sink, "job2", 1, ExecutionMode.BATCH)) {
            committer.commit(1, written);
            committer.cleanUp();
        } catch (CrashPoint.Crashed e) {
            assertThat(crash.crashed()).isTrue();
            if (!isJournaled(table) && isBefore(table)) {
                assertThat(table.rows())
                        .as("before the journal, %s", e.getMessage())
                        .containsExactlyInAnyOrder(A, B, C);
            }
        }
        recovery.run(table, sink, written);
        return crash.crashed();
    }

    private static boolean isJournaled(PlainFiles table) {
        return table.exists(".blink-staging/job2-7/intent-1.json");
    }

    /** Whether the commit has not even begun, as opposed to being over with its journal removed. */
    private static boolean isBefore(PlainFiles table) {
        return !table.exists(".blink-staging/finished-job2-7");
    }
}
