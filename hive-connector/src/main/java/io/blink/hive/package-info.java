/**
 * Hive for Blink: {@code metastore} speaks Thrift with the metastore, the other packages turn what it says into catalogs, tables, sources and sinks
 * behind core's SPI. Nothing here runs in the engine's worker threads except readers and writers of files; metastore calls block and belong to
 * threads that may.
 */
package io.blink.hive;
