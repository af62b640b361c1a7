package io.blink.client.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.client.ClientErrorCode;
import io.blink.client.result.ClosedOutput;
import io.blink.client.result.ResultFormat;
import io.blink.core.error.BlinkException;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementRunnerTest {
    private static final String ENDLESS =
            "CREATE TABLE endless (a BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100');";

    @TempDir
    private Path folder;

    private LocalSession session;

    @BeforeEach
    void open() {
        session = new LocalSession(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private boolean run(String script, ResultFormat format, boolean timing, boolean continueOnError) {
        return new Script(script).run(session.runner(format, timing), continueOnError, () -> false);
    }

    @Test
    void csvHasAHeaderForEachResultAndNothingElse() {
        assertThat(run(
                        "SELECT 1 AS a, CAST(NULL AS STRING) AS b, TRIM(' ') AS c; SHOW CURRENT CATALOG; SELECT 'x,y' AS d",
                        ResultFormat.CSV,
                        false,
                        false))
                .isTrue();
        assertThat(session.output()).startsWith("a,b,c\r\n1,,\"\"\r\n").endsWith("d\r\n\"x,y\"\r\n");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void aScriptStopsAtItsFirstError() {
        assertThat(run("SELECT 1 AS a; SELECT b; SELECT 2 AS c", ResultFormat.CSV, true, false))
                .isFalse();
        assertThat(session.output()).isEqualTo("a\r\n1\r\n");
        assertThat(session.messages().lines())
                .hasSize(2)
                .satisfies(
                        line -> assertThat(line).matches("#1 ok \\d+\\.\\d{3} s \\(plan \\d+\\.\\d{3} s\\) 1 rows"),
                        org.assertj.core.data.Index.atIndex(0))
                .satisfies(
                        line -> assertThat(line).startsWith("#2 error UNKNOWN_COLUMN "),
                        org.assertj.core.data.Index.atIndex(1));
    }

    @Test
    void aScriptGoesOnWhenToldToAndStillFails() {
        assertThat(run("SELECT b; SELECT 2 AS c", ResultFormat.CSV, false, true))
                .isFalse();
        assertThat(session.output()).isEqualTo("c\r\n2\r\n");
        assertThat(session.messages()).startsWith("[ERROR] UNKNOWN_COLUMN: ");
    }

    @Test
    void nothingRunsOnceStopped() {
        assertThat(new Script("SELECT 1").run(session.runner(ResultFormat.CSV, false), true, () -> true))
                .isFalse();
        assertThat(session.output()).isEmpty();
    }

    @Test
    void anInterruptCancelsAWriteThatIsWaitedFor() throws InterruptedException {
        assertInterruptCancels(
                ENDLESS
                        + "CREATE TABLE hole (a BIGINT) WITH ('connector' = 'blackhole'); INSERT INTO hole SELECT * FROM endless");
    }

    @Test
    void anInterruptCancelsAQueryThatStreams() throws InterruptedException {
        assertInterruptCancels(ENDLESS + "SELECT * FROM endless");
    }

    private void assertInterruptCancels(String script) throws InterruptedException {
        boolean[] interrupted = new boolean[1];
        Thread statements = new Thread(() -> {
            run(script, ResultFormat.CSV, true, false);
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        statements.start();
        while (session.engine().jobClient().list().isEmpty()) {
            Thread.onSpinWait();
        }
        statements.interrupt();
        statements.join();
        assertThat(session.messages()).contains("error CANCELED Job ");
        assertThat(interrupted[0]).isFalse();
        JobStatus job = session.engine().jobClient().list().get(0);
        assertThat(session.engine().jobClient().await(job.jobId()).state()).isEqualTo(JobState.CANCELED);
    }

    @Test
    void aQueryWhoseReaderHasGoneEndsQuietly() throws InterruptedException {
        StatementRunner runner = session.runner(ResultFormat.CSV, true, ClosedOutput.brokenPipe());
        Script script = new Script(ENDLESS + "SELECT * FROM endless");
        assertThatThrownBy(() -> script.run(runner, false, () -> false))
                .isInstanceOf(BlinkException.class)
                .extracting(problem -> ((BlinkException) problem).code())
                .isEqualTo(ClientErrorCode.OUTPUT_CLOSED);
        assertThat(session.messages()).doesNotContain("error");
        String job = session.engine().jobClient().list().get(0).jobId();
        assertThat(session.engine().jobClient().await(job).state()).isEqualTo(JobState.CANCELED);
    }
}
