/**
 * Savepoints of streams: which are asked for ({@code Savepoints}), how a completed checkpoint becomes a folder of its own ({@code SavepointCopy}), and how a job starts from one, taking the
 * state of those operators that it still has ({@code SavepointStart}, {@code StateMatching}). What they are made of is {@code scheduler.checkpoint}'s, where they lie
 * {@code scheduler.store}'s. In turns of the master's loop; files on I/O threads.
 */
package io.blink.scheduler.savepoint;
