package io.blink.formats.filesystem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.type.Field;
import io.blink.formats.FileRolling;
import io.blink.formats.MergePolicy;
import io.blink.formats.partition.CommitTrigger;
import io.blink.formats.partition.PartitionTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A write.
 *
 * @param staticPartition values as text by key; those keys are the first ones
 * @param trigger when a partition is complete
 * @param role what its writers get
 * @param merge which files are merged
 * @param successFile name of the file that says so, or empty for none
 */
record SinkHandle(
        FilesystemTable table,
        boolean overwrite,
        Map<String, String> staticPartition,
        FileRolling rolling,
        CommitTrigger trigger,
        String successFile,
        Role role,
        MergePolicy merge) {
    /** What the writers of a handle get and do. */
    enum Role {
        /** Rows; what they prepare is committed. */
        WRITE,
        /** Rows; what they prepare is merged first. */
        STAGE,
        /** Files that others staged. */
        MERGE
    }

    static final int VERSION = 2;
    private static final String SUCCESS_FILE_POLICY = "success-file";

    static SinkHandle of(FilesystemTable table, SinkRequest request) {
        Configuration options = table.configuration();
        List<String> keys = table.partitionKeys().stream().map(Field::name).toList();
        String successFile = successFile(table, keys, options);
        boolean stream = request.mode() == ExecutionMode.STREAMING;
        return new SinkHandle(
                table,
                request.overwrite(),
                request.staticPartition(),
                FileRolling.of(options),
                stream && !successFile.isEmpty()
                        ? CommitTrigger.of(table.name(), keys, options)
                        : CommitTrigger.AT_ONCE,
                successFile,
                Role.WRITE,
                MergePolicy.of(options, request.mode()));
    }

    SinkHandle as(Role other) {
        return new SinkHandle(table, overwrite, staticPartition, rolling, trigger, successFile, other, merge);
    }

    ConnectorHandle handle() {
        return new ConnectorHandle(FilesystemConnectorFactory.NAME, VERSION, PlanJson.write(this));
    }

    private static String successFile(FilesystemTable table, List<String> keys, Configuration options) {
        Optional<String> policy = options.optional(FilesystemConnectorFactory.COMMIT_POLICY);
        if (policy.isEmpty() || keys.isEmpty()) {
            return "";
        }
        if (!policy.get().strip().equals(SUCCESS_FILE_POLICY)) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + FilesystemConnectorFactory.COMMIT_POLICY.key() + "' = '" + policy.get() + "' of "
                            + table.name() + ": files in folders have the policy " + SUCCESS_FILE_POLICY
                            + " alone; a metastore has those of Hive tables."
                            + NearestName.hint(policy.get(), List.of(SUCCESS_FILE_POLICY)));
        }
        String name = options.get(FilesystemConnectorFactory.SUCCESS_FILE);
        if (!TableFiles.isHidden(name) || name.contains("/")) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + FilesystemConnectorFactory.SUCCESS_FILE.key() + "' = '" + name + "' of " + table.name()
                            + " would be read as a file of rows; begin the name with _ or .");
        }
        return name;
    }

    /** Texts of the keys that a partition's folders name, in order; NULL is {@link PartitionPath#NULL_NAME}. */
    List<String> partitionValues(String partition) {
        Map<String, String> byKey = PartitionPath.parse(partition);
        return table.partitionKeys().stream()
                .map(key -> Optional.ofNullable(byKey.get(key.name())).orElse(PartitionPath.NULL_NAME))
                .toList();
    }

    /** How the times of partitions are found, where the trigger goes by them. */
    @JsonIgnore
    Optional<PartitionTime> partitionTime() {
        List<String> keys = table.partitionKeys().stream().map(Field::name).toList();
        return trigger.kind() == CommitTrigger.Kind.PARTITION_TIME
                ? Optional.of(trigger.time(table.name(), keys))
                : Optional.empty();
    }
}
