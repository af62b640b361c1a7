package io.blink.session.statement;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.catalog.AnalyzedStatistics;
import io.blink.core.spi.catalog.AnalyzedStatistics.AnalyzedColumn;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.sql.QueryPlanner;
import io.blink.sql.StatementParser;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The query of ANALYZE TABLE and what its rows mean. All its columns are text: the partition's values, the number of rows, then for each column how many
 * different values (HyperLogLog), how many that are not NULL, and what its type allows: bounds, lengths, how many are TRUE.
 */
final class TableAnalysis {
    /** An estimate so near to the number of values takes them all to be different; twice HyperLogLog's standard error. */
    private static final double UNIQUE = 0.968;

    /** What is asked about a column beyond its values and NULLs. */
    private enum Kind {
        BOUNDED("CAST(MIN(%1$s) AS STRING)", "CAST(MAX(%1$s) AS STRING)"),
        SIZED("CAST(AVG(OCTET_LENGTH(%1$s)) AS STRING)", "CAST(MAX(OCTET_LENGTH(%1$s)) AS STRING)"),
        TRUTH("CAST(COUNT(*) FILTER (WHERE %1$s) AS STRING)"),
        PLAIN();

        private final List<String> questions;

        Kind(String... questions) {
            this.questions = List.of(questions);
        }

        private static Kind of(DataType type) {
            return switch (type.kind()) {
                case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, DATE -> BOUNDED;
                case CHAR, VARCHAR, BINARY, VARBINARY -> SIZED;
                case BOOLEAN -> TRUTH;
                default -> PLAIN;
            };
        }
    }

    private final SessionContext context;
    private final JobClient jobs;
    private final JobWaiting waiting;

    TableAnalysis(SessionContext context, JobClient jobs, JobWaiting waiting) {
        this.context = context;
        this.jobs = jobs;
        this.waiting = waiting;
    }

    /**
     * Blocks until the query has run.
     *
     * @param within values of partition columns that rows must have
     * @param byPartition whether each partition has its own figures
     */
    List<AnalyzedStatistics.Part> of(
            CatalogTable table, Map<String, String> within, boolean byPartition, List<ColumnDefinition> columns) {
        List<String> keys = byPartition ? table.partitionKeys() : List.of();
        String query = query(table, within, keys, columns);
        JobGraph graph = QueryPlanner.plan(StatementParser.parseScript(query).get(0), context.batchPlannerContext())
                .graph();
        String jobId = jobs.submit(graph);
        List<AnalyzedStatistics.Part> parts = new ArrayList<>();
        try (ResultStream results = waiting.results(jobId)) {
            for (Batch batch = results.next(); batch != null; batch = results.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    parts.add(part(texts(batch, row).iterator(), keys, columns));
                }
            }
        } catch (InterruptedException e) {
            throw waiting.cancelled(jobId, e);
        }
        waiting.untilEnded(jobId);
        return parts;
    }

    private static String query(
            CatalogTable table, Map<String, String> within, List<String> keys, List<ColumnDefinition> columns) {
        List<String> asked = new ArrayList<>();
        keys.forEach(key -> asked.add("CAST(" + quoted(key) + " AS STRING)"));
        asked.add("CAST(COUNT(*) AS STRING)");
        for (ColumnDefinition column : columns) {
            String name = quoted(column.name());
            asked.add("CAST(APPROX_COUNT_DISTINCT(" + name + ") AS STRING)");
            asked.add("CAST(COUNT(" + name + ") AS STRING)");
            Kind.of(column.type()).questions.forEach(question -> asked.add(question.formatted(name)));
        }
        String conditions =
                within.entrySet().stream().map(value -> condition(table, value)).collect(Collectors.joining(" AND "));
        String groups = keys.stream().map(TableAnalysis::quoted).collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", asked) + " FROM "
                + quoted(table.path().catalog()) + "."
                + quoted(table.path().database()) + "." + quoted(table.path().table())
                + (within.isEmpty() ? "" : " WHERE " + conditions)
                + (keys.isEmpty() ? "" : " GROUP BY " + groups);
    }

    private static String condition(CatalogTable table, Map.Entry<String, String> value) {
        DataType type = table.column(value.getKey()).orElseThrow().type().withNullable(true);
        return quoted(value.getKey()) + " = CAST('" + value.getValue().replace("'", "''") + "' AS " + type + ")";
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static List<String> texts(Batch batch, int row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.columns().size(); i++) {
            Column column = batch.column(i).flat();
            texts.add(column.isNull(row) ? null : ((BytesColumn) column).string(row));
        }
        return texts;
    }

    private static AnalyzedStatistics.Part part(
            Iterator<String> texts, List<String> keys, List<ColumnDefinition> columns) {
        Map<String, String> partition = new LinkedHashMap<>();
        keys.forEach(key -> partition.put(key, texts.next()));
        long rows = Long.parseLong(texts.next());
        List<AnalyzedColumn> analyzed = new ArrayList<>();
        for (ColumnDefinition column : columns) {
            analyzed.add(column(column, rows, texts));
        }
        return new AnalyzedStatistics.Part(partition, rows, analyzed);
    }

    private static AnalyzedColumn column(ColumnDefinition column, long rows, Iterator<String> texts) {
        long estimated = Long.parseLong(texts.next());
        long values = Long.parseLong(texts.next());
        long distinct = estimated >= values * UNIQUE ? values : estimated;
        Kind kind = Kind.of(column.type());
        String first = kind.questions.isEmpty() ? null : texts.next();
        String second = kind.questions.size() < 2 ? null : texts.next();
        boolean sized = kind == Kind.SIZED && first != null;
        ColumnStatistics figures = new ColumnStatistics(
                distinct,
                rows - values,
                kind == Kind.BOUNDED ? bound(first, column.type()) : null,
                kind == Kind.BOUNDED ? bound(second, column.type()) : null,
                sized ? Double.parseDouble(first) : -1,
                sized ? Long.parseLong(second) : -1);
        return new AnalyzedColumn(
                column.name(), column.type(), figures, values, kind == Kind.TRUTH ? Long.parseLong(first) : -1);
    }

    /** On the scale of literals; {@code null} for what has no place there. */
    private static String bound(String text, DataType type) {
        if (text == null) {
            return null;
        }
        return switch (type.kind()) {
            case DATE -> days(text);
            case FLOAT, DOUBLE -> Double.isFinite(Double.parseDouble(text)) ? text : null;
            default -> text;
        };
    }

    private static String days(String date) {
        try {
            return Long.toString(LocalDate.parse(date).toEpochDay());
        } catch (DateTimeParseException beyondFourDigits) {
            return null;
        }
    }
}
