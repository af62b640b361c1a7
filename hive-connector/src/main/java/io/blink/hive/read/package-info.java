/**
 * Reading Hive tables: {@code HiveTableSource} prunes partitions and estimates while planning, {@code HiveSplitSource} lists files on an I/O thread of the
 * job master, {@code HiveSplitReader} reads a part of a file on an I/O thread of a worker. The last two need no metastore: what they know stands in the
 * {@code ScanHandle} of the plan.
 *
 * <p>A stream that follows its table ({@code TableWatch} in that handle) has {@code WatchedSplits} ask metastore or file system, on an I/O thread of the job master, what was added, and hands it
 * out in order, once: {@code ReadMarks} say what was read, and their {@code WatchPosition} stands in each checkpoint beside the splits that are being read. Copies of a table that rows are looked
 * up in are read anew, with the partitions that there are by then, on I/O threads of workers.
 */
package io.blink.hive.read;
