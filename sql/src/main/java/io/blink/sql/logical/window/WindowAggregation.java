package io.blink.sql.logical.window;

import io.blink.core.plan.TimeWindow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregations by the windows of their rows become the operator made for them, of a stream and of a bounded table alike; rows are not multiplied. Those of which the windows are not all that is wanted
 * (as an argument, or in grouping sets), and sessions of other keys than the groups, stay as they are.
 *
 * <pre>
 *   Aggregate(group = k, start, end)
 *     Project(k, start = window_start, end = window_end, v)
 *       WindowAssign(time = ts)
 *   =>
 *   Project(k, window_start, window_end, aggregates)
 *     WindowAggregate(group = k, time = ts)
 *       Project(k, …, v, ts)
 * </pre>
 */
public final class WindowAggregation extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private final Set<String> lateColumns;

    private WindowAggregation(RelBuilder builder, Set<String> lateColumns) {
        this.builder = builder;
        this.lateColumns = lateColumns;
    }

    /** @param lateColumns names, in lower case, of columns that rows keep to the windows, which may find them late */
    public static RelNode rewrite(RelNode tree, RelBuilder builder, Set<String> lateColumns) {
        return tree.accept(new WindowAggregation(builder, lateColumns));
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
        RelNode input = aggregate.getInput();
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return aggregate;
        }
        if (input instanceof LogicalWindowAssign assign) {
            builder.push(assign);
            return rewritten(aggregate, builder.fields(), assign);
        }
        return input instanceof Project project && project.getInput() instanceof LogicalWindowAssign assign
                ? rewritten(aggregate, project.getProjects(), assign)
                : aggregate;
    }

    /** @param columns the aggregate's input over the windows */
    private RelNode rewritten(Aggregate aggregate, List<RexNode> columns, LogicalWindowAssign assign) {
        Map<Integer, Integer> bounds = new HashMap<>();
        ImmutableBitSet.Builder plainKeys = ImmutableBitSet.builder();
        for (int key : aggregate.getGroupSet()) {
            int bound = bound(columns.get(key), assign);
            if (bound >= 0) {
                bounds.put(key, bound);
            } else {
                plainKeys.set(key);
            }
        }
        ImmutableBitSet keys = plainKeys.build();
        ImmutableBitSet used = keys.union(arguments(aggregate));
        boolean windowIsKeyAlone = used.asList().stream().noneMatch(column -> readsWindow(columns.get(column), assign));
        return windowIsKeyAlone && tell(bounds, assign) && servesSession(columns, keys, assign)
                ? windowAggregate(aggregate, columns, assign, bounds, keys)
                : aggregate;
    }

    private static ImmutableBitSet arguments(Aggregate aggregate) {
        ImmutableBitSet.Builder used = ImmutableBitSet.builder();
        for (AggregateCall call : aggregate.getAggCallList()) {
            used.addAll(call.getArgList());
            call.getCollation().getKeys().forEach(used::set);
            if (call.hasFilter()) {
                used.set(call.filterArg);
            }
        }
        return used.build();
    }

    /** 0 for the start of the window, 1 for its end, 2 for its time; -1: something else. */
    private static int bound(RexNode expression, LogicalWindowAssign assign) {
        RexNode plain = withoutNullabilityCast(expression);
        return plain instanceof RexInputRef column && column.getIndex() >= assign.windowStartColumn()
                ? column.getIndex() - assign.windowStartColumn()
                : -1;
    }

    private static RexNode withoutNullabilityCast(RexNode expression) {
        return expression instanceof RexCall cast
                        && cast.getKind() == SqlKind.CAST
                        && SqlTypeUtil.equalSansNullability(
                                cast.getType(), cast.getOperands().get(0).getType())
                ? withoutNullabilityCast(cast.getOperands().get(0))
                : expression;
    }

    private static boolean readsWindow(RexNode expression, LogicalWindowAssign assign) {
        return !ImmutableBitSet.range(assign.windowStartColumn()).contains(RelOptUtil.InputFinder.bits(expression));
    }

    /** Whether the bounds among the keys tell the window. */
    private static boolean tell(Map<Integer, Integer> bounds, LogicalWindowAssign assign) {
        boolean start = bounds.containsValue(0);
        boolean end = bounds.containsValue(1) || bounds.containsValue(2);
        return switch (assign.window().kind()) {
            case TUMBLE, HOP -> start || end;
            case CUMULATE -> end;
            case SESSION -> start && end;
        };
    }

    private static boolean servesSession(List<RexNode> columns, ImmutableBitSet keys, LogicalWindowAssign assign) {
        if (assign.window().kind() != TimeWindow.Kind.SESSION) {
            return true;
        }
        ImmutableBitSet.Builder partition = ImmutableBitSet.builder();
        for (int key : keys) {
            if (!(withoutNullabilityCast(columns.get(key)) instanceof RexInputRef column)) {
                return false;
            }
            partition.set(column.getIndex());
        }
        return partition.build().equals(assign.partitionKeys());
    }

    private RelNode windowAggregate(
            Aggregate aggregate,
            List<RexNode> columns,
            LogicalWindowAssign assign,
            Map<Integer, Integer> bounds,
            ImmutableBitSet keys) {
        builder.push(assign.getInput());
        RexNode time = builder.field(assign.timeColumn());
        List<RexNode> inputs = new ArrayList<>();
        for (RexNode column : columns) {
            inputs.add(
                    readsWindow(column, assign) ? builder.getRexBuilder().makeNullLiteral(column.getType()) : column);
        }
        int timeColumn = inputs.size();
        inputs.add(time);
        for (RelDataTypeField field : assign.getInput().getRowType().getFieldList()) {
            RexNode column = builder.field(field.getIndex());
            if (lateColumns.contains(field.getName().toLowerCase(Locale.ROOT)) && !inputs.contains(column)) {
                inputs.add(column);
            }
        }
        RelNode input = builder.project(inputs, List.of(), true).build();
        LogicalWindowAggregate windows =
                LogicalWindowAggregate.create(input, timeColumn, assign.window(), keys, aggregate.getAggCallList());
        return outputs(aggregate, bounds, windows);
    }

    /** The columns of the plain aggregate from those of the windowed one. */
    private RelNode outputs(Aggregate aggregate, Map<Integer, Integer> bounds, LogicalWindowAggregate windows) {
        builder.push(windows);
        List<RexNode> columns = new ArrayList<>();
        int plain = 0;
        for (int key : aggregate.getGroupSet()) {
            Integer bound = bounds.get(key);
            columns.add(bound == null ? builder.field(plain++) : bound(bound, windows));
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

    private RexNode bound(int bound, LogicalWindowAggregate windows) {
        int start = windows.windowStartColumn();
        return bound < 2 ? builder.field(start + bound) : millisecondBefore(builder.field(start + 1));
    }

    private RexNode millisecondBefore(RexNode time) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        RexNode millisecond = rexBuilder.makeIntervalLiteral(
                BigDecimal.ONE, new SqlIntervalQualifier(TimeUnit.SECOND, null, SqlParserPos.ZERO));
        return rexBuilder.makeCall(time.getType(), SqlStdOperatorTable.MINUS_DATE, List.of(time, millisecond));
    }
}
