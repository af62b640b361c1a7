package io.blink.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.runtime.control.RegisterWorker;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotAffinityTest {
    private static RegisteredWorker worker(String id) {
        return new RegisteredWorker(id, RegisterWorker.newBuilder().setSlots(2).build(), null, 0);
    }

    private static List<String> dealt(List<SlotAddress> slots, String... previousWorkers) {
        return SlotAffinity.deal(slots, Arrays.asList(previousWorkers)).stream()
                .map(SlotAddress::toString)
                .toList();
    }

    @Test
    void subtasksComeBackToTheirWorkersAndTheOthersTakeWhatIsLeft() {
        RegisteredWorker a = worker("a");
        RegisteredWorker b = worker("b");
        RegisteredWorker c = worker("c");
        List<SlotAddress> slots =
                List.of(new SlotAddress(b, 0), new SlotAddress(a, 1), new SlotAddress(c, 0), new SlotAddress(b, 1));
        assertThat(dealt(slots, "lost", "b", "b", "a")).containsExactly("c/0", "b/0", "b/1", "a/1");
        assertThat(dealt(slots, "a", "a", "a", "b")).containsExactly("a/1", "c/0", "b/1", "b/0");
    }

    @Test
    void theFirstStartTakesSlotsInTheirOrder() {
        RegisteredWorker a = worker("a");
        RegisteredWorker b = worker("b");
        List<SlotAddress> slots = List.of(new SlotAddress(b, 0), new SlotAddress(a, 0));
        assertThat(dealt(slots, null, null)).containsExactly("b/0", "a/0");
    }
}
