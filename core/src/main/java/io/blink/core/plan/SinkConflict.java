package io.blink.core.plan;

/** What becomes of several rows of a query that claim one primary key of a table: {@code INSERT … ON CONFLICT DO …}. */
public enum SinkConflict {
    /** The job fails. */
    ERROR,
    /** The row that came first stays; others take its place when it is taken back. */
    NOTHING,
    /** The row that came last stands; when it is taken back, the one before it does again. */
    DEDUPLICATE
}
