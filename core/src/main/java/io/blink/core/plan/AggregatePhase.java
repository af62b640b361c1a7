package io.blink.core.plan;

/** Which half of an aggregation an operator does. */
public enum AggregatePhase {
    /** Rows in, partial results out; may give up and pass rows on as one-row partial results where it does not reduce. */
    PARTIAL,
    /** Partial results in, results out. */
    FINAL,
    /** Rows in, results out. */
    SINGLE
}
