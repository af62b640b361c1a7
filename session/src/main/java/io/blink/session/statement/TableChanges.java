package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.session.SessionErrorCode;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.catalog.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table's definition after ALTER TABLE, from the one before. */
final class TableChanges {
    private static final String HIVE = "hive";

    private final TableOptions options;

    TableChanges(TableOptions options) {
        this.options = options;
    }

    CatalogTable withOptions(CatalogTable table, Map<String, String> changed) {
        refuseFixed(table, List.copyOf(changed.keySet()));
        if (!table.connector().equals(HIVE)) {
            options.check(table.path(), table.connector(), changed);
        }
        Map<String, String> merged = new TreeMap<>(table.options());
        merged.putAll(changed);
        return table.withOptions(merged);
    }

    /** Keys that the table does not have are passed over, as in Flink. */
    CatalogTable withoutOptions(CatalogTable table, List<String> keys) {
        refuseFixed(table, keys);
        Map<String, String> left = new TreeMap<>(table.options());
        left.keySet().removeAll(keys);
        return table.withOptions(left);
    }

    private void refuseFixed(CatalogTable table, List<String> keys) {
        for (String key : keys) {
            if (options.isFixed(table.connector(), key)) {
                throw new BlinkException(
                        SessionErrorCode.INVALID_TABLE_DEFINITION,
                        "Table " + table.path() + ": '" + key
                                + "' is fixed when a table is created; use CREATE TABLE … AS SELECT for another table.");
            }
        }
    }

    /** New columns stand behind the others, of a Hive table before its partition columns; rows written before have NULL there. */
    static CatalogTable withColumns(CatalogTable table, List<io.blink.sql.ColumnDefinition> added) {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        int place = table.connector().equals(HIVE)
                ? columns.size() - table.partitionKeys().size()
                : columns.size();
        for (io.blink.sql.ColumnDefinition column : added) {
            columns.add(place++, newColumn(table, columns, column));
        }
        return table.withColumns(columns);
    }

    private static ColumnDefinition newColumn(
            CatalogTable table, List<ColumnDefinition> columns, io.blink.sql.ColumnDefinition column) {
        if (!(column instanceof io.blink.sql.ColumnDefinition.Physical physical)) {
            throw invalid(column, "ADD COLUMNS takes names and types; for computed columns create a view");
        }
        if (columns.stream().anyMatch(known -> known.name().equalsIgnoreCase(physical.name()))) {
            throw invalid(column, table.path() + " has a column '" + physical.name() + "' already");
        }
        if (!physical.type().nullable()) {
            throw invalid(column, "a new column cannot be NOT NULL: the rows that there are have no value for it");
        }
        return new ColumnDefinition(
                physical.name(), physical.type(), null, physical.comment().orElse(null));
    }

    private static BlinkException invalid(io.blink.sql.ColumnDefinition column, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_STATEMENT, column.position(), message);
    }
}
