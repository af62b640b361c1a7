package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.expression.Expression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ParallelismOptions;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.join.ValueRange;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.ExpressionText;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.node.Selectivity;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.TableScan;

/**
 * Reads a table: asks its source for the columns that are wanted, offers it the filters, and keeps those that it leaves to us. A column that only a
 * filter needs which the source answers alone (a partition key, or what its readers test) is not returned.
 */
final class ScanPlanning {
    /** How much larger decoded rows are than their files: columnar files with dictionaries and a codec. */
    private static final double ENCODED_SHRINK = 4;

    private final PlanningScope scope;
    private final BlinkTable table;
    private final List<Field> tableFields;

    ScanPlanning(PlanningScope scope, TableScan scan) {
        this.scope = scope;
        this.table = PlanErrors.table(scan);
        this.tableFields = TypeMapping.toFields(scan.getRowType());
    }

    /**
     * @param wanted columns of the table
     * @param filters conjuncts over the table's columns
     * @param limit rows that suffice if there are no filters, or -1
     */
    Scanned scan(Collection<Integer> wanted, List<Expression> filters, long limit) {
        SortedSet<Integer> filterColumns = ExpressionRewriter.columnsOf(filters);
        int[] filterPositions = positions(filterColumns);
        List<Expression> offered = filters.stream()
                .map(filter -> ExpressionRewriter.renumber(filter, column -> filterPositions[column]))
                .toList();
        SortedSet<Integer> all = new TreeSet<>(wanted);
        all.addAll(filterColumns);
        ScanPlan plan = plan(all, offered, filterColumns, filters.isEmpty() ? limit : -1);
        List<Integer> filterOrder = List.copyOf(filterColumns);
        List<Expression> remaining = ofTable(plan.remainingFilters(), filterOrder);
        List<Expression> applied = ofTable(plan.appliedFilters(), filterOrder);
        SortedSet<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(ExpressionRewriter.columnsOf(remaining));
        if (needed.size() < all.size()) {
            plan = plan(needed, offered, filterColumns, -1);
        }
        int[] positions = positions(needed);
        PhysicalNode node = operation(plan, needed, filters, applied, remaining);
        List<Expression> conjuncts = remaining.stream()
                .map(filter -> ExpressionRewriter.renumber(filter, column -> positions[column]))
                .toList();
        return new Scanned(conjuncts.isEmpty() ? node : Operations.filter(node, conjuncts), positions);
    }

    private static List<Expression> ofTable(List<Expression> filters, List<Integer> filterOrder) {
        return filters.stream()
                .map(filter -> ExpressionRewriter.renumber(filter, filterOrder::get))
                .toList();
    }

    private ScanPlan plan(
            Collection<Integer> columns, List<Expression> filters, Collection<Integer> filterColumns, long limit) {
        boolean bounded = !scope.isStream() && table.isUnbounded();
        return table.source()
                .plan(new ScanRequest(
                        names(columns),
                        filters,
                        names(filterColumns),
                        limit,
                        bounded,
                        parts(columns, filterColumns),
                        !scope.isStream()));
    }

    /** Of the columns of which the query wants only some fields, for which the scan has a narrower type than the table. */
    private Map<String, DataType> parts(Collection<Integer> columns, Collection<Integer> filterColumns) {
        Map<String, DataType> parts = new HashMap<>();
        SortedSet<Integer> all = new TreeSet<>(columns);
        all.addAll(filterColumns);
        for (int column : all) {
            Field field = tableFields.get(column);
            DataType stored = table.storedColumns().get(column).type();
            if (field.type().kind() == TypeKind.ROW
                    && !fieldCounts(field.type()).equals(fieldCounts(stored))) {
                parts.put(field.name(), field.type());
            }
        }
        return parts;
    }

    private static List<Integer> fieldCounts(DataType type) {
        List<Integer> counts = new ArrayList<>();
        counts.add(type.fields().size());
        type.fields().forEach(field -> counts.addAll(fieldCounts(field.type())));
        return counts;
    }

    private List<String> names(Collection<Integer> columns) {
        return columns.stream().map(column -> tableFields.get(column).name()).toList();
    }

    private int[] positions(Collection<Integer> columns) {
        int[] positions = new int[tableFields.size()];
        Arrays.fill(positions, -1);
        int next = 0;
        for (int column : columns) {
            positions[column] = next++;
        }
        return positions;
    }

    private PhysicalNode operation(
            ScanPlan plan,
            Collection<Integer> columns,
            List<Expression> filters,
            List<Expression> applied,
            List<Expression> remaining) {
        CatalogTable definition = table.definition();
        List<Field> output = columns.stream().map(tableFields::get).toList();
        List<String> notes = new ArrayList<>();
        notes.add(plan.description());
        if (!applied.isEmpty()) {
            notes.add("filtered by its readers: " + filterText(applied));
        }
        if (!remaining.isEmpty()) {
            notes.add("filters left to the query: " + remaining.size() + " of " + filters.size());
        }
        if (!scope.isStream() && table.source().changelogMode() != ChangelogMode.APPEND) {
            throw PlanErrors.unsupported(
                    "Table " + definition.path()
                            + " gives changes of rows, which a batch job does not follow; SET 'execution.runtime-mode' = 'streaming'.");
        }
        Operation scan = Operations.operation(
                new OperatorSpec.TableScan(plan.handle()),
                "Scan(" + definition.path().table() + ")",
                "scan " + definition.path().toString().toLowerCase(Locale.ROOT),
                List.of(),
                output,
                Distribution.ARBITRARY,
                List.of(),
                estimate(plan, columns, filters, applied, remaining),
                notes);
        Operation inTasks = tasks() == 0 ? scan : scan.withParallelism(tasks());
        return scope.isStream() ? inTasks.withChanges(changes(List.copyOf(columns))) : inTasks;
    }

