package io.blink.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A node that stands still ({@code kill -STOP} of the master and of its NodeManager, which would kill it else) until YARN has started the master's successor elsewhere. Then the
 * master wakes: whatever it had begun comes to nothing, and it ends by itself. YARN gives up a silent master, and the node with its workers, after 20 s in this cluster; one of the
 * tests waits for that, the other tells YARN, so that the workers of the node go over to the successor.
 */
class PausedMasterIT {
    private final YarnSession session = FaultSession.get();

    @Test
    void masterThatWakesInTheMiddleOfAStreamChangesNothing() throws IOException {
        try (CountedStream stream = CountedStream.start(session, "paused_master_it")) {
            pauseAndWake(stream);
        }
    }

    /** The job's rows are in the table when the master that began it wakes, with reports of its tasks in its connections. */
    @Test
    void masterThatWakesBehindTheEndOfItsJobChangesNothing() throws IOException {
        CountedInsert insert = CountedInsert.start(session, "ended_master_it");
        JobStatus before = insert.awaitRows();
        PausedNode node = PausedNode.ofMaster(session);
        try {
            node.failMaster();
            insert.assertInserted();
            JobStatus end = insert.status();
            assertThat(end.state()).isEqualTo(JobState.FINISHED);
            assertThat(end.term()).as("its successor finished it").isGreaterThan(before.term());
            List<String> files = insert.tableFiles();
            node.wakeMaster();
            node.awaitMasterEnds();
            assertThat(insert.tableFiles()).isEqualTo(files);
        } finally {
            node.wake();
        }
        assertThat(insert.status().state()).isEqualTo(JobState.FINISHED);
        insert.assertTable();
    }

    private void pauseAndWake(CountedStream stream) throws IOException {
        JobStatus before = stream.awaitCheckpoints(2, 1);
        PausedNode node = PausedNode.ofMaster(session);
        try {
            stream.awaitResumed(before.checkpoints().lastCompleted(), before.term() + 1);
            node.wakeMaster();
            node.awaitMasterEnds();
        } finally {
            node.wake();
        }
        stream.awaitCheckpoints(3, before.term() + 1);
        stream.cancel();
        assertThat(stream.assertExactlyOnce()).isPositive();
    }
}
