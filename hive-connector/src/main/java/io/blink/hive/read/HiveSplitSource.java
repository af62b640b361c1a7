package io.blink.hive.read;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileBlock;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.FileFormats;
import io.blink.hive.commit.CommitFiles;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lists one partition after the other and cuts its files. */
final class HiveSplitSource implements SplitSource {
    private final ScanHandle scan;
    private final FileSystems fileSystems;
    private final CommitFiles files;
    private final Deque<Split> ready = new ArrayDeque<>();
    private int nextPartition;

    HiveSplitSource(ScanHandle scan, FileSystems fileSystems) {
        this.scan = scan;
        this.fileSystems = fileSystems;
        this.files = new CommitFiles(fileSystems);
    }

    @Override
    public List<Split> next(int max) {
        fill();
        List<Split> splits = new ArrayList<>();
        while (splits.size() < max && !ready.isEmpty()) {
            splits.add(ready.poll());
            fill();
        }
        return splits;
    }

    @Override
    public boolean finished() {
        fill();
        return ready.isEmpty();
    }

    private void fill() {
        while (ready.isEmpty() && nextPartition < scan.partitions().size()) {
            addPartition(nextPartition++);
        }
    }

    private void addPartition(int index) {
        ScanPartition partition = scan.partitions().get(index);
        boolean splittable = FileFormats.named(scan.formatOf(partition)).splittable(scan.options());
        for (FileStatus file : files.visibleFiles(scan.locationOf(partition))) {
            List<FileBlock> blocks = blocks(file.path());
            long partBytes = splittable ? scan.splitBytesMax() : Long.MAX_VALUE;
            for (long offset = 0; offset < file.length(); offset += Math.min(partBytes, file.length() - offset)) {
                long length = Math.min(partBytes, file.length() - offset);
                ready.add(new HiveSplit(index, file.path(), offset, length).split(FileBlock.hostsAt(blocks, offset)));
            }
        }
    }

    private List<FileBlock> blocks(String path) {
        FileSystem fileSystem = fileSystems.of(path);
        try {
            return fileSystem.blocks(path);
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM, "Cannot find out where " + path + " lies: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}
