package io.blink.session.statement;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.core.type.Field;
import io.blink.session.SessionErrorCode;
import io.blink.sql.PartitionColumn;
import io.blink.sql.PrimaryKey;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.StorageFormat;
import io.blink.sql.TableFeature;
import io.blink.sql.TableLike;
import io.blink.sql.catalog.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** From CREATE TABLE, in Flink's form or Hive's, to the table that the catalog keeps. */
final class TableDefinitions {
    private static final String CONNECTOR = "connector";
    private static final String HIVE = "hive";

    private final SessionContext context;
    private final ComputedColumns computedColumns;
    private final TableOptions tableOptions;

    TableDefinitions(SessionContext context) {
        this.context = context;
        this.computedColumns = new ComputedColumns(context);
        this.tableOptions = new TableOptions(context.connectors(), SessionErrorCode.INVALID_TABLE_DEFINITION);
    }

    /** @param queryFields names and types of the query of CREATE TABLE AS; empty without one */
    CatalogTable define(Statement.CreateTable create, TablePath path, Optional<List<Field>> queryFields) {
        if (create.like().isPresent()) {
            return defineLike(create, path);
        }
        Map<String, String> options = new TreeMap<>(create.options());
        String connector = connector(create, path, options);
        options.remove(CONNECTOR);
        boolean hive = connector.equals(HIVE);
        if (hive) {
            addHiveOptions(create, path, options);
        } else {
            refuseHiveClauses(create, path, connector);
            tableOptions.check(path, connector, options);
        }
        List<ColumnDefinition> columns = columns(create, path, connector, List.of(), queryFields);
        CatalogTable table = new CatalogTable(
                path,
                connector,
                columns,
                create.partitionColumns().stream().map(PartitionColumn::name).toList(),
                create.primaryKey().map(key -> key.columns()).orElse(List.of()),
                options,
                create.watermark()
                        .map(watermark -> new WatermarkDefinition(watermark.column(), watermark.expression()))
                        .orElse(null),
                null,
                create.comment().orElse(null));
        return checked(complete(table), create);
    }

