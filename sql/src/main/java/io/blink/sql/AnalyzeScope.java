package io.blink.sql;

/** What ANALYZE TABLE finds out. */
public enum AnalyzeScope {
    /** NOSCAN: how many bytes the files have; no row is read. */
    SIZE,
    /** Also how many rows there are. */
    ROWS,
    /** Also what some columns hold. */
    COLUMNS,
    /** Also what all columns hold. */
    ALL_COLUMNS
}
