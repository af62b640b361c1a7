/**
 * How rows become bytes: {@code RecordLayout} for the values of an entry, {@code OrderKeys} for keys that sort as their rows do, {@code TableCatalog} for which table has which of them. Both ways of
 * keeping state, in pages and in RocksDB, have these bytes in their checkpoints. On the task's thread, or while restoring on an I/O thread.
 */
package io.blink.state.record;
