package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.DataType;
import io.blink.sql.QueryPlanner;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the types of columns that are declared as expressions over the stored ones. */
final class ComputedColumns {
    private final SessionContext context;

    ComputedColumns(SessionContext context) {
        this.context = context;
    }

    /** The stored columns with the computed ones where the statement has them; Hive's partition columns stay last. */
    List<ColumnDefinition> insert(Statement.CreateTable create, TablePath path, List<ColumnDefinition> stored) {
        List<ColumnDefinition> all = new ArrayList<>(stored);
        for (int i = 0; i < create.columns().size(); i++) {
            if (create.columns().get(i) instanceof io.blink.sql.ColumnDefinition.Computed computed) {
                DataType type = QueryPlanner.expressionType(
                        computed.expression(), over(path, stored), context.plannerContext());
                all.add(
                        i,
                        new ColumnDefinition(
                                computed.name(),
                                type,
                                computed.expression(),
                                computed.comment().orElse(null)));
            }
        }
        return all;
    }

    private static CatalogTable over(TablePath path, List<ColumnDefinition> stored) {
        return new CatalogTable(path, "", stored, List.of(), List.of(), Map.of(), null, null, null);
    }
}
