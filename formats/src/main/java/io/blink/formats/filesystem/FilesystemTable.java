package io.blink.formats.filesystem;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.type.Field;
import java.util.List;
import java.util.Map;

/**
 * What the connector keeps of a table in its handles.
 *
 * @param path without a slash at the end
 * @param fileColumns what the files hold: the stored columns without the partition keys
 * @param partitionKeys in the order of the folders
 */
record FilesystemTable(
        String name,
        String path,
        String format,
        List<Field> fileColumns,
        List<Field> partitionKeys,
        Map<String, String> options) {

    static FilesystemTable of(CatalogTable table) {
        Configuration options = new Configuration(table.options());
        String path = options.get(FilesystemConnectorFactory.PATH).replaceAll("/+$", "");
        List<Field> stored = table.columns().stream()
                .filter(column -> column.computedAs() == null)
                .map(column -> new Field(column.name(), column.type()))
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
                table.options());
    }

    private static boolean isKey(CatalogTable table, Field field) {
        return table.partitionKeys().stream().anyMatch(key -> key.equalsIgnoreCase(field.name()));
    }

    Configuration configuration() {
        return new Configuration(options);
    }
}
