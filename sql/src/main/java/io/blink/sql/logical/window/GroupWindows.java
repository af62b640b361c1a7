package io.blink.sql.logical.window;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.TimeWindow;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.function.WindowBoundFunction;
import io.blink.sql.function.WindowBoundFunction.Bound;
import io.blink.sql.logical.rewrite.Trees;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The windows of a GROUP BY as the node of the window table functions, so that what follows serves both spellings. The other keys of the GROUP BY partition a SESSION.
 *
 * <pre>
 *   Aggregate(group = k, start, end)
 *     Project(k, start = SESSION_START(ts, gap), end = SESSION_END(ts, gap), v)
 *   =>
 *   Aggregate(group = k, start, end)
 *     Project(k, start = window_start, end = window_end, v)
 *       WindowAssign(SESSION, time = ts, partition = k)
 *         Project(*, ts, k)
 * </pre>
 */
public final class GroupWindows extends RelHomogeneousShuttle {
    private final RelBuilder builder;
    private final ZoneId zone;

    private GroupWindows(RelBuilder builder, ZoneId zone) {
        this.builder = builder;
        this.zone = zone;
    }

    /** @param zone by whose clock windows of instants begin and end */
    public static RelNode expand(RelNode tree, RelBuilder builder, ZoneId zone) {
        RelNode expanded = tree.accept(new GroupWindows(builder, zone));
        if (Trees.anyExpression(expanded, GroupWindows::isBound)) {
            throw new BlinkException(
                    SqlErrorCode.INVALID_QUERY,
                    "TUMBLE_START, TUMBLE_END and their kin of HOP and SESSION need a GROUP BY of the same window:"
                            + " GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE); elsewhere use FROM TABLE(TUMBLE(TABLE t, …))");
        }
        return expanded;
    }

    private static boolean isBound(RexNode expression) {
        return expression instanceof RexCall call && call.getOperator() instanceof WindowBoundFunction;
    }

    @Override
    public RelNode visit(LogicalAggregate aggregate) {
        return rewritten(aggregate);
    }

    @Override
    public RelNode visit(RelNode other) {
        return other instanceof Aggregate aggregate ? rewritten(aggregate) : super.visit(other);
    }

    private RelNode rewritten(Aggregate original) {
        Aggregate aggregate = (Aggregate) visitChildren(original);
        if (!(aggregate.getInput() instanceof Project project)) {
            return aggregate;
        }
        Set<RexCall> windows = new LinkedHashSet<>();
        for (RexNode expression : project.getProjects()) {
            collect(expression, windows);
        }
        if (windows.isEmpty()) {
            return aggregate;
        }
        RexCall first = windows.iterator().next();
        if (windows.stream()
                .anyMatch(
                        call -> kind(call) != kind(first) || !call.getOperands().equals(first.getOperands()))) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED, "The GROUP BY has several different windows; use one");
        }
        RelNode assigned = assigned(aggregate, project, first);
        return aggregate.copy(aggregate.getTraitSet(), List.of(assigned));
    }

    private static void requireTime(TimeWindow.Kind kind, RexNode time) {
        if (!SqlTypeFamily.TIMESTAMP.contains(time.getType())) {
            throw new BlinkException(
                    SqlErrorCode.INVALID_ARGUMENTS,
                    "GROUP BY " + kind + " takes a TIMESTAMP and not " + time.getType()
                            + ": name the column with the event time, or convert it, as TO_TIMESTAMP_LTZ does");
        }
    }

    private RelNode assigned(Aggregate aggregate, Project project, RexCall call) {
        TimeWindow.Kind kind = kind(call);
        List<RexNode> operands = call.getOperands();
        requireTime(kind, operands.get(0));
        builder.push(project.getInput());
        List<RexNode> columns = new ArrayList<>(builder.fields());
        int time = place(operands.get(0), columns);
        ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
        if (kind == TimeWindow.Kind.SESSION) {
            for (int key : aggregate.getGroupSet()) {
                RexNode expression = project.getProjects().get(key);
                if (!isBound(expression)) {
                    keys.set(place(expression, columns));
                }
            }
        }
        RelNode timed = builder.project(columns).build();
        TimeWindow window = WindowArguments.window(
                kind, operands.subList(1, operands.size()), operands.get(0).getType(), zone);
        LogicalWindowAssign assign = LogicalWindowAssign.create(timed, window, time, keys.build());
        builder.push(assign);
        RexShuttle bounds = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall inner) {
                if (!(inner.getOperator() instanceof WindowBoundFunction function)) {
                    return super.visitCall(inner);
                }
                RexNode bound = builder.field(assign.windowStartColumn() + (function.bound() == Bound.START ? 0 : 1));
                return builder.getRexBuilder().ensureType(inner.getType(), bound, true);
            }
        };
        return builder.project(
                        bounds.visitList(project.getProjects()),
                        project.getRowType().getFieldNames(),
                        true)
                .build();
    }

    /** The column of an expression, which is appended unless it is one. */
    private static int place(RexNode expression, List<RexNode> columns) {
        if (expression instanceof RexInputRef column) {
            return column.getIndex();
        }
        columns.add(expression);
        return columns.size() - 1;
    }

    private static TimeWindow.Kind kind(RexCall call) {
        return ((WindowBoundFunction) call.getOperator()).windowKind();
    }

    private static void collect(RexNode expression, Set<RexCall> into) {
        expression.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
                if (isBound(call)) {
                    into.add(call);
                }
                return super.visitCall(call);
            }
        });
    }
}
