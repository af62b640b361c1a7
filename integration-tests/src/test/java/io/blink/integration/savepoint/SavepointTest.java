package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.scheduler.checkpoint.CheckpointRecord.Kind;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.exactlyonce.ResultComparison;
import io.blink.testing.exactlyonce.WindowedCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counts generated rows by window and key; the rows of the table say whether a row was lost or counted twice on the way. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SavepointTest {
    private static final long ROWS = 60_000;
    private static final LocalDateTime START = LocalDateTime.parse("2024-03-31T01:59:58");
    private static final WindowedCount QUERY =
            new WindowedCount(ROWS, START, 500, 1_000_000, 42, "item", 10, "amount", 999);

    @TempDir
    private Path folder;

    private StreamSession session;

    @BeforeEach
    void open() throws InterruptedException {
        session = new StreamSession(Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "io.tmp.dirs",
                folder.resolve("engine").toString()));
        session.run("""
                SET 'execution.runtime-mode' = 'streaming';
                SET 'execution.checkpointing.interval' = '100 ms';
                SET 'execution.checkpointing.savepoint-dir' = '%1$s/savepoints';
                CREATE TABLE counts (window_start TIMESTAMP(6), item INT, n BIGINT, amount BIGINT)
                WITH ('connector' = 'filesystem', 'path' = '%1$s/counts', 'format' = 'parquet');
                """.formatted(folder));
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** @param more further settings, as statements */
    private String start(int parallelism, int rowsPerSecond, String more) throws InterruptedException {
        return session.run("""
                        SET 'parallelism.default' = '%d';
                        %s
                        DROP TEMPORARY TABLE IF EXISTS events;
                        CREATE TEMPORARY TABLE events (
                          item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
                        ) WITH (
                          'connector' = 'datagen', 'number-of-rows' = '%d', 'rows-per-second' = '%d', 'seed' = '42',
                          'start' = '2024-03-31 01:59:58', 'fields.item.max' = '9', 'fields.amount.max' = '999',
                          'fields.at.interval' = '500 us'
                        );
                        INSERT INTO counts SELECT window_start, item, COUNT(*), SUM(amount)
                        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND))
                        GROUP BY window_start, window_end, item;
                        """.formatted(parallelism, more, ROWS, rowsPerSecond))
                .get(0)
                .get(0);
    }

    private static String from(String savepoint) {
        return "SET 'execution.state-recovery.path' = '" + savepoint + "';";
    }

    private void awaitCheckpoint(String job) throws InterruptedException {
        session.await(job, "a checkpoint", status -> status.checkpoints().completed() > 1);
    }

    private String stop(String job) throws InterruptedException {
        awaitCheckpoint(job);
        String savepoint =
                session.run("STOP JOB '" + job + "' WITH SAVEPOINT;").get(0).get(0);
        JobStatus end = session.jobs().status(job);
        assertThat(end.state()).isEqualTo(JobState.FINISHED);
        assertThat(end.checkpoints().savepoint()).isEqualTo(savepoint);
        assertThat(end.checkpoints().history())
                .last()
                .satisfies(record -> assertThat(record.kind()).isEqualTo(Kind.SAVEPOINT))
                .satisfies(record -> assertThat(record.location()).isEqualTo(savepoint));
        return savepoint;
    }

    private void awaitEnd(String job) throws InterruptedException {
        JobStatus end = session.jobs().await(job);
        assertThat(end.state()).as(end.message()).isEqualTo(JobState.FINISHED);
    }

    private void assertExact() throws InterruptedException {
        ResultComparison comparison = ResultComparison.of(QUERY.expected(), lines());
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.rows()).isEqualTo(ROWS);
    }

    private List<ResultComparison.Line> lines() throws InterruptedException {
        return session
                .run("SET 'execution.runtime-mode' = 'batch'; SELECT window_start, item, n, amount FROM counts;")
                .stream()
                .map(row -> new ResultComparison.Line(
                        new WindowedCount.Group(
                                LocalDateTime.parse(row.get(0).replace(' ', 'T')), Long.parseLong(row.get(1))),
                        new WindowedCount.Totals(Long.parseLong(row.get(2)), Long.parseLong(row.get(3)))))
                .toList();
    }

    @Test
    void aStoppedStreamGoesOnWithMoreAndThenWithFewerTasks() throws InterruptedException {
        String first = stop(start(1, 20_000, ""));
        String second = stop(start(4, 20_000, from(first)));
        assertThat(second).isNotEqualTo(first);
        awaitEnd(start(1, 1_000_000, from(second)));
        assertExact();
    }

    @Test
    void aSavepointNeedsNothingOfTheJobAndMayBeMoved() throws Exception {
        String job = start(2, 20_000, "");
        awaitCheckpoint(job);
        Path savepoint = Path.of(session.run("CREATE SAVEPOINT FOR JOB '" + job + "' IN '" + folder + "/elsewhere';")
                .get(0)
                .get(0));
        long committed = session.jobs().status(job).checkpoints().lastCompleted();
        session.await(job, "one more checkpoint", status -> status.checkpoints().lastCompleted() > committed);
        session.run("STOP JOB '" + job + "';");
        assertThat(session.jobs().status(job).state()).isEqualTo(JobState.CANCELED);
        session.run("DROP TABLE counts;");

        Path moved = Files.move(savepoint, folder.resolve("moved"));
        session.run("""
                CREATE TABLE counts (window_start TIMESTAMP(6), item INT, n BIGINT, amount BIGINT)
                WITH ('connector' = 'filesystem', 'path' = '%s/later', 'format' = 'parquet');
                """.formatted(folder));
        awaitEnd(start(2, 1_000_000, from(moved.toString())));
        // What was visible when the savepoint was taken is in the other folder; all later windows are whole.
        List<ResultComparison.Line> lines = lines();
        LocalDateTime began = lines.stream()
                .map(line -> line.group().windowStart())
                .min(LocalDateTime::compareTo)
                .orElseThrow();
        Map<WindowedCount.Group, WindowedCount.Totals> later = new TreeMap<>(QUERY.expected());
        later.keySet().removeIf(group -> group.windowStart().isBefore(began));
        assertThat(ResultComparison.of(later, lines).differences()).isEmpty();
        session.run("DROP SAVEPOINT '" + moved + "';");
        assertThat(moved).doesNotExist();
    }

    @Test
    void aSavepointThatLacksFilesIsNoneToStartFromAndCanBeDropped() throws Exception {
        Path savepoint = Path.of(stop(start(1, 20_000, "")));
        Path lost;
        try (Stream<Path> files = Files.list(savepoint.resolve("state"))) {
            lost = files.sorted().findFirst().orElseThrow();
        }
        Files.delete(lost);
        JobStatus end = session.jobs().await(start(1, 20_000, from(savepoint.toString())));
        assertThat(end.errorCode()).isEqualTo("NO_SAVEPOINT");
        assertThat(end.message()).contains("is not whole: 1 of its ", "first " + lost);
        session.run("DROP SAVEPOINT '" + savepoint + "';");
        assertThat(savepoint).doesNotExist();
    }

    @Test
    void aDrainedStreamHasEmittedItsOpenWindows() throws InterruptedException {
        String job = start(2, 5_000, "");
        awaitCheckpoint(job);
        session.run("STOP JOB '" + job + "' WITH SAVEPOINT WITH DRAIN;");
        assertThat(session.jobs().status(job).state()).isEqualTo(JobState.FINISHED);
        assertThat(unfinishedWindows()).isPositive();
    }

    @Test
    void aStoppedStreamKeepsItsOpenWindows() throws InterruptedException {
        stop(start(2, 20_000, ""));
        assertThat(unfinishedWindows()).isZero();
    }

    /** Windows in the table that do not have all of their rows. */
    private long unfinishedWindows() throws InterruptedException {
        Map<WindowedCount.Group, WindowedCount.Totals> whole = QUERY.expected();
        return lines().stream()
                .filter(line -> !line.totals().equals(whole.get(line.group())))
                .count();
    }

    @Test
    void aRetainedCheckpointOfACanceledJobIsAStart() throws InterruptedException {
        String job = start(2, 20_000, """
                SET 'execution.checkpointing.externalized-checkpoint-retention' = 'RETAIN_ON_CANCELLATION';
                SET 'state.checkpoints.dir' = '%s/retained';
                """.formatted(folder));
        awaitCheckpoint(job);
        session.run("STOP JOB '" + job + "';");
        String retained = session.jobs().status(job).checkpoints().savepoint();
        assertThat(retained).startsWith(folder + "/retained/" + job + "/chk-");
        awaitEnd(start(3, 1_000_000, from(retained) + "SET 'execution.state-recovery.claim-mode' = 'CLAIM';"));
        assertExact();
        assertThat(Path.of(retained)).doesNotExist();
    }

    @Test
    void stateThatNobodyTakesIsAnErrorUnlessItIsIgnored() throws InterruptedException {
        String savepoint = stop(start(1, 20_000, ""));
        String changed = from(savepoint) + "INSERT INTO counts SELECT at, item, CAST(1 AS BIGINT), amount FROM events;";
        String refused = session.run(changed).get(0).get(0);
        JobStatus end = session.jobs().await(refused);
        assertThat(end.errorCode()).isEqualTo("STATE_DOES_NOT_MATCH");
        assertThat(end.message())
                .contains(savepoint)
                .contains("WindowAggregate-")
                .contains("execution.state-recovery.ignore-unclaimed-state");
        String ignoring = session.run("SET 'execution.state-recovery.ignore-unclaimed-state' = 'true';" + changed)
                .get(0)
                .get(0);
        session.await(ignoring, "a checkpoint", status -> status.checkpoints().completed() > 0);
        assertThat(session.jobs().status(ignoring).checkpoints().restoredFrom()).isPositive();
        session.run("STOP JOB '" + ignoring + "';");
    }

    @Test
    void aFolderWithoutASavepointIsNamed() throws InterruptedException {
        String job = start(1, 20_000, from(folder + "/nothing"));
        JobStatus end = session.jobs().await(job);
        assertThat(end.errorCode()).isEqualTo("NO_SAVEPOINT");
        assertThat(end.message()).contains(folder + "/nothing");
        assertThatThrownBy(() -> session.run("DROP SAVEPOINT '" + folder + "/nothing'"))
                .hasMessageContaining("There is no savepoint at " + folder + "/nothing");
    }

    @Test
    void checkpointsAreListed() throws InterruptedException {
        String job = start(1, 20_000, "");
        awaitCheckpoint(job);
        List<List<String>> rows = session.run("SHOW CHECKPOINTS FOR JOB '" + job + "';");
        assertThat(rows).hasSizeGreaterThan(1);
        assertThat(rows.get(0)).startsWith("1", "CHECKPOINT", "COMPLETED");
        assertThat(session.run("DESCRIBE JOB '" + job + "';")).contains(List.of("status", "RUNNING"));
        session.run("STOP JOB '" + job + "';");
    }
}
