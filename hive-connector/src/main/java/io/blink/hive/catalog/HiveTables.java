package io.blink.hive.catalog;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.ParallelismOptions;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.DataType;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.HiveTableOptions;
import io.blink.hive.metastore.MetastoreColumn;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreStorage;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.TableKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Hive's own tables and views, between the metastore's form and the catalog's. */
public final class HiveTables {
    public static final String CONNECTOR = "hive";

    private HiveTables() {}

    static CatalogTable toCatalog(MetastoreTable table, String catalog, MetastoreReference metastore) {
        TablePath path = new TablePath(catalog, table.database(), table.name());
        String comment = table.parameters().get(TableParameters.COMMENT);
        if (table.kind().isView()) {
            String text = table.viewExpandedText().or(table::viewText).orElse("");
            return new CatalogTable(path, null, columns(table), List.of(), List.of(), Map.of(), null, text, comment);
        }
        Map<String, String> options = new HashMap<>(TableParameters.userProperties(table.parameters()));
        options.put(
                HiveTableOptions.FORMAT.key(),
                HiveFileFormat.find(table.storage())
                        .map(HiveFileFormat::formatName)
                        .orElse(table.storage().serde()));
        table.storage().location().ifPresent(location -> options.put(HiveTableOptions.LOCATION.key(), location));
        options.put(HiveTableOptions.EXTERNAL.key(), Boolean.toString(table.kind() == TableKind.EXTERNAL));
        options.put(HiveTableOptions.METASTORE.key(), metastore.json());
        return new CatalogTable(
                path,
                CONNECTOR,
                columns(table),
                table.partitionColumns().stream().map(MetastoreColumn::name).toList(),
                List.of(),
                options,
                GenericTables.readWatermark(table.parameters()),
                null,
                comment);
    }

    /** All columns with core's types, partition columns last. */
    public static List<ColumnDefinition> columns(MetastoreTable table) {
        List<ColumnDefinition> columns = new ArrayList<>();
        List.of(table.storage().columns(), table.partitionColumns())
                .forEach(part -> part.forEach(column -> columns.add(new ColumnDefinition(
                        column.name(),
                        type(column, table),
                        null,
                        column.comment().orElse(null)))));
        return columns;
    }

    private static DataType type(MetastoreColumn column, MetastoreTable table) {
        String subject = HiveTypes.subject(column.name(), table.qualifiedName());
        String declared = table.parameters().get(TableParameters.TYPE_PREFIX + column.name());
        if (declared != null) {
            DataType type = DataType.parse(declared);
            // Holds only while the column still is what it was declared as: Hive may have changed it since.
            if (HiveTypes.toHive(type, subject).equalsIgnoreCase(column.type())) {
                return type;
            }
        }
        return HiveTypes.toCore(column.type(), subject);
    }

    static MetastoreTable toMetastore(CatalogTable table, String owner) {
        return table.isView() ? view(table, owner) : stored(table, owner);
    }

    private static MetastoreTable view(CatalogTable table, String owner) {
        MetastoreStorage storage = new MetastoreStorage(
                metastoreColumns(table, table.columns(), new HashMap<>()),
                Optional.empty(),
                "",
                "",
                "",
                Map.of(),
                0,
                List.of(),
                Map.of());
        return new MetastoreTable(
                lower(table.path().database()),
                lower(table.path().table()),
                owner,
                TableKind.VIEW,
                storage,
                List.of(),
                table.comment() == null ? Map.of() : Map.of(TableParameters.COMMENT, table.comment()),
                Optional.of(table.viewText()),
                Optional.of(table.viewText()));
    }

    private static MetastoreTable stored(CatalogTable table, String owner) {
        refuseWhatHiveLacks(table);
        Configuration options = new Configuration(table.options());
        Map<String, String> parameters = new HashMap<>(table.options());
        HiveTableOptions.CREATION_ONLY.forEach(option -> parameters.remove(option.key()));
        if (table.comment() != null) {
            parameters.put(TableParameters.COMMENT, table.comment());
        }
        boolean external = options.get(HiveTableOptions.EXTERNAL);
        if (external) {
            parameters.put(TableParameters.EXTERNAL, "TRUE");
        }
        GenericTables.writeWatermark(parameters, table.watermark());
        HiveFileFormat format = HiveFileFormat.named(options.get(HiveTableOptions.FORMAT), "table " + table.path());
        HiveFileFormat.refuseOwnSchema(table.options(), "table " + table.path());
        MetastoreStorage storage = format.storage();
        return new MetastoreTable(
                lower(table.path().database()),
                lower(table.path().table()),
                owner,
                external ? TableKind.EXTERNAL : TableKind.MANAGED,
                new MetastoreStorage(
                        metastoreColumns(table, dataColumns(table), parameters),
                        options.optional(HiveTableOptions.LOCATION),
                        storage.inputFormat(),
                        storage.outputFormat(),
                        storage.serde(),
                        storage.serdeParameters(),
                        0,
                        List.of(),
                        Map.of()),
                metastoreColumns(table, partitionColumns(table), parameters),
                parameters,
                Optional.empty(),
                Optional.empty());
    }

