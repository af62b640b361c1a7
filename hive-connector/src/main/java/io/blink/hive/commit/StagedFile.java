package io.blink.hive.commit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A whole file in the staging folder.
 *
 * @param partition values of the partition columns as metastore text; empty for an unpartitioned table
 * @param path where it lies
 * @param name it will have in the partition's folder
 */
public record StagedFile(List<String> partition, String path, String name, long bytes, long rows) implements Prepared {
    public StagedFile {
        partition = List.copyOf(partition);
        requireNonNull(path, "path");
        requireNonNull(name, "name");
    }
}
