package io.blink.integration.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.ContainerProcess;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One session and what its user does with it by the scripts of the archive: queries, tables, jobs, and what is printed where. */
class YarnSessionIT {
    private static final double VIRTUAL_MEMORY_RATIO = 2.1;
    private static final long CONTAINER_BYTES = 768L << 20;

    private static SharedCluster cluster;
    private static YarnSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void startSession() {
        cluster = SharedCluster.get();
        session = YarnSession.start(
                cluster,
                "-nm",
                "yarn-session-it",
                "-jm",
                "768",
                "-tm",
                "768",
                "-s",
                "2",
                "-D",
                "resourcemanager.taskmanager-timeout=5 s");
    }

    @AfterAll
    static void endSession() {
        session.close();
    }

    @Test
    void rowsOfACsvFileComeOnStandardOutputAndTimesOnStandardError() throws IOException {
        Path file = Files.writeString(folder.resolve("visits.csv"), """
                id,page,spent
                1,home,0.50
                2,"a ""quoted"", page",1.25
                3,home,2.00
                4,,0.10
                """);
        CommandResult result = session.sql("""
                CREATE TEMPORARY TABLE visits (id BIGINT, page STRING, spent DECIMAL(8, 2))
                  WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'csv', 'csv.header' = 'true');
                SELECT page, COUNT(*) AS n, SUM(spent) AS total FROM visits GROUP BY page ORDER BY page;
                """.formatted(file.toUri()));
        assertThat(result.succeeded().output()).isEqualToNormalizingNewlines("""
                page,n,total
                ,1,0.10
                "a ""quoted"", page",1,1.25
                home,2,2.50
                """);
        assertThat(result.messages())
                .containsPattern("(?m)^#1 ok \\d+\\.\\d{3} s \\(plan \\d+\\.\\d{3} s\\) 0 rows$")
                .containsPattern("(?m)^#2 ok \\d+\\.\\d{3} s \\(plan \\d+\\.\\d{3} s\\) 3 rows$");
    }

    @Test
    void hiveTablesAreWrittenAndRead() {
        CommandResult result = session.sql(cluster.use("yarn_session_it") + """
                CREATE TABLE sales (id BIGINT, amount DECIMAL(10, 2)) PARTITIONED BY (y INT) STORED AS ORC;
                INSERT INTO sales VALUES (1, 1.50, 2023), (2, 2.50, 2024), (3, NULL, 2024);
                CREATE TABLE copy STORED AS PARQUET AS SELECT id, amount, y FROM sales WHERE y = 2024;
                SELECT c.id, s.amount, c.y FROM copy c JOIN sales s ON s.id = c.id ORDER BY c.id;
                """);
        assertThat(result.succeeded().output()).isEqualToNormalizingNewlines("""
                id,amount,y
                2,2.50,2024
                3,,2024
                """);
    }

    @Test
    void streamIsListedShownAndCanceled() {
        String job = session.submitStream("""
                SET 'execution.checkpointing.interval' = '1 s';
                CREATE TEMPORARY TABLE clicks (id BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '100');
                CREATE TEMPORARY TABLE hole (id BIGINT) WITH ('connector' = 'blackhole');
                INSERT INTO hole SELECT id FROM clicks;
                """);
        JobStatus running = session.await(
                job,
                "a checkpoint",
                status -> status.state() == JobState.RUNNING
                        && status.checkpoints().lastCompleted() > 0);
        assertThat(session.blink("list").succeeded().output())
                .containsPattern("(?m)^" + job + " +RUNNING +streaming .*INSERT INTO hole");
        assertThat(session.blink("info", job.substring(0, 8)).succeeded().output())
                .contains(job, "Scan(clicks)", "RUNNING")
                .containsPattern("Checkpoints +latest \\d+ .*completed in this term")
                .contains(running.vertices().get(0).tasks().get(0).workerId());
        CommandResult canceled = session.blink("cancel", job);
        assertThat(canceled.succeeded().output()).isEqualToNormalizingNewlines(job + "\tCANCELED\n");
        assertThat(session.blink("list").succeeded().output()).doesNotContain(job);
        CommandResult again = session.blink("cancel", "ffffffffffffffff");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.messages()).contains("ffffffffffffffff");
    }

    @Test
    void scriptStopsAtItsFirstErrorUnlessToldToGoOn() {
        String script = "SELECT 1 AS a; SELECT 1 / 0 AS never; SELECT 2 AS b;";
        CommandResult stopped = session.sql(script);
        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.output())
                .as("a statement that fails prints no header")
                .isEqualToNormalizingNewlines("a\n1\n");
        assertThat(stopped.messages()).contains("#2 error DIVISION_BY_ZERO").doesNotContain("#3");
        CommandResult whole = session.blink("sql", "--format", "csv", "--timing", "--continue-on-error", "-e", script);
        assertThat(whole.exitCode()).isEqualTo(1);
        assertThat(whole.output()).isEqualToNormalizingNewlines("a\n1\nb\n2\n");
        assertThat(whole.messages()).contains("#2 error DIVISION_BY_ZERO", "#3 ok");
    }

    @Test
    void idleWorkersGoAndComeBackWhenTheyAreWanted() {
        assertThat(session.sql("SELECT 1 AS one;").succeeded().output()).isEqualToNormalizingNewlines("one\n1\n");
        Waiting.until("idle workers are released", YarnSession.PATIENCE, () -> session.workers()
                .isEmpty());
        assertThat(session.master().alive()).isTrue();
        assertThat(session.sql("SELECT 2 AS two;").succeeded().output()).isEqualToNormalizingNewlines("two\n2\n");
    }

    @Test
    void containersStayBelowTheirVirtualMemory() throws IOException {
        String job = session.submitStream(cluster.use("virtual_memory_it") + """
                SET 'execution.checkpointing.interval' = '1 s';
                CREATE TEMPORARY TABLE numbers (id BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '1000');
                CREATE TABLE kept (id BIGINT) STORED AS PARQUET;
                INSERT INTO kept SELECT id FROM numbers;
                """);
        session.await(job, "a checkpoint", status -> status.checkpoints().lastCompleted() > 0);
        List<ContainerProcess> containers = session.processes();
        assertThat(containers).hasSizeGreaterThanOrEqualTo(2);
        for (ContainerProcess container : containers) {
            assertThat(container.virtualBytes())
                    .as("virtual size of " + container)
                    .isBetween(1L, (long) (VIRTUAL_MEMORY_RATIO * CONTAINER_BYTES));
        }
        session.blink("cancel", job).succeeded();
    }
}
