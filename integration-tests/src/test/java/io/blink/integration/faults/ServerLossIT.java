package io.blink.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.process.ServerProcess;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * A stream and an INSERT into Hive while {@code kill -9} hits the servers that they stand on, one after the other, each started again on its data. Jobs wait for what they
 * need, and lose and double nothing.
 */
class ServerLossIT {
    private final SharedCluster cluster = SharedCluster.get();
    private final YarnSession session = FaultSession.get();

    @Test
    void jobsOutliveTheServersThatTheyStandOn() throws IOException {
        try (CountedStream stream = CountedStream.start(session, "server_loss_it")) {
            stream.awaitCheckpoints(2, 1);
            CountedInsert insert = CountedInsert.start(session, "server_loss_insert_it");
            insert.awaitRows();
            restart(cluster.metastore().process(), stream);
            insert.assertInserted();
            insert.assertTable();

            cluster.hadoop().resourceManager().kill();
            goesOn(stream, "while the ResourceManager is away");
            cluster.hadoop().resourceManager().start();
            cluster.hadoop().resourceManager().awaitReady(YarnSession.PATIENCE);
            cluster.hadoop().nodeManager(1).awaitReady(YarnSession.PATIENCE);
            cluster.hadoop().nodeManager(2).awaitReady(YarnSession.PATIENCE);
            assertThat(session.sql("SELECT 1 AS one;").succeeded().output()).isEqualToNormalizingNewlines("one\n1\n");

            restart(cluster.hadoop().nameNode(), stream);
            restart(cluster.hadoop().dataNode(), stream);
            stream.cancel();
            assertThat(stream.assertExactlyOnce()).isPositive();
        }
    }

    private void restart(ServerProcess server, CountedStream stream) {
        server.kill();
        server.start();
        server.awaitReady(YarnSession.PATIENCE);
        goesOn(stream, "after " + server.name() + " was started again");
    }

    private void goesOn(CountedStream stream, String when) {
        JobStatus before = session.jobs().status(stream.jobId());
        session.await(
                stream.jobId(),
                "two more checkpoints " + when,
                status -> status.checkpoints().lastCompleted()
                        > before.checkpoints().lastCompleted() + 1);
    }
}
