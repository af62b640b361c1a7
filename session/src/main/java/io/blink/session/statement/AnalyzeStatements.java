package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.AnalyzedStatistics;
import io.blink.core.spi.catalog.AnalyzedStatistics.AnalyzedColumn;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.TypeKind;
import io.blink.scheduler.client.JobClient;
import io.blink.session.JobListener;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.sql.AnalyzeScope;
import io.blink.sql.ColumnName;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ANALYZE TABLE: one aggregation over the table. What it finds goes where the table's connector keeps statistics, as in a metastore; where it keeps none
 * the session remembers them, until the bytes of the table change.
 */
public final class AnalyzeStatements {
    private final SessionContext context;
    private final TableAnalysis analysis;

    public AnalyzeStatements(SessionContext context, JobClient jobs, JobListener listener) {
        this.context = context;
        this.analysis = new TableAnalysis(context, jobs, new JobWaiting(jobs, listener));
    }

    public StatementResult analyze(Statement.AnalyzeTable analyze) {
        long start = System.nanoTime();
        CatalogTable table = table(analyze);
        Connector connector = context.connectors().get(table.connector());
        List<ColumnDefinition> columns = columns(table, analyze);
        Map<String, String> within = partition(table, analyze);
        if (connector.keepsStatistics()) {
            boolean counted = analyze.scope() != AnalyzeScope.SIZE;
            List<AnalyzedStatistics.Part> parts = counted ? analysis.of(table, within, true, columns) : List.of();
            connector.setStatistics(table, new AnalyzedStatistics(within, counted, parts));
        } else if (analyze.scope() != AnalyzeScope.SIZE) {
            remember(table, connector.source(table), analysis.of(table, Map.of(), false, columns));
        }
        return new StatementResult.Done(System.nanoTime() - start);
    }

    private CatalogTable table(Statement.AnalyzeTable analyze) {
        CatalogTable table = context.catalogs().existing(context.catalogs().resolve(analyze.table()));
        if (table.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    analyze.table().position(),
                    table.path() + " is a view; analyze the tables that it reads");
        }
        TableSource source = context.connectors().get(table.connector()).source(table);
        if (!source.isStored()) {
            throw SqlErrors.at(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    analyze.table().position(),
                    table.path() + " is a stream without an end, of which there are no statistics");
        }
        return table;
    }

    /** Stored columns of types with statistics, partition columns excepted: what they hold is known from the names of the partitions. */
    private List<ColumnDefinition> columns(CatalogTable table, Statement.AnalyzeTable analyze) {
        return switch (analyze.scope()) {
            case SIZE, ROWS -> List.of();
            case COLUMNS ->
                analyze.columns().stream()
                        .map(name -> column(table, name))
                        .filter(column -> !isPartitionColumn(table, column))
                        .toList();
            case ALL_COLUMNS ->
                table.columns().stream()
                        .filter(column -> column.computedAs() == null
                                && hasStatistics(column)
                                && !isPartitionColumn(table, column))
                        .toList();
        };
    }

    private static boolean isPartitionColumn(CatalogTable table, ColumnDefinition column) {
        return table.partitionKeys().stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    private static boolean hasStatistics(ColumnDefinition column) {
        TypeKind kind = column.type().kind();
        return kind != TypeKind.ARRAY && kind != TypeKind.MAP && kind != TypeKind.ROW;
    }

    private static ColumnDefinition column(CatalogTable table, ColumnName name) {
        ColumnDefinition column = table.column(name.name()).orElseThrow(() -> ColumnDescription.noColumn(table, name));
        if (column.computedAs() != null || !hasStatistics(column)) {
            throw SqlErrors.at(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    name.position(),
                    "There are no statistics of " + column.name() + ": "
                            + (column.computedAs() != null
                                    ? "it is computed; analyze the columns that it is computed from"
                                    : "it is of the type " + column.type()));
        }
        return column;
    }

    private Map<String, String> partition(CatalogTable table, Statement.AnalyzeTable analyze) {
        Map<String, String> within = AlterStatements.values(
                table,
                analyze.partition().stream()
                        .filter(part -> part.value().isPresent())
                        .toList());
        analyze.partition().forEach(part -> AlterStatements.partitionColumn(table, part));
        boolean kept = context.connectors().get(table.connector()).keepsStatistics();
        if (!analyze.partition().isEmpty() && !kept) {
            throw new BlinkException(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    "Statistics of " + table.path() + " are kept for the table as a whole, since connector '"
                            + table.connector() + "' keeps none of its partitions; leave PARTITION out");
        }
        return within;
    }

    private void remember(CatalogTable table, TableSource source, List<AnalyzedStatistics.Part> parts) {
        AnalyzedStatistics.Part whole = parts.get(0);
        TableStatistics known = source.statistics();
        Map<String, ColumnStatistics> columns = new HashMap<>(known.columns());
        context.catalogs().statistics(table.path()).ifPresent(before -> {
            if (before.bytes() == known.bytes()) {
                columns.putAll(before.columns());
            }
        });
        List<AnalyzedColumn> found = new ArrayList<>(whole.columns());
        found.forEach(column -> columns.put(column.name().toLowerCase(Locale.ROOT), column.figures()));
        context.catalogs().putStatistics(table.path(), new TableStatistics(whole.rowCount(), known.bytes(), columns));
    }
}
