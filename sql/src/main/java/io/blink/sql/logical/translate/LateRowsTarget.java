package io.blink.sql.logical.translate;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of {@link SqlOptions#LATE_ROWS_TABLE}. */
public final class LateRowsTarget {
    private static final int NAME_PARTS_MAX = 3;

    private LateRowsTarget() {}

    /** The table, or empty if the setting is not set. */
    public static Optional<CatalogTable> of(PlannerContext context) {
        return context.settings().optional(SqlOptions.LATE_ROWS_TABLE).map(name -> table(name, context));
    }

    private static CatalogTable table(String name, PlannerContext context) {
        List<String> parts = List.of(name.replace("`", "").split("\\.", -1));
        if (parts.size() > NAME_PARTS_MAX || parts.stream().anyMatch(String::isBlank)) {
            throw refusal(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    name,
                    "write 'table', 'database.table' or 'catalog.database.table'");
        }
        CatalogTable table = new TargetTables(context, (code, problem) -> refusal(code, name, problem)).table(parts);
        return InsertRows.withColumns(table, context);
    }

    private static BlinkException refusal(ErrorCode code, String name, String problem) {
        return new BlinkException(
                code,
                "'" + SqlOptions.LATE_ROWS_TABLE.key() + "' = '" + name
                        + "' must name a table that takes late rows (RESET it to drop them): " + problem);
    }

    /** The columns that it takes of late rows, in lower case: rows keep them as far as where they may be late, whether or not a query reads them. */
    public static Set<String> columns(PlannerContext context) {
        return of(context).stream()
                .flatMap(table -> table.columns().stream())
                .filter(ColumnDefinition::isWritten)
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
