package io.blink.runtime.task;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.expression.Literal;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.Field;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.Evaluator;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.expression.LiteralColumns;
import io.blink.runtime.operator.FilterOperator;
import io.blink.runtime.operator.LimitOperator;
import io.blink.runtime.operator.MiniBatchOperator;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.PassThroughOperator;
import io.blink.runtime.operator.ProcessingTimeOperator;
import io.blink.runtime.operator.ProjectOperator;
import io.blink.runtime.operator.ValuesOperator;
import io.blink.runtime.operator.aggregate.AggregateOperator;
import io.blink.runtime.operator.aggregate.stream.LocalGroupAggregateOperator;
import io.blink.runtime.operator.changelog.ChangelogColumnOperator;
import io.blink.runtime.operator.join.JoinOperator;
import io.blink.runtime.operator.match.SortedMatchOperator;
import io.blink.runtime.operator.over.OverOperator;
import io.blink.runtime.operator.over.TopRanksOperator;
import io.blink.runtime.operator.sort.SortOperator;
import io.blink.runtime.operator.sort.TopNOperator;
import io.blink.runtime.operator.unnest.UnnestOperator;
import io.blink.runtime.operator.watermark.WatermarkOperator;
import io.blink.runtime.operator.window.WindowAssignOperator;
import java.util.ArrayList;
import java.util.List;

/** Makes the operators of a plan that work on rows alone. Scans, writes and look-ups are made by {@link TaskOperators}, operators with keyed state by {@link KeyedOperators}. */
public final class OperatorFactory {
    private OperatorFactory() {}

    public static Operator create(OperatorContext context) {
        OperatorSpec spec = context.node().spec();
        if (spec instanceof OperatorSpec.Filter filter) {
            return new FilterOperator(ExpressionCompiler.compilePredicate(filter.predicate(), evaluation(context)));
        }
        if (spec instanceof OperatorSpec.Project project) {
            return project(project, context);
        }
        if (spec instanceof OperatorSpec.Limit limit) {
            return new LimitOperator(limit.limit(), limit.offset());
        }
        if (spec instanceof OperatorSpec.Union || spec instanceof OperatorSpec.ResultSink) {
            return new PassThroughOperator(context.inputs().size());
        }
        if (spec instanceof OperatorSpec.Values values) {
            return new ValuesOperator(rows(values, context.output()));
        }
        if (spec instanceof OperatorSpec.AssignWatermark watermark) {
            return watermark.passes()
                    ? new PassThroughOperator(1)
                    : new WatermarkOperator(watermark, context.owner(), System::nanoTime, null);
        }
        if (spec instanceof OperatorSpec.WindowAssign assign && assign.window().kind() != TimeWindow.Kind.SESSION) {
            return new WindowAssignOperator(assign, context.owner());
        }
        if (spec instanceof OperatorSpec.Aggregate aggregate) {
            return new AggregateOperator(aggregate, context);
        }
        if (spec instanceof OperatorSpec.MiniBatch batches) {
            return new MiniBatchOperator(batches, context, System::nanoTime);
        }
        if (spec instanceof OperatorSpec.GroupAggregate aggregate && aggregate.phase() == AggregatePhase.PARTIAL) {
            return new LocalGroupAggregateOperator(aggregate, context);
        }
        if (spec instanceof OperatorSpec.HashJoin join) {
            return JoinOperator.of(join, context);
        }
        if (spec instanceof OperatorSpec.NestedLoopJoin join) {
            return JoinOperator.of(join, context);
        }
        if (spec instanceof OperatorSpec.Sort sort) {
            return new SortOperator(sort.keys(), context);
        }
        if (spec instanceof OperatorSpec.TopN topN) {
            return TopNOperator.of(topN, context);
        }
        if (spec instanceof OperatorSpec.OverWindow over) {
            return new OverOperator(over, context);
        }
        if (spec instanceof OperatorSpec.TopRanks top) {
            return new TopRanksOperator(top, context);
        }
        if (spec instanceof OperatorSpec.Match match) {
            return new SortedMatchOperator(match, context);
        }
        if (spec instanceof OperatorSpec.Unnest unnest) {
            return new UnnestOperator(unnest, context);
        }
        if (spec instanceof OperatorSpec.AssignProcessingTime clock) {
            return new ProcessingTimeOperator(clock, System::currentTimeMillis, System::nanoTime);
        }
        if (spec instanceof OperatorSpec.ChangelogColumn) {
            return new ChangelogColumnOperator();
        }
        throw new IllegalArgumentException("no operator for " + spec.getClass().getSimpleName());
    }

    private static EvaluationContext evaluation(OperatorContext context) {
        return context.evaluation();
    }

    private static Operator project(OperatorSpec.Project project, OperatorContext context) {
        EvaluationContext evaluation = evaluation(context);
        List<Evaluator> evaluators = project.expressions().stream()
                .map(expression -> ExpressionCompiler.compile(expression, evaluation))
                .toList();
        return new ProjectOperator(evaluators);
    }

    private static Batch rows(OperatorSpec.Values values, List<Field> fields) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            ColumnBuilder builder =
                    ColumnBuilder.of(fields.get(i).type(), values.rows().size());
            for (List<Literal> row : values.rows()) {
                builder.append(LiteralColumns.value(row.get(i)), 0);
            }
            columns.add(builder.build());
        }
        return new Batch(values.rows().size(), columns);
    }
}
