package io.blink.formats.filesystem;

import io.blink.core.config.Configuration;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.filesystem.FileBlock;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.FileFormats;
import io.blink.formats.watch.FilePart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The files that a table is read from, and the parts that they are cut into. Blocks; used by one thread. */
final class FolderFiles {
    private static final Pattern SCHEME_AND_HOST = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:(//[^/]*)?");

    private final FilesystemTable table;
    private final FileSystem fileSystem;
    private final boolean splittable;

    FolderFiles(FilesystemTable table, FileSystem fileSystem) {
        this.table = table;
        this.fileSystem = fileSystem;
        this.splittable = FileFormats.named(table.format()).splittable(table.configuration());
    }

    /** Sorted by path; those alone that the table's pattern matches. */
    List<FileStatus> list() throws IOException {
        List<FileStatus> files = TableFiles.list(fileSystem, table.path());
        Pattern pattern = table.pathPattern().orElse(null);
        return pattern == null
                ? files
                : files.stream()
                        .filter(file ->
                                pattern.matcher(withoutHost(file.path())).matches())
                        .toList();
    }

    private static String withoutHost(String path) {
        return SCHEME_AND_HOST.matcher(path).replaceFirst("");
    }

    /** The table's folder as paths of files begin with it. */
    String root() throws IOException {
        return fileSystem.status(table.path()).map(FileStatus::path).orElse(table.path());
    }

    /** By offset. @param root see {@link #root} */
    List<FilePart> cut(FileStatus file, String root, long splitBytes) throws IOException {
        Map<String, String> partition = PartitionPath.parse(TableFiles.relative(root, file.path()));
        List<FileBlock> blocks = fileSystem.blocks(file.path());
        List<FilePart> parts = new ArrayList<>();
        for (long offset = 0; offset < file.length(); offset += splittable ? splitBytes : file.length()) {
            long bytes = splittable ? Math.min(splitBytes, file.length() - offset) : file.length();
            FileSplit split = new FileSplit(
                    file.path(),
                    offset,
                    splittable ? bytes : Long.MAX_VALUE,
                    partition,
                    file.length(),
                    file.modificationMillis());
            parts.add(
                    new FilePart(file.path(), offset, bytes, PlanJson.write(split), FileBlock.hostsAt(blocks, offset)));
        }
        return parts;
    }

    /** Most bytes of a split, unless the table is small. */
    long splitBytesMax() {
        Configuration options = table.configuration();
        return options.get(FilesystemConnectorFactory.SPLIT_SIZE).bytes();
    }
}
