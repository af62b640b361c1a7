package io.blink.core.spi.connector;

/** What a worker keeps of a table that streams look rows up in. */
public enum LookupCacheMode {
    /** Nothing: each batch of rows asks the table. */
    NONE,
    /** The rows of keys that were asked for lately. */
    PARTIAL,
    /** A copy of the whole table. */
    FULL
}
