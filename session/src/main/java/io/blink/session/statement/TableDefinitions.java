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
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.StorageFormat;
import io.blink.sql.catalog.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        List<ColumnDefinition> columns = columns(create, path, connector, queryFields);
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
        return complete(table);
    }

    /** Columns, keys and options of another table, those of the statement behind or over them. */
    private CatalogTable defineLike(Statement.CreateTable create, TablePath path) {
        CatalogTable source = context.catalogs()
                .existing(context.catalogs().resolve(create.like().orElseThrow()));
        if (source.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    create.like().orElseThrow().position(),
                    source.path() + " is a view; use CREATE TABLE AS SELECT … LIMIT 0 to have its columns");
        }
        Map<String, String> own = new TreeMap<>(create.options());
        String named = own.remove(CONNECTOR);
        String connector = named == null ? source.connector() : connector(create, path, create.options());
        Map<String, String> options = new TreeMap<>();
        if (connector.equalsIgnoreCase(source.connector())) {
            options.putAll(inherited(source));
        }
        options.putAll(own);
        if (connector.equals(HIVE)) {
            addHiveOptions(create, path, options);
        } else {
            refuseHiveClauses(create, path, connector);
            tableOptions.check(path, connector, options);
        }
        List<ColumnDefinition> columns = new ArrayList<>(source.columns());
        columns.addAll(columns(create, path, connector, Optional.empty()));
        return new CatalogTable(
                path,
                connector,
                columns,
                create.partitionColumns().isEmpty()
                        ? source.partitionKeys()
                        : create.partitionColumns().stream()
                                .map(PartitionColumn::name)
                                .toList(),
                create.primaryKey().map(key -> key.columns()).orElse(source.primaryKey()),
                options,
                create.watermark()
                        .map(watermark -> new WatermarkDefinition(watermark.column(), watermark.expression()))
                        .orElse(source.watermark()),
                null,
                create.comment().orElse(source.comment()));
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

    private List<ColumnDefinition> columns(
            Statement.CreateTable create, TablePath path, String connector, Optional<List<Field>> queryFields) {
        List<ColumnDefinition> stored = new ArrayList<>();
        for (io.blink.sql.ColumnDefinition column : create.columns()) {
            if (column instanceof io.blink.sql.ColumnDefinition.Physical physical) {
                stored.add(new ColumnDefinition(
                        physical.name(),
                        physical.type(),
                        null,
                        physical.comment().orElse(null)));
            } else if (column instanceof io.blink.sql.ColumnDefinition.Metadata metadata) {
                stored.add(MetadataColumns.define(metadata, context.connectors().factory(connector)));
            }
        }
        if (create.columns().isEmpty()) {
            queryFields.ifPresent(fields -> fields.forEach(field ->
                    stored.add(new ColumnDefinition(field.name(), field.type().withNullable(true)))));
        }
        for (PartitionColumn partition : create.partitionColumns()) {
            partition
                    .type()
                    .ifPresent(type -> stored.add(new ColumnDefinition(
                            partition.name(), type, null, partition.comment().orElse(null))));
        }
        checkPartitionColumns(create, path, stored);
        return computedColumns.insert(create, path, stored);
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