    /** Columns of another table, and what else the statement takes over, with its own behind or in the place of that. */
    private CatalogTable defineLike(Statement.CreateTable create, TablePath path) {
        TableLike like = create.like().orElseThrow();
        CatalogTable source = context.catalogs().existing(context.catalogs().resolve(like.table()));
        if (source.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    like.table().position(),
                    source.path() + " is a view; use CREATE TABLE AS SELECT … LIMIT 0 to have its columns");
        }
        Map<String, String> own = new TreeMap<>(create.options());
        String named = own.remove(CONNECTOR);
        boolean sameOptions = like.features().contains(TableFeature.OPTIONS);
        String connector =
                named == null && sameOptions ? source.connector() : connector(create, path, create.options());
        Map<String, String> options = new TreeMap<>();
        if (sameOptions && connector.equalsIgnoreCase(source.connector())) {
            options.putAll(inherited(source));
        }
        options.putAll(own);
        if (connector.equals(HIVE)) {
            addHiveOptions(create, path, options);
        } else {
            refuseHiveClauses(create, path, connector);
            tableOptions.check(path, connector, options);
        }
        List<ColumnDefinition> inherited = new LikeColumns(like, source).inherited(create, connector, context);
        List<ColumnDefinition> columns = new ArrayList<>(inherited);
        columns.addAll(columns(create, path, connector, inherited, Optional.empty()));
        List<String> partitionKeys =
                create.partitionColumns().stream().map(PartitionColumn::name).toList();
        List<String> primaryKey = create.primaryKey().map(PrimaryKey::columns).orElse(List.of());
        boolean samePartitions = partitionKeys.isEmpty() && like.features().contains(TableFeature.PARTITIONS);
        boolean sameKey = primaryKey.isEmpty() && like.features().contains(TableFeature.CONSTRAINTS);
        WatermarkDefinition sameWatermark =
                like.features().contains(TableFeature.WATERMARKS) ? source.watermark() : null;
        CatalogTable table = new CatalogTable(
                path,
                connector,
                columns,
                samePartitions ? source.partitionKeys() : partitionKeys,
                sameKey ? source.primaryKey() : primaryKey,
                options,
                create.watermark()
                        .map(watermark -> new WatermarkDefinition(watermark.column(), watermark.expression()))
                        .orElse(sameWatermark),
                null,
                create.comment().orElse(source.comment()));
        return checked(table, create);
    }

    /** What a user may write; a Hive table has its own place and is managed unless the statement says otherwise. */
    private Map<String, String> inherited(CatalogTable source) {
        Map<String, String> options = new TreeMap<>(source.options());
        tableOptions.internal(source.connector()).forEach(options::remove);
        if (source.connector().equals(HIVE)) {
            options.remove("location");
            options.remove("external");
        }
        return options;
    }

    private String connector(Statement.CreateTable create, TablePath path, Map<String, String> options) {
        String named = options.get(CONNECTOR);
        if (named != null) {
            return named.equalsIgnoreCase(HIVE)
                    ? HIVE
                    : context.connectors().factory(named).name();
        }
        Catalog catalog = context.catalogs().existingCatalog(path.catalog());
        return catalog.defaultConnector()
                .orElseThrow(() -> new BlinkException(
                        SessionErrorCode.INVALID_TABLE_DEFINITION,
                        "Table " + path + " names no connector, and catalog '" + path.catalog()
                                + "' has none of its own: add WITH ('connector' = '…') with one of "
                                + context.connectors().names() + ", or create it in a Hive catalog."));
    }

    private static void addHiveOptions(Statement.CreateTable create, TablePath path, Map<String, String> options) {
        options.putAll(create.properties());
        StorageFormat storage = create.storage();
        if (storage.storedAs().isPresent()) {
            options.put("format", storage.storedAs().get().toLowerCase(Locale.ROOT));
        } else if (storage.delimited()
                || storage.serde().isPresent()
                || storage.inputFormat().isPresent()) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    "Table " + path
                            + ": ROW FORMAT and INPUTFORMAT are not supported; use STORED AS PARQUET or STORED AS ORC.");
        }
        create.location().ifPresent(location -> options.put("location", location));
        if (create.external()) {
            options.put("external", "true");
        }
    }

    private static void refuseHiveClauses(Statement.CreateTable create, TablePath path, String connector) {
        boolean clauses = !create.storage().isUnspecified()
                || create.location().isPresent()
                || create.external()
                || !create.properties().isEmpty();
        if (clauses) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    "Table " + path
                            + ": EXTERNAL, STORED AS, LOCATION and TBLPROPERTIES belong to Hive tables; connector '"
                            + connector + "' takes its options in WITH (…).");
        }
    }

    /** @param before columns that come before these, on which computed ones may build @param queryFields of CREATE TABLE AS */
    private List<ColumnDefinition> columns(
            Statement.CreateTable create,
            TablePath path,
            String connector,
            List<ColumnDefinition> before,
            Optional<List<Field>> queryFields) {
        List<ColumnDefinition> declared = new ArrayList<>();
        for (io.blink.sql.ColumnDefinition column : create.columns()) {
            if (column instanceof io.blink.sql.ColumnDefinition.Physical physical) {
                declared.add(new ColumnDefinition(
                        physical.name(),
                        physical.type(),
                        null,
                        physical.comment().orElse(null)));
            } else if (column instanceof io.blink.sql.ColumnDefinition.Metadata metadata) {
                declared.add(
                        MetadataColumns.define(metadata, context.connectors().factory(connector)));
            }
        }
        List<ColumnDefinition> ofQuery = queryFields
                .map(fields -> QueryColumns.of(fields, create, declared))
                .orElse(List.of());
        ofQuery.forEach(column -> declared.removeIf(other -> other.name().equalsIgnoreCase(column.name())));
        for (PartitionColumn partition : create.partitionColumns()) {
            partition
                    .type()
                    .ifPresent(type -> declared.add(new ColumnDefinition(
                            partition.name(), type, null, partition.comment().orElse(null))));
        }
        List<ColumnDefinition> stored = new ArrayList<>(before);
        stored.addAll(declared);
        stored.addAll(ofQuery);
        checkPartitionColumns(create, path, stored);
        return withComputed(create, path, stored, declared, ofQuery);
    }

    /** The declared columns with the computed ones where the statement has them, then those of the query; Hive's partition columns stay last. */
    private List<ColumnDefinition> withComputed(
            Statement.CreateTable create,
            TablePath path,
            List<ColumnDefinition> stored,
            List<ColumnDefinition> declared,
            List<ColumnDefinition> ofQuery) {
        List<ColumnDefinition> all = new ArrayList<>(declared);
        int place = 0;
        for (io.blink.sql.ColumnDefinition column : create.columns()) {
            if (column instanceof io.blink.sql.ColumnDefinition.Computed computed) {
                all.add(place++, computedColumns.define(computed, path, stored));
            } else if (declared.stream().anyMatch(known -> known.name().equals(column.name()))) {
                place++;
            }
        }
        all.addAll(ofQuery);
        return all;
    }

    /** Names that stand twice, and keys and watermarks of columns that there are not. */
    private static CatalogTable checked(CatalogTable table, Statement.CreateTable create) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ColumnDefinition column : table.columns()) {
            if (!names.add(column.name())) {
                throw SqlErrors.at(
                        SessionErrorCode.INVALID_TABLE_DEFINITION,
                        create.table().position(),
                        table.path() + " would have the column '" + column.name() + "' twice");
            }
        }
        for (String key : table.primaryKey()) {
            if (!names.contains(key)) {
                throw SqlErrors.at(
                        SqlErrorCode.UNKNOWN_COLUMN,
                        create.primaryKey()
                                .map(PrimaryKey::position)
                                .orElse(create.table().position()),
                        "the primary key names '" + key + "', which is no column of " + table.path()
                                + SqlErrors.suggestion(key, List.copyOf(names)));
            }
        }
        if (table.watermark() != null) {
            String column = table.watermark().column().replaceAll("\\..*", "");
            if (!names.contains(column)) {
                throw SqlErrors.at(
                        SqlErrorCode.UNKNOWN_COLUMN,
                        create.watermark()
                                .map(io.blink.sql.WatermarkDefinition::position)
                                .orElse(create.table().position()),
                        "the watermark is for '" + column + "', which is no column of " + table.path()
                                + SqlErrors.suggestion(column, List.copyOf(names)));
            }
        }
        return table;
    }

    private static void checkPartitionColumns(
            Statement.CreateTable create, TablePath path, List<ColumnDefinition> stored) {
        List<String> names = stored.stream().map(ColumnDefinition::name).toList();
        for (PartitionColumn partition : create.partitionColumns()) {
            if (!names.isEmpty() && names.stream().noneMatch(partition.name()::equalsIgnoreCase)) {
                throw new BlinkException(
                        SessionErrorCode.INVALID_TABLE_DEFINITION,
                        partition.position() + ": PARTITIONED BY names '" + partition.name()
                                + "', which is no column of " + path + "." + NearestName.hint(partition.name(), names));
            }
        }
    }

    /** A table without columns takes them from its connector. */
    private CatalogTable complete(CatalogTable table) {
        if (!table.columns().isEmpty()) {
            return table;
        }
        if (table.connector().equals(HIVE)) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    "Hive table " + table.path() + " must declare its columns.");
        }
        return table.withColumns(context.connectors().get(table.connector()).inferColumns(table));
    }
}
