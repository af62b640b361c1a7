package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.MatchExpression.Value;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.Evaluator;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.RowSelection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An expression over matches, evaluated for many of them at once. */
final class MatchValues {
    private final MatchExpression plan;
    private final List<boolean[]> wanted = new ArrayList<>();
    private final Evaluator evaluator;
    private final Column names;
    private final RowSelection selection = new RowSelection();

    /** @param variables names */
    MatchValues(MatchExpression plan, List<String> variables, EvaluationContext context) {
        this.plan = plan;
        for (Value value : plan.values()) {
            boolean[] counts = new boolean[variables.size()];
            Arrays.fill(counts, value.variables().isEmpty());
            value.variables().forEach(variable -> counts[variable] = true);
            wanted.add(counts);
        }
        evaluator = ExpressionCompiler.compile(plan.expression(), context);
        names = names(variables);
    }

    private static Column names(List<String> variables) {
        int[] offsets = new int[variables.size() + 1];
        byte[] bytes = String.join("", variables).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < variables.size(); i++) {
            offsets[i + 1] = offsets[i] + variables.get(i).getBytes(StandardCharsets.UTF_8).length;
        }
        return new BytesColumn(variables.size(), bytes, offsets, null);
    }

    /** The value of each match. @param rows of the partition */
    Column evaluate(PartitionRows rows, List<MatchedRows> matches) {
        List<Column> columns = new ArrayList<>();
        for (int v = 0; v < plan.values().size(); v++) {
            columns.add(column(plan.values().get(v), wanted.get(v), rows, matches));
        }
        return evaluator.evaluate(new Batch(matches.size(), columns));
    }

    /** The aggregates among the values that a search can continue from row to row, each in the place of its value; others are {@code null}. */
    RunningAggregate[] runningAggregates() {
        RunningAggregate[] running = new RunningAggregate[wanted.size()];
        for (int v = 0; v < running.length; v++) {
            Value value = plan.values().get(v);
            running[v] = RunningAggregate.continues(value) ? new RunningAggregate(value, wanted.get(v)) : null;
        }
        return running;
    }

    /** The value of the way to a row that is tested. @param running as {@link #runningAggregates} made them for the search */
    Column evaluate(PartitionRows rows, MatchedRows way, RunningAggregate[] running) {
        List<MatchedRows> alone = List.of(way);
        List<Column> columns = new ArrayList<>();
        for (int v = 0; v < running.length; v++) {
            columns.add(
                    running[v] == null
                            ? column(plan.values().get(v), wanted.get(v), rows, alone)
                            : running[v].of(rows, way));
        }
        return evaluator.evaluate(new Batch(1, columns));
    }

    /** The value of each row as it would be tested, for an expression whose values are all {@linkplain Value#isNear near}. */
    Column evaluateNear(Batch rows) {
        List<Column> columns = new ArrayList<>();
        for (Value value : plan.values()) {
            int[] positions = new int[rows.rowCount()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = i + value.shift();
            }
            columns.add(taken(rows.column(value.column()), value, positions));
        }
        return evaluator.evaluate(new Batch(rows.rowCount(), columns));
    }

    private Column column(Value value, boolean[] counts, PartitionRows rows, List<MatchedRows> matches) {
        int[] positions = new int[matches.size()];
        long[] numbers = new long[matches.size()];
        switch (value.source()) {
            case MATCH_NUMBER -> {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = matches.get(i).number();
                }
                return new LongColumn(numbers.length, numbers, null);
            }
            case CLASSIFIER -> {
                for (int i = 0; i < positions.length; i++) {
                    MatchedRows match = matches.get(i);
                    positions[i] = match.variables()[match.end() - match.start() - 1];
                }
                return new DictionaryColumn(positions.length, positions, names);
            }
            case AGGREGATE -> {
                return aggregate(value, counts, rows.whole(), matches);
            }
            default -> {
                for (int i = 0; i < positions.length; i++) {
                    int row = matches.get(i).row(counts, value.first(), value.offset());
                    positions[i] = row < 0 ? -1 : row + value.shift();
                }
                return positions.length == 1
                        ? taken(rows, value, positions[0])
                        : taken(rows.whole().column(value.column()), value, positions);
            }
        }
    }

    private static Column taken(PartitionRows rows, Value value, int position) {
        return position < 0 || position >= rows.count() ? nothing(value) : rows.value(value.column(), position);
    }

    private static Column nothing(Value value) {
        ColumnBuilder nothing = ColumnBuilder.of(value.type().withNullable(true), 1);
        nothing.appendNull();
        return nothing.build();
    }

    /** Rows of a column; NULL where a position is none. */
    private static Column taken(Column column, Value value, int[] positions) {
        int size = column.size();
        boolean outside = false;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0 || positions[i] >= size) {
                positions[i] = size;
                outside = true;
            }
        }
        Column source = column;
        if (outside) {
            source = ColumnConcatenation.of(List.of(column.flat(), nothing(value)));
        }
        return source.take(positions, 0, positions.length);
    }

    private Column aggregate(Value value, boolean[] counts, Batch rows, List<MatchedRows> matches) {
        int total =
                matches.stream().mapToInt(match -> match.end() - match.start()).sum();
        int[] positions = new int[total];
        int[] groups = new int[total];
        int count = 0;
        for (int m = 0; m < matches.size(); m++) {
            MatchedRows match = matches.get(m);
            for (int row = match.start(); row < match.end(); row++) {
                positions[count] = row;
                groups[count] = m;
                count += counts[match.variables()[row - match.start()]] ? 1 : 0;
            }
        }
        Accumulator accumulator = Accumulators.create(value.aggregate());
        accumulator.ensure(matches.size());
        int[] arguments = value.aggregate().arguments().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        selection.select(rows.take(positions, 0, count), -1, arguments, false, groups);
        accumulator.add(selection.groups(), selection.count(), selection.arguments());
        return accumulator.result(0, matches.size());
    }
}
