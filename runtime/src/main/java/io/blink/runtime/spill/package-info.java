/**
 * Rows on local disk: checksummed frames in files that belong to a task. {@code SpillFiles} and {@code SpillFile} block and are used on I/O threads only; operators go
 * through {@code SpillQueue}, {@code SpilledRows} and {@code PartitionedSpill}, whose methods return at once and are called on the task's thread.
 */
package io.blink.runtime.spill;
