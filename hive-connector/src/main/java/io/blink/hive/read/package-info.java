/**
 * Reading Hive tables: {@code HiveTableSource} prunes partitions and estimates while planning, {@code HiveSplitSource} lists files on an I/O thread of the
 * job master, {@code FilePartReader} reads what {@code HiveSplitParts} says of a part of a file on an I/O thread of a worker. The last two need no metastore: what they know stands in the
 * {@code ScanHandle} of the plan.
 *
 * <p>A stream that follows its table ({@code TableWatch} in that handle) has {@code WatchedSplits} of {@code formats.watch} hand out what was added: {@code TablePartitions} asks the metastore,
 * {@code AddedFiles} the file system. Copies of a table that rows are looked
 * up in are read anew, with the partitions that there are by then, on I/O threads of workers.
 */
package io.blink.hive.read;
