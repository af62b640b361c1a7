package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.SharedCluster;
import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream over a Hive table to which partitions are added while it runs, while it starts again after a failure and while it is stopped: windows of its days, each row counted once. */
class HiveStreamIT {
    private static final String COUNTS = "SELECT CAST(window_start AS DATE), n, ids FROM counts ORDER BY 1;";

    private final SharedCluster cluster = SharedCluster.get();

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void partitionsThatAreAddedAreCountedOnce() throws InterruptedException {
        FailurePlan plan = FailurePlan.onDemand();
        Map<String, String> settings = Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "io.tmp.dirs",
                folder.resolve("engine").toString());
        try (StreamSession session = new StreamSession(
                settings,
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
        }
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
