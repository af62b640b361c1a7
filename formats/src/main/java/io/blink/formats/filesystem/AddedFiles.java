package io.blink.formats.filesystem;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.watch.Addition;
import io.blink.formats.watch.Additions;
import io.blink.formats.watch.FilePart;
import io.blink.formats.watch.ReadMark;
import io.blink.formats.watch.ReadMarks;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** The files below a table's folder, by when they were last written, in milliseconds; one that is written again is another. */
final class AddedFiles implements Additions {
    private record AddedFile(ReadMark mark, FileStatus file, String root, AddedFiles files) implements Addition {
        @Override
        public List<FilePart> parts() {
            return files.cut(file, root);
        }
    }

    private final FilesystemTable table;
    private final FolderFiles folder;

    AddedFiles(FilesystemTable table, FileSystem fileSystem) {
        this.table = table;
        this.folder = new FolderFiles(table, fileSystem);
    }

    @Override
    public List<? extends Addition> notIn(ReadMarks read) {
        try {
            String root = folder.root();
            return folder.list().stream()
                    .map(file -> new AddedFile(mark(file, root), file, root, this))
                    .filter(added -> !read.contains(added.mark()))
                    .sorted(Comparator.comparing(AddedFile::mark))
                    .limit(FOUND_MAX)
                    .toList();
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(table, e);
        }
    }

    private static ReadMark mark(FileStatus file, String root) {
        return new ReadMark(file.modificationMillis(), TableFiles.relative(root, file.path()));
    }

    private List<FilePart> cut(FileStatus file, String root) {
        try {
            return folder.cut(file, root, folder.splitBytesMax());
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(table, e);
        }
    }
}
