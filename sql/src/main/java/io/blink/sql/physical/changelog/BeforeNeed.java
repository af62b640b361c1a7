package io.blink.sql.physical.changelog;

/** Whether an operator needs the old content of rows that its input updates. */
public enum BeforeNeed {
    /** It knows the old content by a key of the row. */
    NEVER,
    ALWAYS,
    /** It only hands the rows on: if its own reader needs it. */
    AS_OUTPUT
}
