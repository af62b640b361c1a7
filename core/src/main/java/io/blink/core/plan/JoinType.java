package io.blink.core.plan;

/** What a join emits. Input 0 is the left or probe side, input 1 the right or build side. */
public enum JoinType {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    /** Left rows with a match, once; left columns only. */
    SEMI,
    /** Left rows without a match; left columns only. A NULL key has no match. */
    ANTI,
    /** NOT IN: no rows if the right side has a NULL key; a left NULL key is dropped unless the right side is empty. Left columns only. */
    NULL_AWARE_ANTI,
    /** Left columns and one BOOLEAN: whether the row has a match; NULL where IN is unknown. */
    MARK;

    public boolean emitsRightColumns() {
        return this == INNER || this == LEFT || this == RIGHT || this == FULL;
    }
}
