package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.DataType;
import io.blink.sql.QueryPlanner;
import java.util.List;
import java.util.Map;

/** Finds the types of columns that are declared as expressions over the stored ones. */
final class ComputedColumns {
    private final SessionContext context;

    ComputedColumns(SessionContext context) {
        this.context = context;
    }

    /** @param columns of the table; computed ones among them are passed over */
    ColumnDefinition define(
            io.blink.sql.ColumnDefinition.Computed computed, TablePath path, List<ColumnDefinition> columns) {
        DataType type =
                QueryPlanner.expressionType(computed.expression(), over(path, columns), context.plannerContext());
        return new ColumnDefinition(
                computed.name(), type, computed.expression(), computed.comment().orElse(null));
    }

    private static CatalogTable over(TablePath path, List<ColumnDefinition> columns) {
        List<ColumnDefinition> stored =
                columns.stream().filter(column -> column.computedAs() == null).toList();
        return new CatalogTable(path, "", stored, List.of(), List.of(), Map.of(), null, null, null);
    }
}
