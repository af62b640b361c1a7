package io.blink.scheduler.worker;

import java.util.List;
import java.util.function.Consumer;

/**
 * Wish for slots, waiting in the order in which it came.
 *
 * @param owner of the slots, for messages and checks
 * @param slotsMin it starts with no fewer
 * @param slotsMax it can use no more; more than {@code slotsMin} only for batch
 * @param sinceNanos when it was made
 * @param granted called once, in a turn, with {@code slotsMin} to {@code slotsMax} slots of workers that are connected
 */
public record SlotRequest(
        String owner,
        int slotsMin,
        int slotsMax,
        long sinceNanos,
        SlotPreference preference,
        Consumer<List<SlotAddress>> granted) {
    /** Whether all or nothing is asked for, and more than one slot. */
    boolean gang() {
        return slotsMin > 1;
    }
}
