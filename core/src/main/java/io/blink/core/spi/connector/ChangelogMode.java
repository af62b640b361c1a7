package io.blink.core.spi.connector;

/** In what form the changes of a table are read or written. */
public enum ChangelogMode {
    /** Rows appear and stay. */
    APPEND,
    /** By primary key: +I and +U bring the new content of a row, -D takes it away and may carry nothing but the key. No -U. */
    UPSERT,
    /** +I, -U before +U, -D, each with all columns. */
    RETRACT
}
