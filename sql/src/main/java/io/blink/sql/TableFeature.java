package io.blink.sql;

/** What a table has beside its stored columns, as CREATE TABLE … LIKE names it. */
public enum TableFeature {
    /** The primary key. */
    CONSTRAINTS,
    /** Computed columns. */
    GENERATED,
    /** METADATA columns. */
    METADATA,
    /** Options, the connector among them. */
    OPTIONS,
    /** That it is partitioned by some of its columns. */
    PARTITIONS,
    WATERMARKS
}
