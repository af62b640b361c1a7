package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.PartitionFolders;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.sql.AlterTableAction;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionValue;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.catalog.TableOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** ALTER TABLE and MSCK REPAIR TABLE. */
public final class AlterStatements {
    private final SessionContext context;
    private final TableChanges changes;

    public AlterStatements(SessionContext context) {
        this.context = context;
        this.changes =
                new TableChanges(new TableOptions(context.connectors(), SessionErrorCode.INVALID_TABLE_DEFINITION));
    }

    public StatementResult alter(Statement.AlterTable alter) {
        TablePath path = context.catalogs().resolve(alter.table());
        if (alter.ifExists() && context.catalogs().find(path).isEmpty()) {
            return new StatementResult.Done(0);
        }
        CatalogTable table = context.catalogs().existing(path);
        if (context.catalogs().temporaryTable(path).isPresent()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    alter.table().position(),
                    table.path() + " is temporary and cannot be altered; drop it and create it anew");
        }
        Catalog catalog = context.catalogs().existingCatalog(path.catalog());
        AlterTableAction action = alter.action();
        if (action instanceof AlterTableAction.Rename rename) {
            rename(catalog, table, rename.name());
        } else if (action instanceof AlterTableAction.AddPartitions add) {
            add(catalog, table, add);
        } else if (action instanceof AlterTableAction.DropPartitions drop) {
            drop(catalog, table, drop);
        } else {
            change(catalog, table, alter);
        }
        return new StatementResult.Done(0);
    }

    private void rename(Catalog catalog, CatalogTable table, ObjectName name) {
        TablePath old = table.path();
        List<String> parts = name.parts();
        boolean moves = (parts.size() > 1 && !parts.get(parts.size() - 2).equalsIgnoreCase(old.database()))
                || (parts.size() > 2 && !parts.get(0).equalsIgnoreCase(old.catalog()));
        if (moves) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    name.position(),
                    "a table keeps its database, here " + old.catalog() + "." + old.database()
                            + "; use CREATE TABLE AS to copy it into another");
        }
        if (catalog.table(old.database(), name.simple()).isPresent()) {
            throw SqlErrors.at(
                    SessionErrorCode.TABLE_ALREADY_EXISTS,
                    name.position(),
                    "there is a table or view '" + name.simple() + "' in " + old.catalog() + "." + old.database()
                            + " already");
        }
        catalog.renameTable(old, name.simple());
    }

    private void change(Catalog catalog, CatalogTable table, Statement.AlterTable alter) {
        if (table.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    alter.table().position(),
                    table.path() + " is a view; create it anew with CREATE OR REPLACE VIEW");
        }
        if (alter.action() instanceof AlterTableAction.SetOptions set) {
            catalog.alterTable(changes.withOptions(table, set.options()));
        } else if (alter.action() instanceof AlterTableAction.ResetOptions reset) {
            catalog.alterTable(changes.withoutOptions(table, reset.keys()));
        } else if (alter.action() instanceof AlterTableAction.AddSchema add) {
            catalog.alterTable(new SchemaChanges(context).added(table, add.schema()));
        } else if (alter.action() instanceof AlterTableAction.ModifySchema modify) {
            catalog.alterTable(new SchemaChanges(context).modified(table, modify.schema()));
        } else if (alter.action() instanceof AlterTableAction.DropPrimaryKey drop) {
            catalog.alterTable(SchemaChanges.withoutKey(table, drop.position()));
        } else if (alter.action() instanceof AlterTableAction.DropWatermark drop) {
            catalog.alterTable(SchemaChanges.withoutWatermark(table, drop.position()));
        } else if (alter.action() instanceof AlterTableAction.ChangeColumn change) {
            catalog.alterTable(new ColumnChanges(table).changed(change));
        } else if (alter.action() instanceof AlterTableAction.DropColumns drop) {
            catalog.alterTable(new ColumnChanges(table).without(drop.columns()));
        } else if (alter.action() instanceof AlterTableAction.ReplaceColumns replace) {
            catalog.alterTable(new ColumnChanges(table).replaced(replace.columns()));
        }
    }

    private static void add(Catalog catalog, CatalogTable table, AlterTableAction.AddPartitions add) {
        List<Map<String, String>> partitions = new ArrayList<>();
        List<String> locations = new ArrayList<>();
        for (AlterTableAction.AddedPartition partition : add.partitions()) {
            Map<String, String> values = values(table, partition.values());
            if (values.size() < table.partitionKeys().size()) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_STATEMENT,
                        partition.values().get(0).position(),
                        "a partition of " + table.path() + " has values for all of " + table.partitionKeys());
            }
            partitions.add(values);
            locations.add(partition.location().orElse(null));
        }
        catalog.addPartitions(table.path(), partitions, locations, add.ifNotExists());
    }

    private void drop(Catalog catalog, CatalogTable table, AlterTableAction.DropPartitions drop) {
        List<Map<String, String>> partitions = new ArrayList<>();
        drop.partitions().forEach(partition -> partitions.add(values(table, partition)));
        drop(catalog, table, partitions, drop.ifExists());
    }

    private void drop(Catalog catalog, CatalogTable table, List<Map<String, String>> partitions, boolean ifExists) {
        if (context.catalogs().keepsPartitions(table)) {
            catalog.dropPartitions(table.path(), partitions, ifExists);
        } else {
            context.connectors().get(table.connector()).dropPartitions(table, partitions, ifExists);
        }
    }

    /** TRUNCATE TABLE of all partitions, or of those with these values: they go, with their rows. */
    void truncate(CatalogTable table, Map<String, String> values, SourcePosition position) {
        if (Boolean.parseBoolean(table.options().get("external"))) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    position,
                    table.path() + " is external, so that dropping its partitions would leave their files; name one"
                            + " partition after the other with PARTITION (…), which empties it");
        }
        Catalog catalog = context.catalogs().existingCatalog(table.path().catalog());
        drop(catalog, table, List.of(values), true);
    }

    /** MSCK REPAIR TABLE: says what it added and dropped. */
    public StatementResult repair(Statement.RepairTable repair) {
        CatalogTable table = context.catalogs().existing(context.catalogs().resolve(repair.table()));
        if (table.isView() || table.partitionKeys().isEmpty()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    repair.table().position(),
                    table.path() + " has no partitions to repair");
        }
        PartitionFolders folders = context.connectors().get(table.connector()).partitionFolders(table);
        Catalog catalog = context.catalogs().existingCatalog(table.path().catalog());
        Set<String> before = new TreeSet<>(catalog.listPartitions(table.path()));
        if (repair.add() && !folders.unknown().isEmpty()) {
            catalog.addPartitions(
                    table.path(),
                    folders.unknown().stream()
                            .map(PartitionFolders.Folder::values)
                            .toList(),
                    folders.unknown().stream()
                            .map(PartitionFolders.Folder::location)
                            .toList(),
                    true);
        }
        if (repair.drop() && !folders.lost().isEmpty()) {
            catalog.dropPartitions(table.path(), folders.lost(), true);
        }
        return difference(before, new TreeSet<>(catalog.listPartitions(table.path())));
    }

    private static StatementResult difference(Set<String> before, Set<String> after) {
        TextTable result = new TextTable("partition name", "change");
        after.stream().filter(name -> !before.contains(name)).forEach(name -> result.add(name, "added"));
        before.stream().filter(name -> !after.contains(name)).forEach(name -> result.add(name, "dropped"));
        return result.result(0);
    }

    /** The name of a partition column as the table has it. */
    static String partitionColumn(CatalogTable table, PartitionValue part) {
        return table.partitionKeys().stream()
                .filter(part.column()::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> noPartitionColumn(table, part));
    }

    /** By the names of the partition columns as the table has them. */
    static Map<String, String> values(CatalogTable table, List<PartitionValue> written) {
        Map<String, String> values = new LinkedHashMap<>();
        for (PartitionValue part : written) {
            String key = partitionColumn(table, part);
            String value = part.value()
                    .orElseThrow(() -> SqlErrors.at(
                            SqlErrorCode.INVALID_STATEMENT,
                            part.position(),
                            "the partition column '" + key + "' needs a value, as in " + key + " = '…'"));
            if (values.put(key, value) != null) {
                throw SqlErrors.at(SqlErrorCode.INVALID_STATEMENT, part.position(), "'" + key + "' is given twice");
            }
        }
        return values;
    }

    private static BlinkException noPartitionColumn(CatalogTable table, PartitionValue part) {
        String columns = table.partitionKeys().isEmpty()
                ? ", which is not partitioned"
                : ", which has " + table.partitionKeys() + SqlErrors.suggestion(part.column(), table.partitionKeys());
        return SqlErrors.at(
                SqlErrorCode.UNKNOWN_COLUMN,
                part.position(),
                "'" + part.column() + "' is no partition column of " + table.path() + columns);
    }
}
