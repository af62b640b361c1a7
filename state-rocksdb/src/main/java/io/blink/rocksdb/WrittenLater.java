package io.blink.rocksdb;

/** A table that holds changes which the database does not have yet. */
interface WrittenLater {
    /** Before a snapshot: writes them. */
    void writeHeld();
}
