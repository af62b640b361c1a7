package io.blink.core.plan;

/** When it is decided that a join's build side goes to every task. */
public enum AdaptiveBroadcast {
    /** By the planner where it estimates the side as small, else when it is measured. */
    AUTO,
    /** When it is measured. */
    RUNTIME_ONLY,
    /** By the planner alone. */
    NONE
}
