/**
 * Reading Hive tables: {@code HiveTableSource} prunes partitions and estimates while planning, {@code HiveSplitSource} lists files on an I/O thread of the
 * job master, {@code HiveSplitReader} reads a part of a file on an I/O thread of a worker. The last two need no metastore: what they know stands in the
 * {@code ScanHandle} of the plan.
 */
package io.blink.hive.read;
