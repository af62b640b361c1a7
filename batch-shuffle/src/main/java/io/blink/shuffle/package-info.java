/**
 * What a task writes to a blocking edge and others read when it has finished: rows sorted by bucket, in memory while small, else in one data and one index file an
 * attempt. {@link io.blink.shuffle.ShuffleWriter} is used by one task, {@link io.blink.shuffle.ShuffleReader}s by consumers on any machine's behalf. Whatever is named
 * blocking runs on I/O threads. Nothing is visible before it is complete, and no bytes are handed out whose checksum is wrong.
 */
package io.blink.shuffle;
