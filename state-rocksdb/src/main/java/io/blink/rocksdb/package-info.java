/**
 * Keyed state in RocksDB: the implementation of core's state SPI for state that is larger than memory. {@code RocksStateStore} is the store, one database on the worker's disk for each operator of a task.
 *
 * <p>Tables and namespaces are prefixes of keys, whose order is that of the rows. A snapshot links the database's files, which never change, into a folder; an I/O thread writes those that no
 * checkpoint has yet, in the files and with the handles of {@code io.blink.state.checkpoint}. All of it on the task's thread, but {@code RocksSnapshot.write} and restoring.
 */
package io.blink.rocksdb;
