package io.blink.state.table;

/** Records in a log with what finds them. */
sealed interface RecordTable permits HashedRecords, OrderedRecords {
    RecordLog log();

    /** Nothing more is restored: from now on all records are found. */
    void restored();

    /** Gives all memory back. */
    void release();
}
