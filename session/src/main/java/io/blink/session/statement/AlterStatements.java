package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.sql.AlterTableAction;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionValue;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ALTER TABLE. */
public final class AlterStatements {
    private final SessionContext context;
    private final TableChanges changes;

    public AlterStatements(SessionContext context) {
        this.context = context;
        this.changes = new TableChanges(new TableOptions(context.connectors()));
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
        } else if (alter.action() instanceof AlterTableAction.AddColumns add) {
            catalog.alterTable(TableChanges.withColumns(table, add.columns()));
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
        if (context.catalogs().keepsPartitions(table)) {
            catalog.dropPartitions(table.path(), partitions, drop.ifExists());
        } else {
            context.connectors().get(table.connector()).dropPartitions(table, partitions, drop.ifExists());
        }
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
