package io.blink.core.spi.connector;

import io.blink.core.expression.Expression;
import java.util.List;

/**
 * What a query wants of a table.
 *
 * @param columns names of stored columns, in the order in which batches shall have them; may be empty (only the row count matters)
 * @param filters conjuncts over {@code filterColumns}; the source uses what helps it to skip data
 * @param filterColumns names of the columns that {@code InputColumn} indices in {@code filters} refer to
 * @param limit rows that suffice, or -1
 * @param bounded whether an unbounded source shall be read only up to what is there now
 */
public record ScanRequest(
        List<String> columns, List<Expression> filters, List<String> filterColumns, long limit, boolean bounded) {
    public ScanRequest {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
        filterColumns = List.copyOf(filterColumns);
    }
}
