package io.blink.sql.join;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.join.Estimate.ColumnEstimate;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Estimates rows bottom-up with the textbook's assumptions: values are uniform, columns independent, the smaller set of join keys is contained in the
 * larger. Where distinct values are unknown a join is taken for one along a foreign key.
 */
public final class Cardinality {
    /** Of a table without statistics: neither small enough to be copied everywhere nor large enough to be avoided. */
    private static final double ROWS_UNKNOWN = 1_000_000;

    private static final double GROUPS_PER_ROW = 0.3;

    private final Map<RelNode, Estimate> known = new IdentityHashMap<>();

    public Estimate of(RelNode node) {
        Estimate estimate = known.get(node);
        if (estimate == null) {
            estimate = estimate(node);
            known.put(node, estimate);
        }
        return estimate;
    }

    private Estimate estimate(RelNode node) {
        if (node instanceof TableScan scan) {
            return scan(scan);
        }
        if (node instanceof Filter filter) {
            return filter(filter);
        }
        if (node instanceof Project project) {
            return project(project);
        }
        if (node instanceof Join join) {
            return join(join);
        }
        if (node instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (node instanceof Sort sort) {
            return sort(sort);
        }
        if (node instanceof Union union) {
            return union(union);
        }
        if (node instanceof StandIn standIn) {
            return of(standIn.standsFor());
        }
        int columns = node.getRowType().getFieldCount();
        if (node instanceof Values values) {
            return Estimate.unknownColumns(values.getTuples().size(), columns);
        }
        double rows =
                node.getInputs().stream().mapToDouble(input -> of(input).rows()).sum();
        return node.getInputs().size() == 1 ? passedThrough(node, rows) : Estimate.unknownColumns(rows, columns);
    }

    private Estimate passedThrough(RelNode node, double rows) {
        Estimate input = of(node.getInput(0));
        int columns = node.getRowType().getFieldCount();
        return input.columns().size() == columns ? input : Estimate.unknownColumns(rows, columns);
    }

    private static Estimate scan(TableScan scan) {
        List<RelDataTypeField> fields = scan.getRowType().getFieldList();
        BlinkTable table = scan.getTable().unwrap(BlinkTable.class);
        TableStatistics statistics = table == null ? TableStatistics.UNKNOWN : table.statistics();
        double rows = statistics.rowCount() < 0 ? ROWS_UNKNOWN : statistics.rowCount();
        List<ColumnEstimate> columns = new ArrayList<>();
        for (RelDataTypeField field : fields) {
            ColumnStatistics column = statistics.columns().get(field.getName().toLowerCase(Locale.ROOT));
            double distinct = column != null && column.distinctValues() > 0 ? column.distinctValues() : Double.NaN;
            double nulls = column == null || column.nullCount() <= 0 ? 0 : Math.min(1, column.nullCount() / rows);
            ValueRange range = ValueRange.of(column, TypeMapping.toCore(field.getType()));
            columns.add(new ColumnEstimate(distinct, Math.max(1, rows), range, nulls));
        }
        return new Estimate(rows, columns);
    }

    private Estimate filter(Filter filter) {
        Estimate input = of(filter.getInput());
        RexNode condition = filter.getCondition();
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            columns.add(Selectivity.narrowed(i, input.columns().get(i), condition));
        }
        return new Estimate(input.rows() * Selectivity.of(condition, input), columns);
    }

    private Estimate project(Project project) {
        Estimate input = of(project.getInput());
        List<ColumnEstimate> columns = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            if (RexUtil.removeCast(expression) instanceof RexInputRef column) {
                columns.add(input.columns().get(column.getIndex()));
            } else if (expression instanceof RexLiteral) {
                columns.add(new ColumnEstimate(1, input.rows(), ValueRange.UNKNOWN, 0));
            } else {
                columns.add(ColumnEstimate.UNKNOWN);
            }
        }
        return new Estimate(input.rows(), columns);
    }

    private Estimate join(Join join) {
        Estimate left = of(join.getLeft());
        Estimate right = of(join.getRight());
        int leftWidth = left.columns().size();
        double matches = left.rows() * right.rows();
        double matched = 1;
        Estimate both = left.and(right, matches);
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            double selectivity = Selectivity.ofJoin(conjunct, both, leftWidth, left.rows(), right.rows());
            matches *= selectivity;
            matched = Math.min(matched, right.rows() * selectivity);
        }
        JoinRelType type = join.getJoinType();
        return switch (type) {
            case SEMI -> left.withRows(left.rows() * matched);
            case ANTI -> left.withRows(left.rows() * Math.max(0.1, 1 - matched));
            case LEFT_MARK -> left.and(Estimate.unknownColumns(2, 1), left.rows());
            case LEFT -> left.and(right.filledUp(left.rows(), matches), Math.max(matches, left.rows()));
            case RIGHT -> left.filledUp(right.rows(), matches).and(right, Math.max(matches, right.rows()));
            case FULL ->
                left.filledUp(right.rows(), matches)
                        .and(right.filledUp(left.rows(), matches), Math.max(matches, left.rows() + right.rows()));
            default -> both.withRows(matches);
        };
    }

    /** As many groups as combinations of values, of the columns that no key of their table stands beside. */
    private Estimate aggregate(Aggregate aggregate) {
        Estimate input = of(aggregate.getInput());
        double groups = independent(input, aggregate.getGroupSet()).stream()
                .map(key -> input.columns().get(key).knowsDistinct()
                        ? input.distinctNow(key)
                        : input.rows() * GROUPS_PER_ROW)
                .reduce(1.0, (product, distinct) -> product * Math.max(1, distinct));
        double rows = Math.max(1, Math.min(groups, input.rows()));
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            ColumnEstimate column = input.columns().get(key);
            columns.add(
                    aggregate.getGroupCount() == 1 && !column.knowsDistinct()
                            ? new ColumnEstimate(rows, column.tableRows(), column.range(), column.nulls())
                            : column);
        }
        for (int i = columns.size(); i < aggregate.getRowType().getFieldCount(); i++) {
            columns.add(ColumnEstimate.UNKNOWN);
        }
        return new Estimate(rows, columns);
    }

    private static List<Integer> independent(Estimate input, ImmutableBitSet keys) {
        List<ColumnEstimate> tableKeys = keys.asList().stream()
                .map(input.columns()::get)
                .filter(ColumnEstimate::isTableKey)
                .toList();
        return keys.asList().stream()
                .filter(key -> input.columns().get(key).isTableKey()
                        || tableKeys.stream()
                                .noneMatch(tableKey -> tableKey.tableRows()
                                        == input.columns().get(key).tableRows()))
                .toList();
    }

    /** Branches are taken to have the same values. */
    private Estimate union(Union union) {
        List<Estimate> inputs = union.getInputs().stream().map(this::of).toList();
        double rows = inputs.stream().mapToDouble(Estimate::rows).sum();
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < union.getRowType().getFieldCount(); i++) {
            double distinct = 0;
            double tableRows = 0;
            ValueRange range = inputs.get(0).columns().get(i).range();
            for (Estimate input : inputs) {
                ColumnEstimate column = input.columns().get(i);
                distinct = Math.max(distinct, column.distinct());
                tableRows += column.tableRows();
                range = range.around(column.range());
            }
            columns.add(new ColumnEstimate(distinct, tableRows, range, 0));
        }
        return new Estimate(rows, columns);
    }

    private Estimate sort(Sort sort) {
        Estimate input = of(sort.getInput());
        return sort.fetch instanceof RexLiteral fetch
                ? input.withRows(Math.min(input.rows(), RexLiteral.intValue(fetch)))
                : input;
    }
}
