package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream over a folder into which files are moved while it runs, while it starts again after a failure and while it is stopped: each row is read once. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FileStreamTest {
    private final FailurePlan plan = FailurePlan.onDemand();

    @TempDir
    private Path folder;

    private StreamSession session;

    @BeforeEach
    void open() throws InterruptedException {
        Map<String, String> settings = Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "io.tmp.dirs",
                folder.resolve("engine").toString());
        session = new StreamSession(
                settings,
                factory -> factory.name().equals("filesystem") ? new FailingConnectorFactory(factory, plan) : factory);
        session.run("""
                CREATE TABLE visits (id BIGINT, at TIMESTAMP(3), day STRING, WATERMARK FOR at AS at - INTERVAL '1' DAY) PARTITIONED BY (day)
                WITH ('connector' = 'filesystem', 'path' = '%1$s/visits', 'format' = 'json', 'source.monitor-interval' = '20 ms');
                CREATE TABLE counts (window_start TIMESTAMP(3), n BIGINT, ids BIGINT)
                WITH ('connector' = 'filesystem', 'path' = '%1$s/counts', 'format' = 'parquet');
                SET 'execution.checkpointing.interval' = '50 ms';
                SET 'execution.checkpointing.savepoint-dir' = '%1$s/savepoints';
                SET 'restart-strategy.exponential-delay.initial-backoff' = '1 ms';
                """.formatted(folder));
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Moves a file in as a whole, under a day's folder. */
    private void add(int day, String name, String... rows) throws IOException {
        Path parent = Files.createDirectories(folder.resolve("visits/day=" + day));
        Path written = Files.write(parent.resolve("." + name), List.of(rows));
        Files.move(written, parent.resolve(name));
    }

    private static String row(long id, int day, int hour) {
        return "{\"id\":%d,\"at\":\"2024-01-0%d %02d:00:00\"}".formatted(id, day, hour);
    }

    private String start(String settings) throws InterruptedException {
        return session.run(settings + """
                        SET 'execution.runtime-mode' = 'streaming';
                        SET 'parallelism.default' = '1';
                        INSERT INTO counts SELECT window_start, COUNT(*), SUM(id)
                        FROM TABLE(TUMBLE(TABLE visits, DESCRIPTOR(at), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
                        """).get(0).get(0);
    }

    /** The counts come with a checkpoint behind the watermark. */
    private void awaitCounts(String job, List<List<String>> expected) throws InterruptedException {
        String counts = "SELECT CAST(window_start AS DATE), n, ids FROM counts ORDER BY 1;";
        session.run("SET 'execution.runtime-mode' = 'batch';");
        session.await(job, "its counts", status -> Files.exists(folder.resolve("counts")));
        List<List<String>> rows = session.run(counts);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (rows.size() < expected.size() && System.nanoTime() < deadline) {
            rows = session.run(counts);
        }
        assertThat(rows).as("%s", session.jobs().status(job)).containsExactlyElementsOf(expected);
    }

    @Test
    void filesThatAreAddedAreCountedOnce() throws InterruptedException, IOException {
        add(1, "first", row(1, 1, 23), row(2, 1, 1));
        String first = start("");
        add(3, "second", row(10, 3, 1), row(20, 3, 2));
        awaitCounts(first, List.of(List.of("2024-01-01", "2", "3")));

        plan.failNext();
        add(5, "third", row(100, 5, 1));
        session.await(first, "its restart", status -> status.restarts() == 1);
        add(5, "fourth", row(200, 5, 2));
        awaitCounts(first, List.of(List.of("2024-01-01", "2", "3"), List.of("2024-01-03", "2", "30")));

        String savepoint =
                session.run("STOP JOB '" + first + "' WITH SAVEPOINT;").get(0).get(0);
        session.jobs().await(first);
        add(7, "fifth", row(1000, 7, 1));
        String second = start("SET 'execution.state-recovery.path' = '" + savepoint + "';");
        session.run("RESET 'execution.state-recovery.path';");
        add(7, "sixth", row(2000, 7, 2));
        awaitCounts(
                second,
                List.of(
                        List.of("2024-01-01", "2", "3"),
                        List.of("2024-01-03", "2", "30"),
                        List.of("2024-01-05", "2", "300")));
        session.run("STOP JOB '" + second + "';");
    }

    @Test
    void tasksThatReadBesideEachOtherReadEachFileOnce() throws InterruptedException, IOException {
        String job = session.run("""
                SET 'execution.runtime-mode' = 'streaming';
                SET 'parallelism.default' = '2';
                CREATE TABLE copies (id BIGINT, day STRING) WITH ('connector' = 'filesystem', 'path' = '%s/copies', 'format' = 'json');
                """.formatted(addedTen(1)) + "INSERT INTO copies SELECT id, day FROM visits;")
                .get(0)
                .get(0);
        addedTen(2);
        plan.failNext();
        addedTen(3);
        session.await(job, "its restart", status -> status.restarts() == 1);
        addedTen(4);
        session.run("SET 'execution.runtime-mode' = 'batch';");
        session.await(job, "its copies", status -> Files.exists(folder.resolve("copies")));
        String copies = "SELECT day, COUNT(*), COUNT(DISTINCT id) FROM copies GROUP BY day ORDER BY day;";
        List<List<String>> expected = IntStream.rangeClosed(1, 4)
                .mapToObj(day -> List.of(Integer.toString(day), "10", "10"))
                .toList();
        List<List<String>> rows = session.run(copies);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!rows.equals(expected) && System.nanoTime() < deadline) {
            rows = session.run(copies);
        }
        session.run("STOP JOB '" + job + "' WITH SAVEPOINT;");
        session.jobs().await(job);
        assertThat(session.run(copies)).as("%s", session.jobs().status(job)).containsExactlyElementsOf(expected);
    }

    private Path addedTen(int day) throws IOException {
        for (int i = 0; i < 10; i++) {
            add(day, "file" + i, row(i, day, i));
        }
        return folder;
    }
}
