package io.blink.formats.filesystem;

import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.watch.FilePart;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts the files that a table has now into splits. */
final class FileSplitSource implements SplitSource {
    private final ScanHandle scan;
    private final FolderFiles folder;
    private Deque<Split> waiting;

    FileSplitSource(ScanHandle scan, FileSystem fileSystem) {
        this.scan = scan;
        this.folder = new FolderFiles(scan.table(), fileSystem);
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
        Deque<Split> splits = new ArrayDeque<>();
        try {
            String root = folder.root();
            List<FileStatus> files = folder.list();
            long splitBytes =
                    SplitSize.of(files.stream().mapToLong(FileStatus::length).sum(), folder.splitBytesMax());
            for (FileStatus file : files) {
                folder.cut(file, root, splitBytes).forEach(part -> splits.add(split(part)));
            }
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(scan.table(), e);
        }
        return splits;
    }

    private static Split split(FilePart part) {
        return new Split(part.path() + "@" + part.offset(), part.json(), part.bytes(), part.hosts());
    }

    @Override
    public void close() {}
}
