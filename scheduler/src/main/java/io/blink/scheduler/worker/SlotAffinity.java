package io.blink.scheduler.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Which subtask gets which of the granted slots: as many as can come back to their worker, which may have a copy of their state. Pure. */
public final class SlotAffinity {
    private SlotAffinity() {}

    /**
     * The same slots, one for each subtask in order.
     *
     * @param previousWorkers id of the worker that each subtask was on, {@code null} if it was on none
     */
    public static List<SlotAddress> deal(List<SlotAddress> slots, List<String> previousWorkers) {
        List<SlotAddress> free = new ArrayList<>(slots);
        SlotAddress[] dealt = new SlotAddress[slots.size()];
        for (int subtask = 0; subtask < dealt.length; subtask++) {
            String previous = previousWorkers.get(subtask);
            for (SlotAddress slot : free) {
                if (slot.worker().id().equals(previous)) {
                    dealt[subtask] = slot;
                    break;
                }
            }
            free.remove(dealt[subtask]);
        }
        for (int subtask = 0; subtask < dealt.length; subtask++) {
            dealt[subtask] = Objects.requireNonNullElseGet(dealt[subtask], () -> free.remove(0));
        }
        return Arrays.asList(dealt);
    }
}
