package io.blink.client.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobStatus.OperatorStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static JobStatus status(ExecutionMode mode, JobState state, String message) {
        OperatorStatus scan = new OperatorStatus(0, "Scan", 0, 1_234_567, 0, 0, 0, 0, 0, ScanFigures.NONE);
        VertexStatus scans = new VertexStatus(0, "Scan(t)", 2, 2, 0, 10, 4, 0, List.of(scan), List.of());
        VertexStatus sums = new VertexStatus(1, "Aggregate", 2, 0, 1, 0, 0, 0, List.of(), List.of());
        CheckpointStatus checkpoints = new CheckpointStatus(7, 0, 0, 0, 0, 0, 0, 0, "", "", List.of());
        return new JobStatus(
                "1",
                "j",
                mode,
                state,
                1,
                1,
                1,
                0,
                message,
                "",
                0,
                "",
                true,
                0,
                List.of(scans, sums),
                List.of(),
                checkpoints);
    }

    @Test
    void aBatchShowsItsShareOfSplitsAndTasks() {
        assertThat(ProgressLine.of(status(ExecutionMode.BATCH, JobState.RUNNING, ""), 3_900))
                .isEqualTo("[=======             ]  splits 4/10  tasks 1/4  rows 1,234,567  3 s");
    }

    @Test
    void aStreamShowsItsCheckpoint() {
        assertThat(ProgressLine.of(status(ExecutionMode.STREAMING, JobState.RUNNING, ""), 2_000))
                .isEqualTo("splits 4/10  tasks 1/4  rows 1,234,567  checkpoint 7  2 s");
    }

    @Test
    void aJobThatWaitsSaysWhatFor() {
        assertThat(ProgressLine.of(status(ExecutionMode.BATCH, JobState.WAITING_FOR_SLOTS, "2 slots\nof 4"), 2_000))
                .isEqualTo("waiting for slots  2 s  2 slots of 4");
    }

    @Test
    void theLineAppearsAfterASecondAndIsClearedOnce() {
        AtomicLong nanos = new AtomicLong();
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        JobProgress progress = new JobProgress(Optional.of(stream), nanos::get);
        progress.begin();
        nanos.set(900_000_000L);
        progress.progress(status(ExecutionMode.BATCH, JobState.RUNNING, ""));
        assertThat(terminal.size()).isZero();
        assertThat(progress.unfinishedJob()).contains("1");
        nanos.set(1_100_000_000L);
        progress.progress(status(ExecutionMode.BATCH, JobState.RUNNING, ""));
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .startsWith("\r\u001b[K[")
                .endsWith("1 s");
        progress.progress(status(ExecutionMode.BATCH, JobState.FINISHED, ""));
        int size = terminal.size();
        assertThat(terminal.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
        progress.clear();
        assertThat(terminal.size()).isEqualTo(size);
        assertThat(progress.unfinishedJob()).isEmpty();
    }
}
