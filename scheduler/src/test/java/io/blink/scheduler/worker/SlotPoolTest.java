package io.blink.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.runtime.control.RegisterWorker;
import io.blink.scheduler.simulation.FullCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster that is full: one worker is there, a second one has been asked for and does not come. */
class SlotPoolTest {
    private final Turns turns = new Turns();
    private final List<RegisteredWorker> workers = new ArrayList<>();
    private final SlotPool pool = new SlotPool(turns, new FullCluster(1, 8), () -> workers, Configuration.empty());

    @Test
    void stagesDoNotWaitTwiceForAWorkerThatDoesNotCome() {
        addWorker("w1");
        assertThat(millisUntilGranted()).isEqualTo(3_000);
        assertThat(millisUntilGranted()).isZero();
        assertThat(millisUntilGranted()).isZero();
    }

    @Test
    void stagesWaitAgainOnceAWorkerHasCome() {
        addWorker("w1");
        assertThat(millisUntilGranted()).isEqualTo(3_000);
        workers.clear();
        addWorker("w2");
        assertThat(millisUntilGranted()).isEqualTo(3_000);
        assertThat(millisUntilGranted()).isZero();
    }

    private void addWorker(String id) {
        RegisterWorker registration = RegisterWorker.newBuilder().setSlots(1).build();
        workers.add(new RegisteredWorker(id, registration, new SilentLink(id), turns.nanoTime()));
        pool.workerCame();
        turns.runAll();
    }

    /** How long a stage that could use two slots waits until it has one; it gives the slot back. */
    private long millisUntilGranted() {
        long since = turns.nanoTime();
        List<SlotAddress> slots = new ArrayList<>();
        long[] at = new long[1];
        pool.request("stage", 1, 2, List.of(), granted -> {
            slots.addAll(granted);
            at[0] = turns.nanoTime();
        });
        turns.runAll();
        assertThat(slots).hasSize(1);
        pool.release(slots);
        turns.runAll();
        return Duration.ofNanos(at[0] - since).toMillis();
    }
}
