package io.blink.formats.filesystem;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.FileFormats;
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

    public static final ConfigOption<DataSize> ROLLING_FILE_SIZE = ConfigOption.size(
            "sink.rolling-policy.file-size", "128mb", "Bytes after which a writer starts another file");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        List<ConfigOption<?>> options =
                new ArrayList<>(List.of(PATH, FORMAT, SPLIT_SIZE, ROLLING_FILE_SIZE, LookupOptions.CACHE_TTL));
        FileFormats.all().forEach(format -> options.addAll(format.options()));
        return options;
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new FilesystemConnector(fileSystems);
    }
}
