package io.blink.formats.filesystem;

import io.blink.core.config.Configuration;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileBlock;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.FileFormats;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Cuts the files of a table into splits. */
final class FileSplitSource implements SplitSource {
    private final ScanHandle scan;
    private final FileSystem fileSystem;
    private Deque<Split> waiting;

    FileSplitSource(ScanHandle scan, FileSystem fileSystem) {
        this.scan = scan;
        this.fileSystem = fileSystem;
    }

    @Override
    public List<Split> next(int max) {
        if (waiting == null) {
            waiting = enumerate();
        }
        List<Split> next = new ArrayList<>();
        while (next.size() < max && !waiting.isEmpty()) {
            next.add(waiting.poll());
        }
        return next;
    }

    @Override
    public boolean finished() {
        return waiting != null && waiting.isEmpty();
    }

    private Deque<Split> enumerate() {
        FilesystemTable table = scan.table();
        Configuration options = table.configuration();
        boolean splittable = FileFormats.named(table.format()).splittable(options);
        Deque<Split> splits = new ArrayDeque<>();
        try {
            String root = fileSystem.status(table.path()).map(FileStatus::path).orElse(table.path());
            List<FileStatus> files = TableFiles.list(fileSystem, table.path());
            long splitBytes = SplitSize.of(
                    files.stream().mapToLong(FileStatus::length).sum(),
                    options.get(FilesystemConnectorFactory.SPLIT_SIZE).bytes());
            for (FileStatus file : files) {
                Map<String, String> partition = PartitionPath.parse(TableFiles.relative(root, file.path()));
                List<FileBlock> blocks = fileSystem.blocks(file.path());
                for (long offset = 0; offset < file.length(); offset += splittable ? splitBytes : file.length()) {
                    long length = splittable ? Math.min(splitBytes, file.length() - offset) : Long.MAX_VALUE;
                    splits.add(split(new FileSplit(file.path(), offset, length, partition), file, blocks));
                }
            }
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(table, e);
        }
        return splits;
    }

    private static Split split(FileSplit part, FileStatus file, List<FileBlock> blocks) {
        long bytes = Math.min(part.length(), file.length() - part.offset());
        return new Split(
                part.path() + "@" + part.offset(),
                PlanJson.write(part),
                bytes,
                FileBlock.hostsAt(blocks, part.offset()));
    }

    @Override
    public void close() {}
}
