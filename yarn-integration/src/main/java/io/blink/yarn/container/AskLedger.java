package io.blink.yarn.container;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was asked of YARN and what came of it. Pure bookkeeping: the owner does what the answers say. The ResourceManager keeps what it was last told and tells it again
 * after a restart, so an ask is removed in the same turn in which its container is taken (FLINK-12342), and containers that nobody asked for go back.
 */
final class AskLedger {
    private int asked;
    private final Set<String> starting = new HashSet<>();
    private final Map<String, Boolean> running = new HashMap<>();

    /** Asks that YARN has not answered. */
    int asked() {
        return asked;
    }

    /** Containers that are ours and whose workers have not registered. */
    int starting() {
        return starting.size();
    }

    /**
     * Workers that are wanted besides those that are registered.
     *
     * @return how many asks to add (positive) or to withdraw (negative)
     */
    int want(int workersMissing) {
        int wanted = Math.max(0, workersMissing - starting.size());
        int change = wanted - asked;
        asked = wanted;
        return change;
    }

    /** A container was allocated. @return whether it is wanted; its ask then has to be removed */
    boolean allocated(String container) {
        if (asked == 0 || starting.contains(container) || running.containsKey(container)) {
            return false;
        }
        asked--;
        starting.add(container);
        return true;
    }

    /** A worker of an earlier master's container lives on. */
    void adopted(String container) {
        starting.add(container);
    }

    /** The container's worker has registered. */
    void registered(String container) {
        if (starting.remove(container)) {
            running.put(container, true);
        }
    }

    /** @return whether the container was ours; a second report says false */
    boolean completed(String container) {
        boolean wasStarting = starting.remove(container);
        return running.remove(container) != null || wasStarting;
    }

    boolean owns(String container) {
        return starting.contains(container) || running.containsKey(container);
    }
}
