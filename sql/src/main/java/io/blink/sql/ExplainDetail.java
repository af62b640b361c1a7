package io.blink.sql;

/** What EXPLAIN adds to the plan. */
public enum ExplainDetail {
    ESTIMATED_COST,
    CHANGELOG_MODE
}
