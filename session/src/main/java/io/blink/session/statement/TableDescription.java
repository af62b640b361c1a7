package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.session.StatementResult;
import io.blink.sql.NamePattern;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** DESCRIBE of a table and SHOW COLUMNS: one row a column, with comments where there are any. */
final class TableDescription {
    private static final String[] COLUMNS = {"name", "type", "null", "key", "extras", "watermark"};
    private static final String COMMENT = "comment";
    private static final Pattern PROCESSING_TIME = Pattern.compile("PROCTIME\\s*\\(\\s*\\)", Pattern.CASE_INSENSITIVE);

    private final CatalogTable table;
    private final boolean commented;
    private final TextTable result;

    TableDescription(CatalogTable table) {
        this.table = table;
        this.commented = table.columns().stream().anyMatch(column -> column.comment() != null);
        String[] names = Arrays.copyOf(COLUMNS, COLUMNS.length + (commented ? 1 : 0));
        if (commented) {
            names[COLUMNS.length] = COMMENT;
        }
        this.result = new TextTable(names);
    }

    StatementResult columns(Optional<NamePattern> pattern) {
        addColumns(pattern);
        return result.result(0);
    }

    StatementResult extended(Map<String, String> options, Optional<TableStatistics> statistics) {
        addColumns(Optional.empty());
        if (table.isView()) {
            add("# view", table.viewText());
            return result.result(0);
        }
        add("# connector", table.connector());
        options.forEach((key, value) -> add("# option " + key, value));
        statistics.ifPresent(known -> {
            addFigure("# rows", known.rowCount());
            addFigure("# bytes", known.bytes());
        });
        return result.result(0);
    }

    private void addFigure(String name, long figure) {
        if (figure >= 0) {
            add(name, Long.toString(figure));
        }
    }

    /** A row about the whole table. */
    private void add(String name, String value) {
        String[] row = new String[COLUMNS.length + 1];
        row[0] = name;
        row[1] = value;
        result.add(row);
    }

    private void addColumns(Optional<NamePattern> pattern) {
        for (ColumnDefinition column : table.columns()) {
            if (LikePattern.selects(pattern, column.name())) {
                boolean rowtime = isWatermarked(column);
                boolean nullable = column.type().nullable() && !isAmong(table.primaryKey(), column);
                result.add(
                        column.name(),
                        column.type().withNullable(true) + timeMark(column),
                        nullable ? "TRUE" : "FALSE",
                        key(column),
                        extras(column),
                        rowtime ? table.watermark().expression() : null,
                        column.comment());
            }
        }
    }

    private boolean isWatermarked(ColumnDefinition column) {
        return table.watermark() != null && table.watermark().column().equalsIgnoreCase(column.name());
    }

    private static boolean isAmong(List<String> names, ColumnDefinition column) {
        return names.stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    private String timeMark(ColumnDefinition column) {
        boolean processing = column.computedAs() != null
                && PROCESSING_TIME.matcher(column.computedAs().strip()).matches();
        return isWatermarked(column) ? " *ROWTIME*" : processing ? " *PROCTIME*" : "";
    }

    private String key(ColumnDefinition column) {
        return isAmong(table.primaryKey(), column)
                ? "PRI(" + String.join(", ", table.primaryKey()) + ")"
                : isAmong(table.partitionKeys(), column) ? "PARTITION" : null;
    }

    private static String extras(ColumnDefinition column) {
        return column.metadata() != null
                ? DefinitionText.metadata(column.metadata())
                : column.computedAs() == null ? null : "AS " + column.computedAs();
    }
}
