package io.blink.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.ContainerProcess;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A stream into Hive while {@code kill -9} hits its worker and then its master: it goes on from its last checkpoint, and each row is counted once. */
class StreamKillIT {
    private final YarnSession session = FaultSession.get();

    @Test
    void killedWorkerAndKilledMasterNeitherLoseNorDoubleRows() throws IOException {
        try (CountedStream stream = CountedStream.start(session, "stream_kill_it")) {
            killBoth(stream);
        }
    }

    private void killBoth(CountedStream stream) throws IOException {
        JobStatus before = stream.awaitCheckpoints(2, 1);
        long completed = before.checkpoints().lastCompleted();

        long killed = System.nanoTime();
        worker(before).kill();
        JobStatus afterWorker = stream.awaitResumed(completed, before.term());
        report("worker", killed);
        assertThat(afterWorker.term()).isEqualTo(before.term());
        assertThat(afterWorker.restarts()).isPositive();

        Set<String> alive =
                session.workers().stream().map(ContainerProcess::containerId).collect(Collectors.toSet());
        killed = System.nanoTime();
        session.master().kill();
        JobStatus afterMaster = stream.awaitResumed(afterWorker.checkpoints().lastCompleted(), before.term() + 1);
        report("ApplicationMaster", killed);
        assertThat(alive).as("the new master took live workers over").containsAll(workers(afterMaster));

        assertThat(session.masterLog(session.master().containerId()))
                .contains("Job " + stream.jobId() + " starts from checkpoint "
                        + afterMaster.checkpoints().restoredFrom())
                .doesNotContain("Job " + stream.jobId() + " starts without a checkpoint");

        stream.cancel();
        assertThat(stream.assertExactlyOnce()).isPositive();
    }

    private static Set<String> workers(JobStatus status) {
        return status.vertices().stream()
                .flatMap(vertex -> vertex.tasks().stream())
                .map(JobStatus.TaskStatus::workerId)
                .collect(Collectors.toSet());
    }

    private ContainerProcess worker(JobStatus status) {
        return session.worker(status.vertices().get(0).tasks().get(0).workerId());
    }

    private static void report(String what, long killedNanos) {
        System.out.printf(
                Locale.ROOT,
                "kill -9 of the %s: the next checkpoint was complete after %.1f s%n",
                what,
                (System.nanoTime() - killedNanos) / 1e9);
    }
}
