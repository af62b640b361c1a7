package io.blink.scheduler.job;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The life of a job.
 *
 * <pre>
 * CREATED           -> WAITING_FOR_SLOTS | RUNNING | FINISHING | CANCELING
 * WAITING_FOR_SLOTS -> RUNNING | RESTARTING | FINISHING | CANCELING
 * RUNNING           -> WAITING_FOR_SLOTS | RESTARTING | FINISHING | CANCELING
 * RESTARTING        -> WAITING_FOR_SLOTS | RUNNING | FINISHING | CANCELING
 * FINISHING         -> RUNNING | RESTARTING | WAITING_FOR_SLOTS | FINISHED | CANCELING
 * CANCELING         -> FINISHED | CANCELED | FAILED
 * </pre>
 */
public enum JobState {
    /** Accepted; its plan is being stored and its splits are looked for. */
    CREATED,
    /** Nothing of it runs, for want of slots. */
    WAITING_FOR_SLOTS,
    RUNNING,
    /** Something failed; what failed is being stopped or waits to start again. */
    RESTARTING,
    /** All tasks have finished; its writes are being committed, or its result waits to be read. */
    FINISHING,
    FINISHED,
    /** Its tasks are being stopped: its user wishes so, it ends with a savepoint, or it has failed for good. */
    CANCELING,
    CANCELED,
    FAILED;

    static final Map<JobState, Set<JobState>> TRANSITIONS = Map.of(
            CREATED, EnumSet.of(WAITING_FOR_SLOTS, RUNNING, FINISHING, CANCELING),
            WAITING_FOR_SLOTS, EnumSet.of(RUNNING, RESTARTING, FINISHING, CANCELING),
            RUNNING, EnumSet.of(WAITING_FOR_SLOTS, RESTARTING, FINISHING, CANCELING),
            RESTARTING, EnumSet.of(WAITING_FOR_SLOTS, RUNNING, FINISHING, CANCELING),
            FINISHING, EnumSet.of(RUNNING, RESTARTING, WAITING_FOR_SLOTS, FINISHED, CANCELING),
            CANCELING, EnumSet.of(FINISHED, CANCELED, FAILED));

    public boolean ended() {
        return this == FINISHED || this == CANCELED || this == FAILED;
    }
}