    /** The table with the columns and properties of the changed definition; partition columns, place and format stay. */
    static MetastoreTable changed(MetastoreTable table, CatalogTable changed) {
        refuseWhatHiveLacks(changed);
        Map<String, String> parameters = new HashMap<>(table.parameters());
        parameters
                .keySet()
                .removeAll(TableParameters.userProperties(table.parameters()).keySet());
        parameters.keySet().removeIf(key -> key.startsWith(TableParameters.TYPE_PREFIX));
        changed.options().forEach((key, value) -> {
            if (HiveTableOptions.CREATION_ONLY.stream()
                    .noneMatch(option -> option.key().equals(key))) {
                parameters.put(key, value);
            }
        });
        if (!Objects.equals(changed.watermark(), GenericTables.readWatermark(table.parameters()))) {
            parameters.remove(TableParameters.WATERMARK_COLUMN);
            parameters.remove(TableParameters.WATERMARK_EXPRESSION);
            GenericTables.writeWatermark(parameters, changed.watermark());
        }
        List<MetastoreColumn> columns = metastoreColumns(changed, dataColumns(changed), parameters);
        metastoreColumns(changed, partitionColumns(changed), parameters);
        return table.withStorage(table.storage().withColumns(columns)).withParameters(parameters);
    }

    private static void refuseWhatHiveLacks(CatalogTable table) {
        if (table.columns().isEmpty()) {
            throw invalid(table, "has no columns; declare them");
        }
        if (!table.primaryKey().isEmpty()) {
            throw invalid(table, "declares a primary key, which Hive tables do not have; leave it out");
        }
        table.columns().stream()
                .filter(column -> column.computedAs() != null)
                .findFirst()
                .ifPresent(column -> {
                    throw invalid(
                            table,
                            "declares the computed column " + column.name()
                                    + "; Hive tables store all columns: use a view");
                });
        if (dataColumns(table).isEmpty()) {
            throw invalid(table, "consists of partition columns alone; give it at least one other column");
        }
        for (ColumnDefinition column : partitionColumns(table)) {
            HiveTypes.requirePartitionable(
                    column.type(), HiveTypes.subject(column.name(), table.path().toString()));
        }
        refuseTransactional(table.options(), table.path().toString());
        table.options().keySet().forEach(key -> refuseMistyped(table, key));
    }

    /** Table properties are free, but for those that look like Blink's or Flink's own. */
    private static void refuseMistyped(CatalogTable table, String key) {
        List<String> known = Stream.concat(HiveTableOptions.all().stream(), ParallelismOptions.ALL.stream())
                .map(ConfigOption::key)
                .toList();
        if (HiveTableOptions.RESERVED_PREFIXES.stream().anyMatch(key::startsWith) && !known.contains(key)) {
            throw invalid(
                    table,
                    "has the unknown option '" + key + "'; there are " + known + "." + NearestName.hint(key, known));
        }
    }

    /** Tables with {@code transactional=true} have a file layout of their own. */
    public static void refuseTransactional(Map<String, String> parameters, String qualifiedName) {
        if (Boolean.parseBoolean(parameters.getOrDefault("transactional", "false"))) {
            throw new BlinkException(
                    HiveErrorCode.TRANSACTIONAL_TABLE,
                    "Table " + qualifiedName
                            + " is transactional (ACID); Blink neither reads nor writes such tables: copy it with Hive"
                            + " into an external table, CREATE EXTERNAL TABLE … STORED AS ORC AS SELECT …");
        }
    }

    private static List<ColumnDefinition> dataColumns(CatalogTable table) {
        return table.columns().stream()
                .filter(column -> !isPartitionKey(table, column))
                .toList();
    }

    private static List<ColumnDefinition> partitionColumns(CatalogTable table) {
        return table.partitionKeys().stream()
                .map(key -> table.column(key)
                        .orElseThrow(
                                () -> invalid(table, "is partitioned by " + key + ", which is not one of its columns")))
                .toList();
    }

    private static boolean isPartitionKey(CatalogTable table, ColumnDefinition column) {
        return table.partitionKeys().stream().anyMatch(key -> key.equalsIgnoreCase(column.name()));
    }

    private static List<MetastoreColumn> metastoreColumns(
            CatalogTable table, List<ColumnDefinition> columns, Map<String, String> parameters) {
        List<MetastoreColumn> converted = new ArrayList<>();
        for (ColumnDefinition column : columns) {
            String name = lower(column.name());
            String subject = HiveTypes.subject(name, table.path().toString());
            converted.add(new MetastoreColumn(
                    name, HiveTypes.toHive(column.type(), subject), Optional.ofNullable(column.comment())));
            if (HiveTypes.losesByHive(column.type(), subject)) {
                parameters.put(
                        TableParameters.TYPE_PREFIX + name,
                        column.type().withNullable(true).toString());
            }
        }
        return converted;
    }

    private static BlinkException invalid(CatalogTable table, String what) {
        return new BlinkException(HiveErrorCode.INVALID_TABLE, "Table " + table.path() + " " + what);
    }

    public static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
