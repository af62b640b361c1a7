package io.blink.sql.logical.window;

import static io.blink.sql.logical.window.Windows.micros;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregations by tumbling windows become the operator made for them, of a stream and of a bounded table alike.
 *
 * <pre>
 *   Aggregate(group = k, start, end)
 *     Project(k, start = $TUMBLE(ts, size), end = $TUMBLE(ts, size) + size, v)
 *   =>
 *   Project(k, window_start, window_end, aggregates)
 *     WindowAggregate(group = k, time = ts, size)
 *       Project(k, …, v, ts)
 * </pre>
 */
public final class WindowAggregation extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private WindowAggregation(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode rewrite(RelNode tree, RelBuilder builder) {
        return tree.accept(new WindowAggregation(builder));
    }

    /** Which bound of a window an expression is. */
    private enum Bound {
        START,
        END,
        TIME
    }

    private record WindowKey(Bound bound, RexCall window) {}

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
        Map<Integer, WindowKey> windowKeys = new HashMap<>();
        for (int key : aggregate.getGroupSet()) {
            windowKey(project.getProjects().get(key)).ifPresent(found -> windowKeys.put(key, found));
        }
        if (windowKeys.isEmpty()) {
            return aggregate;
        }
        RexCall window = windowKeys.values().iterator().next().window();
        if (windowKeys.values().stream().anyMatch(key -> !key.window().equals(window))) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED, "The GROUP BY has several different TUMBLE windows; use one");
        }
        return windowAggregate(aggregate, project, windowKeys, window);
    }

    private RelNode windowAggregate(
            Aggregate aggregate, Project project, Map<Integer, WindowKey> windowKeys, RexCall window) {
        List<RexNode> operands = window.getOperands();
        long size = micros(operands.get(1), "size");
        long offset = operands.size() > 2 ? micros(operands.get(2), "offset") : 0;
        if (size <= 0) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED, "The size of TUMBLE is not positive: " + operands.get(1));
        }
        List<RexNode> inputs = new ArrayList<>(project.getProjects());
        inputs.add(operands.get(0));
        RelNode input = builder.push(project.getInput())
                .project(inputs, List.of(), true)
                .build();
        ImmutableBitSet keys = aggregate.getGroupSet().except(ImmutableBitSet.of(windowKeys.keySet()));
        LogicalWindowAggregate windows =
                LogicalWindowAggregate.create(input, inputs.size() - 1, size, offset, keys, aggregate.getAggCallList());
        return outputs(aggregate, windowKeys, windows);
    }

    /** The columns of the plain aggregate from those of the windowed one. */
    private RelNode outputs(Aggregate aggregate, Map<Integer, WindowKey> windowKeys, LogicalWindowAggregate windows) {
        builder.push(windows);
        List<RexNode> columns = new ArrayList<>();
        int plain = 0;
        for (int key : aggregate.getGroupSet()) {
            WindowKey windowKey = windowKeys.get(key);
            columns.add(windowKey == null ? builder.field(plain++) : bound(windowKey.bound(), windows));
        }
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            columns.add(builder.field(plain++));
        }
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        RexBuilder rexBuilder = builder.getRexBuilder();
        for (int i = 0; i < columns.size(); i++) {
            columns.set(i, rexBuilder.ensureType(fields.get(i).getType(), columns.get(i), true));
        }
        return builder.project(columns, aggregate.getRowType().getFieldNames(), true)
                .build();
    }

    private RexNode bound(Bound bound, LogicalWindowAggregate windows) {
        int start = windows.windowStartColumn();
        return switch (bound) {
            case START -> builder.field(start);
            case END -> builder.field(start + 1);
            case TIME -> Windows.millisecondBefore(builder.field(start + 1), builder.getRexBuilder());
        };
    }

    private static Optional<WindowKey> windowKey(RexNode expression) {
        RexNode plain = withoutNullabilityCast(expression);
        if (!(plain instanceof RexCall call)) {
            return Optional.empty();
        }
        if (call.getOperator() == SqlStdOperatorTable.TUMBLE_OLD) {
            return Optional.of(new WindowKey(Bound.START, call));
        }
        if (call.getOperands().size() != 2 || !(call.getOperands().get(1) instanceof RexLiteral interval)) {
            return Optional.empty();
        }
        Optional<WindowKey> inner = windowKey(call.getOperands().get(0));
        if (call.getOperator() == SqlStdOperatorTable.DATETIME_PLUS) {
            return inner.filter(key -> key.bound() == Bound.START)
                    .filter(key -> interval.equals(key.window().getOperands().get(1)))
                    .map(key -> new WindowKey(Bound.END, key.window()));
        }
        if (call.getOperator() == SqlStdOperatorTable.MINUS_DATE) {
            return inner.filter(key -> key.bound() == Bound.END)
                    .filter(key -> Windows.MILLISECOND.equals(interval.getValue()))
                    .map(key -> new WindowKey(Bound.TIME, key.window()));
        }
        return Optional.empty();
    }

    private static RexNode withoutNullabilityCast(RexNode expression) {
        return expression instanceof RexCall cast
                        && cast.getKind() == SqlKind.CAST
                        && SqlTypeUtil.equalSansNullability(
                                cast.getType(), cast.getOperands().get(0).getType())
                ? withoutNullabilityCast(cast.getOperands().get(0))
                : expression;
    }
}
