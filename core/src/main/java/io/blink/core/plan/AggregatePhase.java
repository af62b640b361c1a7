package io.blink.core.plan;

/** Which half of an aggregation an operator does. */
public enum AggregatePhase {
    /** Rows in, partial results out; may give up and pass rows on as one-row partial results where it does not reduce. */
    PARTIAL,
    /** Partial results in, partial results of fewer keys out; may give up as PARTIAL does. */
    MERGE,
    /** Partial results in, results out. */
    FINAL,
    /** Rows in, results out. */
    SINGLE;

    public boolean takesPartials() {
        return this == MERGE || this == FINAL;
    }

    public boolean emitsPartials() {
        return this == PARTIAL || this == MERGE;
    }
}
