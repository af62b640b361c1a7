package io.blink.hive.read;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.filesystem.FileBlock;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.FileFormats;
import io.blink.formats.watch.FilePart;
import io.blink.hive.commit.CommitFiles;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of a scan's partitions, and the parts that they are cut into. Blocks; used by one thread. */
final class PartitionFiles {
    /** A split, and where its bytes lie. */
    record Part(HiveSplit split, List<String> hosts) {
        Split inTheScan() {
            return split.split(hosts);
        }

        FilePart filePart() {
            return new FilePart(split.path(), split.offset(), split.length(), PlanJson.write(split), hosts);
        }
    }

    private final ScanHandle scan;
    private final FileSystems fileSystems;
    private final CommitFiles files;

    PartitionFiles(ScanHandle scan, FileSystems fileSystems) {
        this.scan = scan;
        this.fileSystems = fileSystems;
        this.files = new CommitFiles(fileSystems);
    }

    /** What readers see of a partition, by path. */
    List<FileStatus> of(ScanPartition partition) {
        return files.visibleFiles(scan.locationOf(partition));
    }

    /** The parts of a file, by offset. @param index of the partition in the scan; -1: the scan's partitions are not fixed */
    List<Part> cut(ScanPartition partition, int index, FileStatus file) {
        boolean splittable = FileFormats.named(scan.formatOf(partition)).splittable(scan.options());
        List<FileBlock> blocks = blocks(file.path());
        long partBytes = splittable ? scan.splitBytesMax() : Long.MAX_VALUE;
        List<Part> parts = new ArrayList<>();
        for (long offset = 0; offset < file.length(); offset += Math.min(partBytes, file.length() - offset)) {
            long length = Math.min(partBytes, file.length() - offset);
            HiveSplit split =
                    new HiveSplit(Math.max(0, index), file.path(), offset, length, index < 0 ? partition : null);
            parts.add(new Part(split, FileBlock.hostsAt(blocks, offset)));
        }
        return parts;
    }

    private List<FileBlock> blocks(String path) {
        try {
            return fileSystems.of(path).blocks(path);
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM, "Cannot find out where " + path + " lies: " + e.getMessage(), e);
        }
    }
}
