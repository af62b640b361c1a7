package io.blink.sql.join;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.sql.catalog.BlinkTable;
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
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

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
            Estimate input = of(filter.getInput());
            double selectivity = Selectivity.of(filter.getCondition(), input);
            return input.withRows(input.rows() * selectivity);
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
        int columns = node.getRowType().getFieldCount();
        if (node instanceof Values values) {
            return Estimate.unknownColumns(values.getTuples().size(), columns);
        }
        double rows =
                node.getInputs().stream().mapToDouble(input -> of(input).rows()).sum();
        return node instanceof Union || node.getInputs().size() != 1
                ? Estimate.unknownColumns(rows, columns)
                : passedThrough(node, rows);
    }

    private Estimate passedThrough(RelNode node, double rows) {
        Estimate input = of(node.getInput(0));
        int columns = node.getRowType().getFieldCount();
        return input.distinct().length == columns ? input : Estimate.unknownColumns(rows, columns);
    }

    private static Estimate scan(TableScan scan) {
        List<String> columns = scan.getRowType().getFieldNames();
        BlinkTable table = scan.getTable().unwrap(BlinkTable.class);
        TableStatistics statistics = table == null ? TableStatistics.UNKNOWN : table.statistics();
        double rows = statistics.rowCount() < 0 ? ROWS_UNKNOWN : statistics.rowCount();
        Estimate estimate = Estimate.unknownColumns(rows, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ColumnStatistics column = statistics.columns().get(columns.get(i).toLowerCase(Locale.ROOT));
            if (column != null && column.distinctValues() > 0) {
                estimate.distinct()[i] = column.distinctValues();
            }
            estimate.baseRows()[i] = estimate.rows();
        }
        return estimate;
    }

    private Estimate project(Project project) {
        Estimate input = of(project.getInput());
        List<RexNode> columns = project.getProjects();
        Estimate estimate = Estimate.unknownColumns(input.rows(), columns.size());
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i) instanceof RexInputRef column) {
                estimate.distinct()[i] = input.distinct()[column.getIndex()];
                estimate.baseRows()[i] = input.baseRows()[column.getIndex()];
            } else if (columns.get(i) instanceof RexLiteral) {
                estimate.distinct()[i] = 1;
            }
        }
        return estimate;
    }

    private Estimate join(Join join) {
        Estimate left = of(join.getLeft());
        Estimate right = of(join.getRight());
        Estimate both = joined(left, right);
        double matches = left.rows() * right.rows();
        double matched = 1;
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            double selectivity = Selectivity.ofJoin(conjunct, both);
            matches *= selectivity;
            matched = Math.min(matched, right.rows() * selectivity);
        }
        JoinRelType type = join.getJoinType();
        return switch (type) {
            case SEMI -> left.withRows(left.rows() * matched);
            case ANTI -> left.withRows(left.rows() * Math.max(0.1, 1 - matched));
            case LEFT_MARK -> joined(left, Estimate.unknownColumns(2, 1)).withRows(left.rows());
            case LEFT -> both.withRows(Math.max(matches, left.rows()));
            case RIGHT -> both.withRows(Math.max(matches, right.rows()));
            case FULL -> both.withRows(Math.max(matches, left.rows() + right.rows()));
            default -> both.withRows(matches);
        };
    }

    /** The columns of both, side by side; the rows are the left's. */
    static Estimate joined(Estimate left, Estimate right) {
        return new Estimate(
                left.rows(), concat(left.distinct(), right.distinct()), concat(left.baseRows(), right.baseRows()));
    }

    private static double[] concat(double[] left, double[] right) {
        double[] both = java.util.Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private Estimate aggregate(Aggregate aggregate) {
        Estimate input = of(aggregate.getInput());
        int columns = aggregate.getRowType().getFieldCount();
        double groups = 1;
        for (int key : aggregate.getGroupSet()) {
            double distinct = input.distinct()[key];
            groups *= Double.isNaN(distinct) ? input.rows() * GROUPS_PER_ROW : distinct;
        }
        Estimate estimate = Estimate.unknownColumns(Math.min(groups, input.rows()), columns);
        int output = 0;
        for (int key : aggregate.getGroupSet()) {
            estimate.distinct()[output] = aggregate.getGroupCount() == 1 ? estimate.rows() : input.distinct()[key];
            estimate.baseRows()[output] = input.baseRows()[key];
            output++;
        }
        return estimate;
    }

    private Estimate sort(Sort sort) {
        Estimate input = of(sort.getInput());
        return sort.fetch instanceof RexLiteral fetch
                ? input.withRows(Math.min(input.rows(), RexLiteral.intValue(fetch)))
                : input;
    }
}
