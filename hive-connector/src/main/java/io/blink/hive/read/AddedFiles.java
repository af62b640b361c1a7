package io.blink.hive.read;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.watch.Additions;
import io.blink.formats.watch.ReadMark;
import io.blink.formats.watch.ReadMarks;
import io.blink.hive.HivePaths;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.util.Comparator;
import java.util.List;

/** The files of a table without partitions, by when they were last written; one that is written again is another. */
final class AddedFiles implements Additions {
    private static final ScanPartition TABLE = new ScanPartition(List.of(), null, null);

    private final ScanHandle scan;
    private final PartitionFiles files;

    AddedFiles(ScanHandle scan, FileSystems fileSystems) {
        this.scan = scan;
        this.files = new PartitionFiles(scan, fileSystems);
    }

    @Override
    public List<HiveAddition> notIn(ReadMarks read) {
        ReadMark start = scan.watch().start();
        return files.of(TABLE).stream()
                .map(file -> new HiveAddition(mark(file), TABLE, file, files))
                .filter(file -> start == null || file.mark().compareTo(start) >= 0)
                .filter(file -> !read.contains(file.mark()))
                .sorted(Comparator.comparing(HiveAddition::mark))
                .limit(FOUND_MAX)
                .toList();
    }

    private ReadMark mark(FileStatus file) {
        return new ReadMark(file.modificationMillis(), HivePaths.below(scan.location(), file.path()));
    }
}
