package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.SharedCluster;
import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams and Hive tables: one over a table to which partitions are added while it runs, while it starts again after a failure and while it is stopped, windows of whose days count each row
 * once; one whose writers share partitions; one that looks rows up.
 */
class HiveStreamIT {
    private static final String COUNTS = "SELECT CAST(window_start AS DATE), n, ids FROM counts ORDER BY 1;";

    private final SharedCluster cluster = SharedCluster.get();

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void partitionsThatAreAddedAreCountedOnce() throws InterruptedException {
        FailurePlan plan = FailurePlan.onDemand();
        try (StreamSession session = new StreamSession(
                slots(),
                factory -> factory.name().equals("hive") ? new FailingConnectorFactory(factory, plan) : factory)) {
            session.run(cluster.use("hive_stream_it") + """
                    CREATE TABLE visits (id BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS SOURCE_WATERMARK())
                    PARTITIONED BY (dt STRING)
                    TBLPROPERTIES ('streaming-source.enable' = 'true', 'streaming-source.monitor-interval' = '100 ms',
                      'streaming-source.partition-order' = 'partition-time');
                    CREATE TEMPORARY TABLE counts (window_start TIMESTAMP(6), n BIGINT, ids BIGINT)
                    WITH ('connector' = 'filesystem', 'path' = '%s/counts', 'format' = 'parquet');
                    SET 'execution.checkpointing.interval' = '50 ms';
                    SET 'execution.checkpointing.savepoint-dir' = '%s/savepoints';
                    SET 'restart-strategy.exponential-delay.initial-backoff' = '1 ms';
                    """.formatted(folder, folder));
            add(session, 1, "(1, TIMESTAMP '2024-01-01 23:00:00'), (2, TIMESTAMP '2024-01-01 01:00:00')");
            String first = start(session, "");
            add(session, 2, "(10, TIMESTAMP '2024-01-02 08:00:00')");
            awaitCounts(session, first, List.of(List.of("2024-01-01", "2", "3")));

            plan.failNext();
            add(session, 3, "(100, TIMESTAMP '2024-01-03 08:00:00'), (200, TIMESTAMP '2024-01-03 07:00:00')");
            awaitCounts(session, first, List.of(List.of("2024-01-01", "2", "3"), List.of("2024-01-02", "1", "10")));
            session.await(first, "its restart", status -> status.restarts() == 1);

            String savepoint = session.run("STOP JOB '" + first + "' WITH SAVEPOINT;")
                    .get(0)
                    .get(0);
            session.jobs().await(first);
            add(session, 4, "(1000, TIMESTAMP '2024-01-04 12:00:00')");
            String second = start(session, "SET 'execution.state-recovery.path' = '" + savepoint + "';");
            session.run("RESET 'execution.state-recovery.path';");
            add(session, 5, "(10000, TIMESTAMP '2024-01-05 12:00:00')");
            awaitCounts(
                    session,
                    second,
                    List.of(
                            List.of("2024-01-01", "2", "3"),
                            List.of("2024-01-02", "1", "10"),
                            List.of("2024-01-03", "2", "300"),
                            List.of("2024-01-04", "1", "1000")));
            session.run("STOP JOB '" + second + "';");
            assertThat(session.run(
                            "ANALYZE TABLE visits COMPUTE STATISTICS FOR COLUMNS id; DESCRIBE FORMATTED visits id;"))
                    .contains(List.of("max", "10000"), List.of("distinct_count", "7"));
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void writersThatShareAPartitionLeaveOneFileOfACheckpoint() throws InterruptedException {
        String insert = "INSERT INTO merged SELECT id, id % 3 FROM numbers;";
        try (StreamSession session = new StreamSession(slots())) {
            session.run(cluster.use("hive_stream_it")
                    + """
                    CREATE TABLE merged (id BIGINT) PARTITIONED BY (part BIGINT) STORED AS ORC
                    TBLPROPERTIES ('sink.partition-commit.policy.kind' = 'metastore,success-file', 'auto-compaction' = 'true');
                    CREATE TEMPORARY TABLE files (id BIGINT, part BIGINT, name STRING METADATA FROM 'file.name' VIRTUAL) PARTITIONED BY (part)
                    WITH ('connector' = 'filesystem', 'path' = '%s/user/hive/warehouse/hive_stream_it.db/merged', 'format' = 'orc');
                    CREATE TEMPORARY TABLE numbers (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '20000',
                      'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '20000');
                    SET 'execution.runtime-mode' = 'streaming';
                    SET 'execution.checkpointing.interval' = '10 min';
                    SET 'parallelism.default' = '2';
                    """.formatted(cluster.hadoop().fileSystem()));
            assertThat(session.run("EXPLAIN " + insert).toString()).contains("small files merged");
            session.jobs().await(session.run(insert).get(0).get(0));
            session.run("SET 'execution.runtime-mode' = 'batch';");
            assertThat(session.run("SELECT part, COUNT(*), SUM(id) FROM merged GROUP BY part ORDER BY part;"))
                    .containsExactly(
                            List.of("0", "6666", "66663333"),
                            List.of("1", "6667", "66670000"),
                            List.of("2", "6667", "66676667"));
            assertThat(session.run(
                            "SELECT part, COUNT(*), COUNT(DISTINCT name) FROM files GROUP BY part ORDER BY part;"))
                    .containsExactly(List.of("0", "6666", "1"), List.of("1", "6667", "1"), List.of("2", "6667", "1"));
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void rowsAreLookedUpInTheNewestPartition() throws InterruptedException {
        try (StreamSession session = new StreamSession(slots())) {
            session.run(cluster.use("hive_stream_it") + """
                    CREATE TABLE names (id BIGINT, name STRING) PARTITIONED BY (dt STRING)
                    TBLPROPERTIES ('streaming-source.enable' = 'true', 'streaming-source.partition.include' = 'latest',
                      'streaming-source.monitor-interval' = '100 ms');
                    INSERT INTO names PARTITION (dt = '1') VALUES (1, 'old'), (2, 'gone');
                    INSERT INTO names PARTITION (dt = '2') VALUES (1, 'newer');
                    CREATE TEMPORARY TABLE facts (id BIGINT, now AS PROCTIME()) WITH ('connector' = 'datagen', 'rows-per-second' = '20',
                      'fields.id.min' = '1', 'fields.id.max' = '2');
                    CREATE TEMPORARY TABLE found (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = '%s/found', 'format' = 'parquet');
                    SET 'parallelism.default' = '1';
                    SET 'execution.checkpointing.interval' = '500 ms';
                    SET 'execution.runtime-mode' = 'streaming';
                    """.formatted(folder));
            String job = session.run("""
                    INSERT INTO found SELECT f.id, COALESCE(n.name, 'none')
                    FROM facts f LEFT JOIN names FOR SYSTEM_TIME AS OF f.now AS n ON f.id = n.id;
                    """).get(0).get(0);
            session.await(job, "its rows", status -> Files.exists(folder.resolve("found")));
            session.run("SET 'execution.runtime-mode' = 'batch';");
            awaitFound(session, job, List.of(List.of("1", "newer"), List.of("2", "none")));
            session.run("INSERT INTO names PARTITION (dt = '3') VALUES (2, 'newest');");
            awaitFound(
                    session,
                    job,
                    List.of(List.of("1", "newer"), List.of("1", "none"), List.of("2", "newest"), List.of("2", "none")));
            session.run("STOP JOB '" + job + "';");
        }
    }

    private static void awaitFound(StreamSession session, String job, List<List<String>> expected)
            throws InterruptedException {
        String query = "SELECT DISTINCT id, name FROM found ORDER BY id, name;";
        List<List<String>> found = session.run(query);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (found.size() < expected.size() && System.nanoTime() < deadline) {
            found = session.run(query);
        }
        assertThat(found).as("%s", session.jobs().status(job)).containsExactlyElementsOf(expected);
    }

    private Map<String, String> slots() {
        return Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "io.tmp.dirs",
                folder.resolve("engine").toString());
    }

    private static void add(StreamSession session, int day, String rows) throws InterruptedException {
        session.run("SET 'execution.runtime-mode' = 'batch'; INSERT INTO visits PARTITION (dt = '2024-01-0" + day
                + "') VALUES " + rows + ";");
    }

    private static String start(StreamSession session, String settings) throws InterruptedException {
        return session.run(settings + """
                        SET 'execution.runtime-mode' = 'streaming';
                        SET 'parallelism.default' = '2';
                        INSERT INTO counts SELECT window_start, COUNT(*), SUM(id)
                        FROM TABLE(TUMBLE(TABLE visits, DESCRIPTOR(at), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
                        """).get(0).get(0);
    }

    /** The counts come with a checkpoint behind the watermark. */
    private static void awaitCounts(StreamSession session, String job, List<List<String>> expected)
            throws InterruptedException {
        session.run("SET 'execution.runtime-mode' = 'batch';");
        List<List<String>> counts = session.run(COUNTS);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (counts.size() < expected.size() && System.nanoTime() < deadline) {
            counts = session.run(COUNTS);
        }
        assertThat(counts).as("%s", session.jobs().status(job)).containsExactlyElementsOf(expected);
    }
}
