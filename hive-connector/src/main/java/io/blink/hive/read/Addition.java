package io.blink.hive.read;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.hive.read.ScanHandle.ScanPartition;

/**
 * Something that was added to a table.
 *
 * @param file of a table without partitions; {@code null}: the partition with all its files
 */
record Addition(ReadMark mark, ScanPartition partition, FileStatus file) {}
