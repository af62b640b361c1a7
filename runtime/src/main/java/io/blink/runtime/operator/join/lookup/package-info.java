/**
 * Joins of a stream with a table as it is when a row comes by. {@code LookupTables} holds each table once a worker, for all tasks that look rows up in it, and reads it anew when it is too old; a
 * {@code LookupTable} is one such copy and never changes. Reading happens on I/O threads, lookups on the tasks' own.
 */
package io.blink.runtime.operator.join.lookup;
