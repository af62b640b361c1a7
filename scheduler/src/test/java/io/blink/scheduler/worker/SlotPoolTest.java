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

    @Test
    void tasksComeBackToTheirWorkersAheadOfFreerAndNearerOnes() {
        addWorker("w1", 2);
        addWorker("w2", 3);
        addWorker("w3", 3);
        assertThat(granted(4, List.of("w1", "w1", "gone", "w3"), List.of("w2")))
                .containsExactly("w1", "w1", "w3", "w2");
    }

    @Test
    void noWorkerGivesMoreThanItHas() {
        addWorker("w1", 1);
        addWorker("w2", 2);
        assertThat(granted(2, List.of("w1", "w1"), List.of())).containsExactly("w1", "w2");
        assertThat(granted(1, List.of("w1"), List.of())).containsExactly("w2");
    }

    private List<String> granted(int slots, List<String> previous, List<String> hosts) {
        List<String> workerIds = new ArrayList<>();
        pool.request(
                "stream",
                slots,
                slots,
                new SlotPreference(previous, hosts),
                granted -> granted.forEach(slot -> workerIds.add(slot.worker().id())));
        turns.runAll();
        return workerIds;
    }

    private void addWorker(String id) {
        addWorker(id, 1);
    }

    private void addWorker(String id, int slots) {
        RegisterWorker registration =
                RegisterWorker.newBuilder().setSlots(slots).setHost(id).build();
        workers.add(new RegisteredWorker(id, registration, new SilentLink(id), turns.nanoTime()));
        pool.workerCame();
        turns.runAll();
    }

    /** How long a stage that could use two slots waits until it has one; it gives the slot back. */
    private long millisUntilGranted() {
        long since = turns.nanoTime();
        List<SlotAddress> slots = new ArrayList<>();
        long[] at = new long[1];
        pool.request("stage", 1, 2, SlotPreference.ofHosts(List.of()), granted -> {
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
