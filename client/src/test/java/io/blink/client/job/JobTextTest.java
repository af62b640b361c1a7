package io.blink.client.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobStatus.OperatorStatus;
import io.blink.scheduler.job.JobStatus.TaskStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTextTest {
    private static final JobStatus STREAM = new JobStatus(
            "00c0ffee",
            "INSERT INTO\n  sink",
            ExecutionMode.STREAMING,
            JobState.RUNNING,
            2,
            1_700_000_000_000L,
            1_700_000_001_000L,
            0,
            "",
            "",
            0,
            "",
            false,
            1,
            List.of(new VertexStatus(
                    0,
                    "Scan(clicks)",
                    1,
                    1,
                    0,
                    1,
                    0,
                    0,
                    List.of(new OperatorStatus(3, "Scan(clicks)", 0, 42, 1_500_000L, 2048, 0, 5, 0, ScanFigures.NONE)),
                    List.of(new TaskStatus(0, 1, "RUNNING", "worker-1", "node7", "")))),
            List.of(),
            new CheckpointStatus(9, 1_700_000_002_000L, 120, 3 << 20, 3, 6, 10, 0, "", "", List.of()));

    @Test
    void aJobIsShownWithItsVerticesAndCheckpoints() {
        assertThat(new JobText(ZoneOffset.UTC).info(STREAM)).isEqualTo("""
                        Job          00c0ffee
                        Name         INSERT INTO sink
                        State        RUNNING
                        Mode         streaming
                        Term         2, 1 restarts
                        Submitted    2023-11-14 22:13:20
                        Started      2023-11-14 22:13:21
                        Ended        -
                        Checkpoints  latest 9 of 2023-11-14 22:13:22 after 120 ms, state 3.0 MB, 3 completed in this term, restored from 6, 10 under way

                        Vertex 0: Scan(clicks)
                          parallelism 1, tasks running 1, finished 0, splits 1, waiting 0
                          OPERATOR        ROWS IN  ROWS OUT  BUSY     MEMORY PEAK  SPILLED  LATE ROWS
                          3 Scan(clicks)  0        42        0.002 s  2.0 kB       0 B      5
                          TASK  ATTEMPT  STATE    WORKER    HOST   LOG
                          0     1        RUNNING  worker-1  node7  -
                        """);
    }

    @Test
    void jobsAreListedALineEach() {
        assertThat(new JobText(ZoneOffset.UTC).list(List.of(STREAM))).isEqualTo("""
                        JOB       STATE    MODE       SUBMITTED            NAME
                        00c0ffee  RUNNING  streaming  2023-11-14 22:13:20  INSERT INTO sink
                        """);
    }

    @Test
    void bytesHaveUnits() {
        assertThat(JobText.bytes(1023)).isEqualTo("1023 B");
        assertThat(JobText.bytes(1536)).isEqualTo("1.5 kB");
    }
}
