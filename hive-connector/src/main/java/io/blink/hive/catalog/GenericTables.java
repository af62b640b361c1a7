package io.blink.hive.catalog;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.core.type.DataType;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.TableKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables of other connectors, kept in the parameters of a metastore table that has no columns of its own; Hive sees an empty table. */
final class GenericTables {
    private GenericTables() {}

    static boolean isGeneric(MetastoreTable table) {
        return table.parameters().containsKey(TableParameters.CONNECTOR);
    }

    static MetastoreTable toMetastore(CatalogTable table, String owner) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(TableParameters.CONNECTOR, table.connector());
        parameters.put(TableParameters.EXTERNAL, "TRUE");
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnDefinition column = table.columns().get(i);
            String prefix = TableParameters.COLUMN_PREFIX + i;
            parameters.put(prefix + ".name", column.name());
            parameters.put(prefix + ".type", column.type().toString());
            putIfPresent(parameters, prefix + ".computed", column.computedAs());
            putIfPresent(parameters, prefix + ".comment", column.comment());
            if (column.metadata() != null) {
                parameters.put(prefix + ".metadata", column.metadata().key());
                parameters.put(
                        prefix + ".virtual", Boolean.toString(column.metadata().virtual()));
            }
        }
        putNumbered(parameters, TableParameters.PARTITION_KEY_PREFIX, table.partitionKeys());
        putNumbered(parameters, TableParameters.PRIMARY_KEY_PREFIX, table.primaryKey());
        table.options().forEach((key, value) -> parameters.put(TableParameters.OPTION_PREFIX + key, value));
        writeWatermark(parameters, table.watermark());
        putIfPresent(parameters, TableParameters.COMMENT, table.comment());
        return new MetastoreTable(
                HiveTables.lower(table.path().database()),
                HiveTables.lower(table.path().table()),
                owner,
                TableKind.EXTERNAL,
                HiveFileFormat.PARQUET.storage(),
                List.of(),
                parameters,
                Optional.empty(),
                Optional.empty());
    }

    /** The table with the columns, options, primary key and watermark of the changed definition. */
    static MetastoreTable changed(MetastoreTable table, CatalogTable changed) {
        Map<String, String> parameters = new HashMap<>(table.parameters());
        parameters
                .keySet()
                .removeIf(key -> key.startsWith(TableParameters.COLUMN_PREFIX)
                        || key.startsWith(TableParameters.PARTITION_KEY_PREFIX)
                        || key.startsWith(TableParameters.PRIMARY_KEY_PREFIX)
                        || key.startsWith(TableParameters.OPTION_PREFIX)
                        || key.equals(TableParameters.WATERMARK_COLUMN)
                        || key.equals(TableParameters.WATERMARK_EXPRESSION));
        parameters.putAll(toMetastore(changed, table.owner()).parameters());
        return table.withParameters(parameters);
    }

    static CatalogTable toCatalog(MetastoreTable table, String catalog) {
        Map<String, String> parameters = table.parameters();
        Map<String, String> options = new HashMap<>();
        parameters.forEach((key, value) -> {
            if (key.startsWith(TableParameters.OPTION_PREFIX)) {
                options.put(key.substring(TableParameters.OPTION_PREFIX.length()), value);
            }
        });
        return new CatalogTable(
                new TablePath(catalog, table.database(), table.name()),
                parameters.get(TableParameters.CONNECTOR),
                columns(parameters),
                TableParameters.numbered(parameters, TableParameters.PARTITION_KEY_PREFIX, ""),
                TableParameters.numbered(parameters, TableParameters.PRIMARY_KEY_PREFIX, ""),
                options,
                readWatermark(parameters),
                null,
                parameters.get(TableParameters.COMMENT));
    }

    private static List<ColumnDefinition> columns(Map<String, String> parameters) {
        List<ColumnDefinition> columns = new ArrayList<>();
        List<String> names = TableParameters.numbered(parameters, TableParameters.COLUMN_PREFIX, ".name");
        for (int i = 0; i < names.size(); i++) {
            String prefix = TableParameters.COLUMN_PREFIX + i;
            columns.add(new ColumnDefinition(
                    names.get(i),
                    DataType.parse(parameters.get(prefix + ".type")),
                    parameters.get(prefix + ".computed"),
                    parameters.get(prefix + ".comment"),
                    metadata(parameters, prefix)));
        }
        return columns;
    }

    private static ColumnDefinition.Metadata metadata(Map<String, String> parameters, String prefix) {
        String key = parameters.get(prefix + ".metadata");
        return key == null
                ? null
                : new ColumnDefinition.Metadata(key, Boolean.parseBoolean(parameters.get(prefix + ".virtual")));
    }

    static void writeWatermark(Map<String, String> parameters, WatermarkDefinition watermark) {
        if (watermark != null) {
            parameters.put(TableParameters.WATERMARK_COLUMN, watermark.column());
            parameters.put(TableParameters.WATERMARK_EXPRESSION, watermark.expression());
        }
    }

    /** May be {@code null}, as in {@link CatalogTable}. */
    static WatermarkDefinition readWatermark(Map<String, String> parameters) {
        String column = parameters.get(TableParameters.WATERMARK_COLUMN);
        String expression = parameters.get(TableParameters.WATERMARK_EXPRESSION);
        return column == null || expression == null ? null : new WatermarkDefinition(column, expression);
    }

    private static void putNumbered(Map<String, String> parameters, String prefix, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            parameters.put(prefix + i, values.get(i));
        }
    }

    private static void putIfPresent(Map<String, String> parameters, String key, String value) {
        if (value != null) {
            parameters.put(key, value);
        }
    }
}
