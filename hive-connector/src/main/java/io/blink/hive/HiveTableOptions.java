package io.blink.hive;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.formats.FileRolling;
import io.blink.formats.MergePolicy;
import io.blink.formats.partition.CommitTrigger;
import io.blink.hive.read.PartitionInclude;
import io.blink.hive.read.PartitionOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of tables with {@code 'connector' = 'hive'}: what {@code CREATE TABLE} turns Hive's clauses into, and Flink's table properties for sinks. All
 * other options of a Hive table are its {@code TBLPROPERTIES} and kept as they are.
 */
public final class HiveTableOptions {
    public static final ConfigOption<String> FORMAT =
            ConfigOption.string("format", "parquet", "File format, as after STORED AS: parquet, orc or avro.");

    public static final ConfigOption<String> LOCATION = ConfigOption.string(
            "location", null, "Folder of the table's files, as after LOCATION; else the metastore chooses it.");

    public static final ConfigOption<Boolean> EXTERNAL = ConfigOption.bool(
            "external", "false", "Whether dropping the table leaves its files, as after CREATE EXTERNAL TABLE.");

    /** How to reach the metastore; written by the catalog, in the form of {@code MetastoreReference}. */
    public static final ConfigOption<String> METASTORE =
            ConfigOption.string("hive.metastore", null, "Set by the Hive catalog: the metastore that holds the table.");

    public static final ConfigOption<String> COMMIT_POLICY = ConfigOption.string(
            "sink.partition-commit.policy.kind",
            null,
            "What makes a partition that was written known: metastore, success-file, or both separated by a comma.");

    public static final ConfigOption<String> SUCCESS_FILE = ConfigOption.string(
            "sink.partition-commit.success-file.name",
            "_SUCCESS",
            "Name of the file that the policy success-file creates.");

    public static final ConfigOption<DataSize> SPLIT_SIZE =
            ConfigOption.size("table.exec.hive.split-max-size", "128mb", "Most bytes of a file that one reader gets.");

    public static final ConfigOption<Boolean> STREAMING = ConfigOption.bool(
            "streaming-source.enable",
            "false",
            "Whether a stream goes on reading what is added to the table: partitions, or files of a table without; a batch reads what is there.");

    public static final ConfigOption<PartitionInclude> PARTITIONS = ConfigOption.choice(
            "streaming-source.partition.include",
            PartitionInclude.class,
            "all",
            "Which partitions are read: all, or latest, by which a stream that looks rows up in the table sees its newest partition only.");

    public static final ConfigOption<Duration> MONITOR_INTERVAL = ConfigOption.duration(
            "streaming-source.monitor-interval",
            "1 min",
            "How often a stream asks what was added; of a table that rows are looked up in, how old its latest partition may be (60 min unless set).");

    public static final ConfigOption<PartitionOrder> PARTITION_ORDER = ConfigOption.choice(
            "streaming-source.partition-order",
            PartitionOrder.class,
            "partition-name",
            "Which partition is older: partition-name, create-time (in the metastore) or partition-time (by partition.time-extractor); files of a table without partitions are in the order of create-time.",
            "streaming-source.consume-order");

    public static final ConfigOption<String> START_OFFSET = ConfigOption.string(
            "streaming-source.consume-start-offset",
            null,
            "Where a stream begins: a partition name, or for the orders of time yyyy-MM-dd [HH:mm:ss] (create-time: UTC); else with the oldest.");

    /** Options that say how to create a table and are kept by the metastore in places of their own. */
    public static final List<ConfigOption<?>> CREATION_ONLY = List.of(FORMAT, LOCATION, EXTERNAL, METASTORE);

    /** Options that begin like this and are not known are mistakes; all others are the user's own table properties. */
    public static final List<String> RESERVED_PREFIXES =
            List.of("sink.", "partition.time-extractor.", "table.exec.hive.", "streaming-source.", "hive.metastore");

    private HiveTableOptions() {}

    public static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> all = new ArrayList<>(List.of(
                FORMAT,
                LOCATION,
                EXTERNAL,
                METASTORE,
                COMMIT_POLICY,
                SUCCESS_FILE,
                SPLIT_SIZE,
                STREAMING,
                PARTITIONS,
                MONITOR_INTERVAL,
                PARTITION_ORDER,
                START_OFFSET,
                LookupOptions.CACHE_TTL));
        all.addAll(CommitTrigger.options());
        all.addAll(FileRolling.options());
        all.addAll(MergePolicy.options());
        return List.copyOf(all);
    }
}
