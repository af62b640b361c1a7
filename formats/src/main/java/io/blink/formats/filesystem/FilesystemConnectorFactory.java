package io.blink.formats.filesystem;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.formats.FileFormats;
import io.blink.formats.FileRolling;
import io.blink.formats.MergePolicy;
import io.blink.formats.partition.CommitTrigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the {@code filesystem} connector. */
public final class FilesystemConnectorFactory implements ConnectorFactory {
    public static final String NAME = "filesystem";

    public static final ConfigOption<String> PATH = ConfigOption.string(
            "path", null, "A file, or the folder whose files are the table: file:/…, hdfs://… or a local path");

    public static final ConfigOption<String> FORMAT =
            ConfigOption.string("format", null, "The format of the files: parquet, orc, avro, csv or json");

    public static final ConfigOption<DataSize> SPLIT_SIZE =
            ConfigOption.size("source.split.size", "128mb", "Bytes of a file that one split covers");

    public static final ConfigOption<Duration> MONITOR_INTERVAL = ConfigOption.duration(
            "source.monitor-interval",
            null,
            "How often a stream looks for new files, without an end; without it the files that are there are the table");

    public static final ConfigOption<String> PATH_PATTERN = ConfigOption.string(
            "source.path.regex-pattern",
            null,
            "A regular expression that the whole path of a file, without scheme and host, matches if it is to be read");

    public static final ConfigOption<String> COMMIT_POLICY = ConfigOption.string(
            "sink.partition-commit.policy.kind",
            null,
            "What shows that a partition is complete: success-file; without it nothing does.");

    public static final ConfigOption<String> SUCCESS_FILE = ConfigOption.string(
            "sink.partition-commit.success-file.name",
            "_SUCCESS",
            "Name of the file that the policy success-file creates; it begins with _ or ., so that it is no data.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        List<ConfigOption<?>> options = new ArrayList<>(List.of(
                PATH,
                FORMAT,
                SPLIT_SIZE,
                MONITOR_INTERVAL,
                PATH_PATTERN,
                COMMIT_POLICY,
                SUCCESS_FILE,
                LookupOptions.CACHE_TTL));
        options.addAll(CommitTrigger.options());
        options.addAll(FileRolling.options());
        options.addAll(MergePolicy.options());
        FileFormats.all().forEach(format -> options.addAll(format.options()));
        return options;
    }

    @Override
    public Map<String, DataType> metadataColumns() {
        return FileMetadata.types();
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new FilesystemConnector(fileSystems);
    }
}
