package io.blink.formats.filesystem;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.FileFormats;
import io.blink.formats.FileRolling;
import io.blink.formats.partition.CommitTrigger;
import java.util.ArrayList;
import java.util.List;

/** Makes the {@code filesystem} connector. */
public final class FilesystemConnectorFactory implements ConnectorFactory {
    public static final String NAME = "filesystem";

    public static final ConfigOption<String> PATH = ConfigOption.string(
            "path", null, "A file, or the folder whose files are the table: file:/…, hdfs://… or a local path");

    public static final ConfigOption<String> FORMAT =
            ConfigOption.string("format", null, "The format of the files: parquet, orc, csv or json");

    public static final ConfigOption<DataSize> SPLIT_SIZE =
            ConfigOption.size("source.split.size", "128mb", "Bytes of a file that one split covers");

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
        List<ConfigOption<?>> options = new ArrayList<>(
                List.of(PATH, FORMAT, SPLIT_SIZE, COMMIT_POLICY, SUCCESS_FILE, LookupOptions.CACHE_TTL));
        options.addAll(CommitTrigger.options());
        options.addAll(FileRolling.options());
        FileFormats.all().forEach(format -> options.addAll(format.options()));
        return options;
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new FilesystemConnector(fileSystems);
    }
}
