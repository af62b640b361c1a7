/**
 * Keyed state tables in memory with incremental checkpoints: the implementation of core's state SPI that needs nothing but a file system. {@code PagedStateStore} is the store.
 *
 * <p>Records lie packed in the pages of a {@code RecordLog}. Only pages of the current version are written to; a barrier ends the version, and a record of an older page that is to change moves to a page of
 * the new one (the idea of FASTER's hybrid log, Chandramouli et al., SIGMOD 2018), so that a checkpoint writes what was touched and no page is ever copied. Where a record was, a bit marks it dead. Pages with
 * little alive are emptied into new ones.
 *
 * <p>{@code HashedRecords} finds records by hash, {@code OrderedRecords} by order; the tables of the SPI stand on these two. All of it on the task's thread, but {@code PagedSnapshot.write} and restoring.
 */
package io.blink.state.table;
