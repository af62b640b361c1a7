package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.WindowFrame;
import io.blink.sql.SqlOptions;
import io.blink.sql.expression.Casts;
import io.blink.sql.expression.Literals;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.over.OverCall;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.over.OverCalls;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlKind;

/**
 * Aggregates OVER all rows: the rows stay in their tasks, each of which gets the one row of totals, in the place of all rows in one task.
 *
 * <pre>
 *   Over(SUM(x) OVER ())          NestedLoopJoin
 *     rows                   =>     rows
 *                                   Aggregate(SUM(x))
 *                                     rows
 * </pre>
 */
final class OverTotals {
    /** Fewer rows are soon in one task. */
    private static final double ROWS_MIN = 50_000;

    private final PlanningScope scope;
    private final AggregatePlanning aggregates;
    private final JoinPlanning joins;

    OverTotals(PlanningScope scope, AggregatePlanning aggregates, JoinPlanning joins) {
        this.scope = scope;
        this.aggregates = aggregates;
        this.joins = joins;
    }

    /** Whether this is the way for all of the groups. The rows are read twice, hence computed once. */
    boolean serves(List<OverGroup> groups, PhysicalNode input) {
        return scope.settings().get(SqlOptions.REUSE_SUB_PLANS)
                && !input.distribution().isSingle()
                && input.estimate().rows() >= ROWS_MIN
                && groups.stream().allMatch(OverTotals::isTotal);
    }

    private static boolean isTotal(OverGroup group) {
        return group.partitionKeys().isEmpty() && group.calls().stream().allMatch(OverTotals::isTotal);
    }

    private static boolean isTotal(OverCall call) {
        SqlKind kind = call.function().getKind();
        boolean adds = kind == SqlKind.SUM
                || kind == SqlKind.SUM0
                || kind == SqlKind.COUNT
                || kind == SqlKind.AVG
                || (kind == SqlKind.MIN || kind == SqlKind.MAX)
                        && call.function().getName().equals(kind.name());
        return adds && !call.distinct() && call.frame().equals(WindowFrame.WHOLE_PARTITION);
    }

    /** The input's columns, then one for each call, group by group. */
    PhysicalNode plan(PhysicalNode input, List<OverGroup> groups) {
        PhysicalNode rows = SharedReads.readable(input);
        List<OverCall> calls =
                groups.stream().flatMap(group -> group.calls().stream()).toList();
        List<AggregateCall> sums =
                calls.stream().map(call -> OverCalls.grouped(call, rows)).toList();
        List<String> names = IntStream.range(0, calls.size())
                .mapToObj(i -> "over$" + (rows.output().size() + i))
                .toList();
        PhysicalNode totals = aggregates.aggregate(rows, List.of(), sums, names);
        PhysicalNode joined = joins.plan(JoinType.INNER, rows, totals, Literals.bool(true), JoinAdvice.NONE);
        return inTypes(joined, rows.output().size(), calls);
    }

    private static PhysicalNode inTypes(PhysicalNode joined, int width, List<OverCall> calls) {
        List<Expression> expressions = new ArrayList<>(Operations.allColumns(joined));
        for (int i = 0; i < calls.size(); i++) {
            Expression total = expressions.get(width + i);
            boolean zero = calls.get(i).function().getKind() == SqlKind.SUM0;
            expressions.set(
                    width + i,
                    Casts.to(
                            zero ? AggregatePlanning.orZero(total) : total,
                            TypeMapping.toCore(calls.get(i).type()),
                            null));
        }
        return Operations.project(
                joined,
                expressions,
                joined.output().stream().map(field -> field.name()).toList());
    }
}
