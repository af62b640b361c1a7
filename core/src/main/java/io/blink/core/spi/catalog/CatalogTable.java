package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table or view as a catalog knows it.
 *
 * @param connector which connector reads and writes it; {@code null} for a view
 * @param columns in order, partition keys included; empty where the connector shall infer them
 * @param partitionKeys names of columns
 * @param primaryKey names of columns, not enforced
 * @param options what was given in WITH (or TBLPROPERTIES), plus what the catalog adds for its connector (location, format, metastore URIs)
 * @param watermark may be {@code null}
 * @param viewText the query of a view, else {@code null}
 * @param comment may be {@code null}
 */
public record CatalogTable(
        TablePath path,
        String connector,
        List<ColumnDefinition> columns,
        List<String> partitionKeys,
        List<String> primaryKey,
        Map<String, String> options,
        WatermarkDefinition watermark,
        String viewText,
        String comment) {
    public CatalogTable {
        requireNonNull(path, "path");
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        primaryKey = List.copyOf(primaryKey);
        options = Map.copyOf(options);
    }

    @JsonIgnore
    public boolean isView() {
        return viewText != null;
    }

    /** The column of that name, without case. */
    public Optional<ColumnDefinition> column(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    public CatalogTable withPath(TablePath newPath) {
        return new CatalogTable(
                newPath, connector, columns, partitionKeys, primaryKey, options, watermark, viewText, comment);
    }

    public CatalogTable withColumns(List<ColumnDefinition> newColumns) {
        return new CatalogTable(
                path, connector, newColumns, partitionKeys, primaryKey, options, watermark, viewText, comment);
    }

    public CatalogTable withPrimaryKey(List<String> newKey) {
        return new CatalogTable(path, connector, columns, partitionKeys, newKey, options, watermark, viewText, comment);
    }

    /** @param newWatermark {@code null} for none */
    public CatalogTable withWatermark(WatermarkDefinition newWatermark) {
        return new CatalogTable(
                path, connector, columns, partitionKeys, primaryKey, options, newWatermark, viewText, comment);
    }

    /** Without the options that are not for its connector. */
    public CatalogTable forConnector() {
        Map<String, String> own = new HashMap<>(options);
        own.keySet().removeIf(key -> key.startsWith(WatermarkOptions.PREFIX) || ParallelismOptions.isOne(key));
        return own.size() == options.size() ? this : withOptions(own);
    }

    public CatalogTable withOptions(Map<String, String> newOptions) {
        return new CatalogTable(
                path, connector, columns, partitionKeys, primaryKey, newOptions, watermark, viewText, comment);
    }
}
