package io.blink.core.column;

/** What a row of a changelog does; the byte of a batch is the ordinal. */
public enum RowKind {
    /** +I: a row appears. */
    INSERT,
    /** -U: the old content of a row that changes; directly before its +U, in the same batch. */
    UPDATE_BEFORE,
    /** +U: the new content of a row that changes. */
    UPDATE_AFTER,
    /** -D: a row disappears. */
    DELETE
}
