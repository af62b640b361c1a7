package io.blink.scheduler.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * Who gets free slots: first come, first served, with two exceptions. A batch stage waits a little for workers that are on their way instead of starting with
 * few slots. A gang that does not fit lets smaller requests behind it pass, but only for a time: then, if it fits into the cluster as it is, freed slots are
 * kept for it. A pure function.
 */
final class SlotPolicy {
    /** Long enough for short stages to pass a gang, short enough that a stream is not kept out by a row of batches. */
    static final long PASSING_NANOS = 10_000_000_000L;

    private SlotPolicy() {}

    /**
     * @param slots granted to the request of the same place, 0: it goes on waiting
     * @param missing slots that would have to come for all wishes to be fulfilled
     * @param askAgainNanos after which the decision may change by time alone
     * @param waitedInVain a batch stage has waited as long as it shall, and the workers that were on their way have not come
     */
    record Decision(List<Integer> slots, int missing, long askAgainNanos, boolean waitedInVain) {}

    /**
     * @param totalSlots of all registered workers
     * @param expectedSlots of workers that are on their way
     * @param stabilizationNanos for which a batch stage waits for them
     */
    static Decision decide(
            List<SlotRequest> requests,
            int freeSlots,
            int totalSlots,
            int expectedSlots,
            long stabilizationNanos,
            long nowNanos) {
        List<Integer> granted = new ArrayList<>();
        int free = freeSlots;
        int open = 0;
        long askAgain = Long.MAX_VALUE;
        boolean reserved = false;
        boolean waitedInVain = false;
        for (SlotRequest request : requests) {
            long waited = nowNanos - request.sinceNanos();
            int give = reserved || free < request.slotsMin() ? 0 : Math.min(free, request.slotsMax());
            if (give > 0 && give < request.slotsMax() && expectedSlots > 0) {
                if (waited < stabilizationNanos) {
                    askAgain = Math.min(askAgain, stabilizationNanos - waited);
                    give = 0;
                } else {
                    waitedInVain = true;
                }
            }
            if (give == 0 && request.gang() && request.slotsMin() <= totalSlots) {
                reserved |= waited >= PASSING_NANOS;
            }
            free -= give;
            open += give == 0 ? request.slotsMax() : 0;
            granted.add(give);
        }
        return new Decision(granted, Math.max(0, open - free), askAgain, waitedInVain);
    }
}
