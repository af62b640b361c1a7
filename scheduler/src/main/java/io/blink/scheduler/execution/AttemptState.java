package io.blink.scheduler.execution;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The life of one execution of a task.
 *
 * <pre>
 * DEPLOYING -> STARTING -> RUNNING -> FINISHED
 *     |           |           |
 *     +-----------+-----------+----> CANCELING -> CANCELED | FAILED | FINISHED (too late: it counts as canceled by its unit)
 *     +-----------+-----------+----> FAILED
 * </pre>
 *
 * A worker's reports may be lost, so each state may be skipped.
 */
public enum AttemptState {
    /** Sent to its worker, which has not answered. */
    DEPLOYING,
    /** The worker restores its state and connects its inputs. */
    STARTING,
    RUNNING,
    /** Told to stop. */
    CANCELING,
    FINISHED,
    CANCELED,
    /** Failed, or lost with its worker. */
    FAILED;

    static final Map<AttemptState, Set<AttemptState>> TRANSITIONS = Map.of(
            DEPLOYING, EnumSet.of(STARTING, RUNNING, CANCELING, FINISHED, CANCELED, FAILED),
            STARTING, EnumSet.of(RUNNING, CANCELING, FINISHED, CANCELED, FAILED),
            RUNNING, EnumSet.of(CANCELING, FINISHED, CANCELED, FAILED),
            CANCELING, EnumSet.of(FINISHED, CANCELED, FAILED));

    public boolean ended() {
        return this == FINISHED || this == CANCELED || this == FAILED;
    }
}
