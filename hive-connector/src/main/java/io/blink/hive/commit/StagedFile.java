package io.blink.hive.commit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A whole file in the staging folder.
 *
 * @param partition values of the partition columns as metastore text; empty for an unpartitioned table
 * @param path where it lies
 * @param name it will have in the partition's folder
 * @param merged staged files whose rows it has, to be deleted once it is in its place
 */
public record StagedFile(
        List<String> partition,
        String path,
        String name,
        long bytes,
        long rows,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> merged)
        implements Prepared {
    public StagedFile {
        partition = List.copyOf(partition);
        merged = merged == null ? List.of() : List.copyOf(merged);
        requireNonNull(path, "path");
        requireNonNull(name, "name");
    }

    public StagedFile(List<String> partition, String path, String name, long bytes, long rows) {
        this(partition, path, name, bytes, rows, List.of());
    }
}
