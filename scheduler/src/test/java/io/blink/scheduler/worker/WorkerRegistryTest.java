package io.blink.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.WorkerLink;
import io.blink.scheduler.simulation.FullCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One worker whose connections break; it may take a second to come back. */
class WorkerRegistryTest {
    private final Turns turns = new Turns();
    private final Losses losses = new Losses();
    private final WorkerRegistry registry =
            new WorkerRegistry(turns, 1, new FullCluster(1, 1), Configuration.empty(), losses);
    private final WorkerLink link = new SilentLink("w1");

    WorkerRegistryTest() {
        register(link);
    }

    private void register(WorkerLink opened) {
        registry.connected(opened);
        registry.register(opened, RegisterWorker.newBuilder().setSlots(1).build());
    }

    @Test
    void aBrokenConnectionIsWaitedFor() {
        registry.disconnected(link);
        turns.runUntil(Duration.ofMillis(999));
        assertThat(losses.workers).isEmpty();
        turns.runUntil(Duration.ofMillis(1_000));
        assertThat(losses.workers).containsExactly("w1");
    }

    @Test
    void aWorkerThatAPeerMissesTooIsLostAtOnce() {
        registry.disconnected(link);
        turns.runUntil(Duration.ofMillis(10));
        registry.missed(registry.worker("w1"));
        turns.runUntil(Duration.ofMillis(10));
        assertThat(losses.workers).containsExactly("w1");
    }

    @Test
    void theMastersConnectionMayBreakAfterThePeers() {
        registry.missed(registry.worker("w1"));
        turns.runUntil(Duration.ofMillis(500));
        assertThat(losses.workers).isEmpty();
        registry.disconnected(link);
        turns.runUntil(Duration.ofMillis(500));
        assertThat(losses.workers).containsExactly("w1");
    }

    @Test
    void whatAPeerMissedLongAgoDoesNotCount() {
        registry.missed(registry.worker("w1"));
        turns.runUntil(Duration.ofMillis(1_500));
        registry.disconnected(link);
        turns.runUntil(Duration.ofMillis(1_500));
        assertThat(losses.workers).isEmpty();
    }

    @Test
    void aWorkerThatIsBackIsNotLost() {
        registry.missed(registry.worker("w1"));
        registry.disconnected(link);
        register(new SilentLink("w1"));
        turns.runUntil(Duration.ofSeconds(5));
        assertThat(losses.workers).isEmpty();
    }

    private static final class Losses implements WorkerRegistry.Jobs {
        private final List<String> workers = new ArrayList<>();

        @Override
        public boolean wants(TaskAttemptId task) {
            return true;
        }

        @Override
        public boolean runs(String jobId) {
            return true;
        }

        @Override
        public boolean holdsOn(String workerId) {
            return false;
        }

        @Override
        public void registered(RegisteredWorker worker, RegisterWorker registration) {}

        @Override
        public void lost(RegisteredWorker worker) {
            workers.add(worker.id());
        }

        @Override
        public void reported(TaskReport report) {}
    }
}
