package io.blink.formats.filesystem;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which files make up a table: all below its folder but those that they or a folder of theirs hide with a leading {@code .} or {@code _}, or that {@code hdfs dfs -put} has not finished. */
public final class TableFiles {
    private static final String UNFINISHED_PUT = "._COPYING_";

    private TableFiles() {}

    /** The files of a table or partition, sorted by path; the file itself if the path is one. Empty files are left out. */
    public static List<FileStatus> list(FileSystem fileSystem, String path) throws IOException {
        Optional<FileStatus> status = fileSystem.status(path);
        if (status.isEmpty()) {
            return List.of();
        }
        if (!status.get().directory()) {
            return List.of(status.get());
        }
        String root = status.get().path();
        return fileSystem.listFiles(path).stream()
                .filter(file -> file.length() > 0 && !isHidden(relative(root, file.path())))
                .toList();
    }

    static String relative(String root, String path) {
        return path.substring(Math.min(path.length(), root.length() + 1));
    }

    /** Whether readers of the table skip the file at that path below its folder. */
    public static boolean isHidden(String relativePath) {
        for (String part : relativePath.split("/")) {
            if (part.startsWith("_") || part.startsWith(".") || part.endsWith(UNFINISHED_PUT)) {
                return true;
            }
        }
        return false;
    }
}
