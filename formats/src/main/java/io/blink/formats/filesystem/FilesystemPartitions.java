package io.blink.formats.filesystem;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** The partitions of a table that no catalog knows: the folders that hold files. */
final class FilesystemPartitions {
    private final FilesystemTable table;
    private final FileSystem fileSystem;

    FilesystemPartitions(FilesystemTable table, FileSystem fileSystem) {
        this.table = table;
        this.fileSystem = fileSystem;
    }

    /** As {@code key=value/key=value}, sorted; files outside such folders are of no partition. */
    List<String> list() {
        try {
            String root = fileSystem.status(table.path()).map(FileStatus::path).orElse(table.path());
            TreeSet<String> names = new TreeSet<>();
            for (FileStatus file : TableFiles.list(fileSystem, table.path())) {
                String[] parts = TableFiles.relative(root, file.path()).split("/");
                String name = String.join("/", List.of(parts).subList(0, Math.min(keys(), parts.length - 1)));
                if (PartitionPath.parse(name).size() == keys()) {
                    names.add(name);
                }
            }
            return List.copyOf(names);
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(table, e);
        }
    }

    private int keys() {
        return table.partitionKeys().size();
    }

    void drop(List<Map<String, String>> wanted, boolean ifExists) {
        List<String> dropped = new ArrayList<>();
        List<String> partitions = list();
        for (Map<String, String> values : wanted) {
            List<String> found =
                    partitions.stream().filter(name -> hasValues(name, values)).toList();
            if (found.isEmpty() && !ifExists) {
                throw new BlinkException(
                        FormatErrorCode.NO_FILES,
                        "Table " + table.name() + " has no partition " + PartitionPath.format(values)
                                + "; write IF EXISTS if that is no mistake, SHOW PARTITIONS lists those that there are.");
            }
            dropped.addAll(found);
        }
        for (String name : dropped) {
            delete(table.path() + "/" + name);
        }
    }

    private boolean hasValues(String name, Map<String, String> wanted) {
        Map<String, String> values = PartitionPath.parse(name);
        return table.partitionKeys().stream()
                .map(Field::name)
                .filter(wanted::containsKey)
                .allMatch(key -> Objects.equals(values.get(key), wanted.get(key)));
    }

    private void delete(String folder) {
        try {
            fileSystem.delete(folder);
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.WRITE_FAILED,
                    "Folder " + folder + " of table " + table.name() + " cannot be deleted: " + e.getMessage(),
                    e);
        }
    }
}
