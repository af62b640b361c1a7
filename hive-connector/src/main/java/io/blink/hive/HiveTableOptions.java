package io.blink.hive;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.formats.FileRolling;
import io.blink.formats.partition.CommitTrigger;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of tables with {@code 'connector' = 'hive'}: what {@code CREATE TABLE} turns Hive's clauses into, and Flink's table properties for sinks. All
 * other options of a Hive table are its {@code TBLPROPERTIES} and kept as they are.
 */
public final class HiveTableOptions {
    public static final ConfigOption<String> FORMAT =
            ConfigOption.string("format", "parquet", "File format, as after STORED AS: parquet or orc.");

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
                LookupOptions.CACHE_TTL));
        all.addAll(CommitTrigger.options());
        all.addAll(FileRolling.options());
        return List.copyOf(all);
    }
}
