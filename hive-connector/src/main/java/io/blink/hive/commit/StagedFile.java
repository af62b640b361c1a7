package io.blink.hive.commit;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;
import java.util.List;

/**
 * A whole file in the staging folder: what a committable of this connector says.
 *
 * @param partition values of the partition columns as metastore text; empty for an unpartitioned table
 * @param path where it lies
 * @param name it will have in the partition's folder
 */
public record StagedFile(List<String> partition, String path, String name, long bytes, long rows) {
    public StagedFile {
        partition = List.copyOf(partition);
        requireNonNull(path, "path");
        requireNonNull(name, "name");
    }

    public Committable committable() {
        return new Committable(PlanJson.write(this), rows);
    }

    public static StagedFile of(Committable committable) {
        return PlanJson.read(committable.json(), StagedFile.class);
    }
}
