package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.session.SessionErrorCode;
import io.blink.sql.catalog.TableOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table's options after ALTER TABLE, from those before. */
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
}
