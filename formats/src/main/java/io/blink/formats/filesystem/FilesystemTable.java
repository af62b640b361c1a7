package io.blink.formats.filesystem;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the connector keeps of a table in its handles.
 *
 * @param path without a slash at the end
 * @param fileColumns what the files hold: the stored columns without the partition keys and metadata
 * @param partitionKeys in the order of the folders
 * @param metadata columns that say something of the file
 */
record FilesystemTable(
        String name,
        String path,
        String format,
        List<Field> fileColumns,
        List<Field> partitionKeys,
        List<MetadataColumn> metadata,
        Map<String, String> options) {

    static FilesystemTable of(CatalogTable table) {
        Configuration options = new Configuration(table.options());
        String path = options.get(FilesystemConnectorFactory.PATH).replaceAll("/+$", "");
        List<Field> stored = table.columns().stream()
                .filter(column -> column.computedAs() == null && column.metadata() == null)
                .map(FilesystemTable::field)
                .toList();
        return new FilesystemTable(
                table.path().toString(),
                path,
                options.get(FilesystemConnectorFactory.FORMAT),
                stored.stream().filter(field -> !isKey(table, field)).toList(),
                table.partitionKeys().stream()
                        .map(key -> stored.stream()
                                .filter(field -> field.name().equalsIgnoreCase(key))
                                .findFirst()
                                .orElseThrow())
                        .toList(),
                table.columns().stream()
                        .filter(column -> column.metadata() != null)
                        .map(column -> new MetadataColumn(
                                field(column),
                                FileMetadata.of(column.metadata().key()),
                                column.metadata().virtual()))
                        .toList(),
                table.options());
    }

    private static Field field(ColumnDefinition column) {
        return new Field(column.name(), column.type());
    }

    private static boolean isKey(CatalogTable table, Field field) {
        return table.partitionKeys().stream().anyMatch(key -> key.equalsIgnoreCase(field.name()));
    }

    Configuration configuration() {
        return new Configuration(options);
    }

    /** What the paths of the table's files match; without one all are its files. */
    Optional<Pattern> pathPattern() {
        try {
            return configuration()
                    .optional(FilesystemConnectorFactory.PATH_PATTERN)
                    .map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            BlinkException refused =
                    invalid(FilesystemConnectorFactory.PATH_PATTERN, "is no regular expression: " + e.getDescription());
            refused.addSuppressed(e);
            throw refused;
        }
    }

    /** How often a stream looks for new files; without one it reads those that are there. */
    Optional<Duration> monitorInterval() {
        Optional<Duration> interval = configuration().optional(FilesystemConnectorFactory.MONITOR_INTERVAL);
        if (interval.isPresent()
                && (interval.get().isNegative() || interval.get().isZero())) {
            throw invalid(FilesystemConnectorFactory.MONITOR_INTERVAL, "must be longer than 0 s, say 10 s");
        }
        return interval;
    }

    private BlinkException invalid(ConfigOption<?> option, String why) {
        return new BlinkException(
                CoreErrorCode.INVALID_CONFIGURATION,
                "'" + option.key() + "' = '" + options.get(option.key()) + "' of table " + name + " " + why);
    }
}
