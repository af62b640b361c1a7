package io.blink.hive.commit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.PlanJson;
import io.blink.core.type.Field;
import io.blink.formats.FileRolling;
import io.blink.formats.MergePolicy;
import io.blink.formats.partition.CommitTrigger;
import io.blink.formats.partition.PartitionTime;
import io.blink.hive.catalog.HiveTables;
import io.blink.hive.metastore.MetastoreReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that writers and committer of one INSERT need to know, as JSON in the job's plan.
 *
 * @param location of the table
 * @param format name of the file format
 * @param formatOptions table properties, for the format
 * @param dataColumns what the files hold
 * @param staticValues of the leading partition columns, as metastore text; the others come from the rows
 * @param registers whether partitions are made known to the metastore
 * @param trigger when a stream makes partitions known
 * @param role what its writers get
 * @param merge which files are merged
 * @param successFile name of the file that marks a complete partition, or empty for none
 */
public record WriteHandle(
        MetastoreReference metastore,
        String database,
        String table,
        String location,
        String format,
        Map<String, String> formatOptions,
        List<Field> dataColumns,
        List<Field> partitionColumns,
        List<String> staticValues,
        boolean overwrite,
        ExecutionMode mode,
        boolean registers,
        CommitTrigger trigger,
        String successFile,
        FileRolling rolling,
        Role role,
        MergePolicy merge) {
    /** What the writers of a handle get and do. */
    public enum Role {
        /** Rows; what they prepare is committed. */
        WRITE,
        /** Rows; what they prepare is merged first. */
        STAGE,
        /** Files that others staged. */
        MERGE
    }

    /** Version of the JSON. */
    public static final int VERSION = 1;

    public WriteHandle {
        requireNonNull(metastore, "metastore");
        requireNonNull(location, "location");
        requireNonNull(trigger, "trigger");
        requireNonNull(successFile, "successFile");
        formatOptions = Map.copyOf(formatOptions);
        dataColumns = List.copyOf(dataColumns);
        partitionColumns = List.copyOf(partitionColumns);
        staticValues = List.copyOf(staticValues);
    }

    public static WriteHandle read(ConnectorHandle handle) {
        return PlanJson.read(handle.json(), WriteHandle.class);
    }

    public ConnectorHandle handle() {
        return new ConnectorHandle(HiveTables.CONNECTOR, VERSION, PlanJson.write(this));
    }

    /** The same for other writers. */
    public WriteHandle as(Role other) {
        return new WriteHandle(
                metastore,
                database,
                table,
                location,
                format,
                formatOptions,
                dataColumns,
                partitionColumns,
                staticValues,
                overwrite,
                mode,
                registers,
                trigger,
                successFile,
                rolling,
                other,
                merge);
    }

    @JsonIgnore
    public String qualifiedName() {
        return database + "." + table;
    }

    @JsonIgnore
    public boolean isPartitioned() {
        return !partitionColumns.isEmpty();
    }

    /** Whether the statement names one partition, or the table has none: then it is known beforehand what an overwrite replaces. */
    @JsonIgnore
    public boolean hasFixedTarget() {
        return staticValues.size() == partitionColumns.size();
    }

    @JsonIgnore
    public List<String> partitionNames() {
        return partitionColumns.stream().map(Field::name).toList();
    }

    /** How the times of partitions are found, where the trigger goes by them. */
    @JsonIgnore
    public Optional<PartitionTime> partitionTime() {
        return trigger.kind() == CommitTrigger.Kind.PARTITION_TIME
                ? Optional.of(trigger.time(qualifiedName(), partitionNames()))
                : Optional.empty();
    }

    @JsonIgnore
    public Configuration options() {
        return new Configuration(formatOptions);
    }
}