    /** In how many it is read where the table says so and it is not what all have; else 0. */
    private int tasks() {
        return new Configuration(table.definition().options())
                .optional(ParallelismOptions.SCAN_PARALLELISM)
                .filter(tasks -> tasks != scope.parallelism())
                .orElse(0);
    }

    /** Whether what changes a row may come to another task than the row unless the primary key is read. */
    boolean movesChanges() {
        return scope.isStream()
                && tasks() > 0
                && !isUpsert()
                && table.source().changelogMode() == ChangelogMode.RETRACT;
    }

    /** What the source says of its rows; they are told apart by the table's primary key, where all of it is read. */
    private Changes changes(List<Integer> columns) {
        boolean changing = table.source().changelogMode() != ChangelogMode.APPEND;
        List<Integer> key = primaryKey().stream().map(columns::indexOf).toList();
        Set<Set<Integer>> keys = key.isEmpty() || key.contains(-1) ? Set.of() : Set.of(Set.copyOf(key));
        return new Changes(changing, changing, keys, isUpsert());
    }

    /** Columns of the table, in the order of the key; empty if it has none. */
    List<Integer> primaryKey() {
        List<String> names = tableFields.stream().map(Field::name).toList();
        return table.definition().primaryKey().stream()
                .map(name -> IntStream.range(0, names.size())
                        .filter(i -> names.get(i).equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Whether the source leaves out old contents, which only the rows before could tell; also where it may tell changes twice, so that old contents say nothing. */
    boolean isUpsert() {
        return switch (table.source().changelogMode()) {
            case APPEND -> false;
            case UPSERT -> true;
            case RETRACT -> scope.settings().get(SqlOptions.CDC_DUPLICATES) && hasPrimaryKey();
        };
    }

    private boolean hasPrimaryKey() {
        if (table.definition().primaryKey().isEmpty()) {
            throw PlanErrors.unsupported("'" + SqlOptions.CDC_DUPLICATES.key() + "' needs a PRIMARY KEY of "
                    + table.definition().path() + ", by which changes that are told twice are found");
        }
        return true;
    }

    private String filterText(List<Expression> filters) {
        return new ExpressionText(tableFields).of(Operations.and(filters));
    }

    /** Rows after pruning and filtering. What a pruned filter took away is in the plan's count already if the source says one; what readers test is not. */
    private Estimate estimate(
            ScanPlan plan,
            Collection<Integer> columns,
            List<Expression> filters,
            List<Expression> applied,
            List<Expression> remaining) {
        TableStatistics statistics = table.statistics();
        Estimate whole = tableEstimate(statistics);
        double rows = plan.rowCount();
        if (rows < 0) {
            List<Expression> answered = new ArrayList<>(filters);
            answered.removeAll(remaining);
            double share = answered.isEmpty() ? 1 : Selectivity.of(Operations.and(answered), whole);
            rows = whole.rows() * share;
        } else if (!applied.isEmpty()) {
            rows *= Selectivity.of(Operations.and(applied), whole);
        }
        List<ColumnEstimate> kept = columns.stream().map(whole.columns()::get).toList();
        boolean known = plan.rowCount() >= 0 || whole.known();
        return new Estimate(whole.rows(), kept, known).withRows(rows);
    }

    private Estimate tableEstimate(TableStatistics statistics) {
        double rows = statistics.rowCount();
        boolean known = rows >= 0;
        if (!known && statistics.bytes() >= 0) {
            rows = statistics.bytes() / Estimate.ofTypes(1, tableFields, true).rowBytes() * ENCODED_SHRINK;
            known = true;
        }
        double tableRows = known ? rows : Estimate.UNKNOWN_ROWS;
        List<ColumnEstimate> columns = tableFields.stream()
                .map(field -> columnEstimate(
                        statistics.columns().get(field.name().toLowerCase(Locale.ROOT)), field.type(), tableRows))
                .toList();
        return new Estimate(tableRows, columns, known);
    }

    private static ColumnEstimate columnEstimate(ColumnStatistics statistics, DataType type, double tableRows) {
        if (statistics == null) {
            return new ColumnEstimate(Double.NaN, tableRows, Estimate.width(type));
        }
        double distinct = statistics.distinctValues() <= 0 ? Double.NaN : statistics.distinctValues();
        boolean variable = type.kind().isCharacter() || type.kind().isBinary();
        double bytes = variable && statistics.averageBytes() > 0 ? statistics.averageBytes() + 4 : Estimate.width(type);
        double nulls = statistics.nullCount() <= 0 ? 0 : Math.min(1, statistics.nullCount() / Math.max(1, tableRows));
        return new ColumnEstimate(distinct, tableRows, bytes, ValueRange.of(statistics, type), nulls);
    }
}
