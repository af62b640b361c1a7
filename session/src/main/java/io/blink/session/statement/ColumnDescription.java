package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.session.StatementResult;
import io.blink.sql.ColumnName;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** DESCRIBE of one column, in Hive's and Spark's words. */
final class ColumnDescription {
    private static final ColumnStatistics UNKNOWN = new ColumnStatistics(-1, -1, null, null, -1);

    private final SessionContext context;

    ColumnDescription(SessionContext context) {
        this.context = context;
    }

    /** @param extended whether what the column holds is told too, where it is known */
    StatementResult of(CatalogTable table, ColumnName name, boolean extended) {
        ColumnDefinition column = table.column(name.name()).orElseThrow(() -> noColumn(table, name));
        TextTable result = new TextTable("property", "value");
        result.add("col_name", column.name());
        result.add("data_type", column.type().withNullable(true).toString());
        result.add("comment", column.comment());
        if (extended) {
            ColumnStatistics figures = statistics(table)
                    .map(known -> known.columns().get(column.name().toLowerCase(Locale.ROOT)))
                    .orElse(UNKNOWN);
            result.add("min", bound(figures.min(), column.type()));
            result.add("max", bound(figures.max(), column.type()));
            result.add("num_nulls", known(figures.nullCount()));
            result.add("distinct_count", known(figures.distinctValues()));
            result.add(
                    "avg_col_len",
                    figures.averageBytes() < 0 ? null : String.format(Locale.ROOT, "%.2f", figures.averageBytes()));
            result.add("max_col_len", known(figures.maximalBytes()));
        }
        return result.result(0);
    }

    private static String known(long figure) {
        return figure < 0 ? null : Long.toString(figure);
    }

    /** Statistics have bounds on the scale of literals. */
    private static String bound(String bound, DataType type) {
        return bound == null || type.kind() != TypeKind.DATE
                ? bound
                : LocalDate.ofEpochDay(new BigDecimal(bound).longValue()).toString();
    }

    /** What ANALYZE TABLE or a writer left of the table, in its metastore or in this session. */
    Optional<TableStatistics> statistics(CatalogTable table) {
        if (table.isView()) {
            return Optional.empty();
        }
        Connector connector = context.connectors().get(table.connector());
        return connector.keepsStatistics()
                ? Optional.of(connector.source(table).statistics())
                : context.catalogs().statistics(table.path());
    }

    static BlinkException noColumn(CatalogTable table, ColumnName name) {
        List<String> names =
                table.columns().stream().map(ColumnDefinition::name).toList();
        return SqlErrors.at(
                SqlErrorCode.UNKNOWN_COLUMN,
                name.position(),
                "'" + name.name() + "' is no column of " + table.path() + SqlErrors.suggestion(name.name(), names));
    }
}
