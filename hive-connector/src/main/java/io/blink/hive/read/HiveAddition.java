package io.blink.hive.read;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.formats.watch.Addition;
import io.blink.formats.watch.FilePart;
import io.blink.formats.watch.ReadMark;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.util.List;

/**
 * Something that was added to a Hive table.
 *
 * @param file of a table without partitions; {@code null}: the partition with all its files
 * @param files of the scan
 */
record HiveAddition(ReadMark mark, ScanPartition partition, FileStatus file, PartitionFiles files) implements Addition {
    @Override
    public List<FilePart> parts() {
        List<FileStatus> listed = file == null ? files.of(partition) : List.of(file);
        return listed.stream()
                .flatMap(found -> files.cut(partition, -1, found).stream())
                .map(PartitionFiles.Part::filePart)
                .toList();
    }
}
