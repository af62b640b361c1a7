package io.blink.runtime.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.MatchExpression.Source;
import io.blink.core.plan.MatchExpression.Value;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.operator.kit.Rows;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunningAggregateTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final DataType DECIMAL = DataType.decimal(30, 2);
    private static final List<DataType> TYPES = List.of(BIGINT, DOUBLE, DECIMAL);
    private static final List<String> VARIABLES = List.of("A", "B");
    private static final EvaluationContext CONTEXT = new EvaluationContext(ZoneOffset.UTC, 0, "job");

    private static Value value(AggregateFunction function, int column, DataType result, List<Integer> variables) {
        boolean all = function == AggregateFunction.COUNT_ALL;
        AggregateCall call = new AggregateCall(
                function,
                all ? List.of() : List.of(column),
                all ? List.of() : List.of(TYPES.get(column)),
                false,
                -1,
                result);
        return new Value(Source.AGGREGATE, variables, false, 0, 0, -1, call, result);
    }

    private static MatchValues values(Value value) {
        return new MatchValues(
                new MatchExpression(List.of(value), new InputColumn(0, value.type())), VARIABLES, CONTEXT);
    }

    private static List<Value> values() {
        List<Value> values = new ArrayList<>();
        for (List<Integer> variables : List.of(List.<Integer>of(), List.of(0))) {
            values.add(value(AggregateFunction.COUNT_ALL, -1, BIGINT.withNullable(false), variables));
            for (int column = 0; column < TYPES.size(); column++) {
                DataType type = TYPES.get(column);
                boolean decimal = type.equals(DECIMAL);
                values.add(value(AggregateFunction.COUNT, column, BIGINT.withNullable(false), variables));
                values.add(value(AggregateFunction.SUM, column, decimal ? DataType.decimal(38, 2) : type, variables));
                values.add(value(AggregateFunction.AVG, column, decimal ? DataType.decimal(38, 6) : DOUBLE, variables));
                values.add(value(AggregateFunction.MIN, column, type, variables));
                values.add(value(AggregateFunction.MAX, column, type, variables));
            }
        }
        return values;
    }

    private static PartitionRows rows(Random random, int count) {
        long[] longs = random.longs(count, -1000, 1000).toArray();
        double[] doubles = random.doubles(count, -1, 1e9).toArray();
        long[] low = random.longs(count, 0, 100_000).toArray();
        List<Column> columns = List.of(
                new LongColumn(count, longs, nulls(random, count)),
                new DoubleColumn(count, doubles, nulls(random, count)),
                new Decimal128Column(count, new long[count], low, nulls(random, count)));
        PartitionRows rows = new PartitionRows(VARIABLES.size(), -1);
        rows.add(new Batch(count, columns));
        return rows;
    }

    private static boolean[] nulls(Random random, int count) {
        boolean[] nulls = new boolean[count];
        for (int i = 0; i < count; i++) {
            nulls[i] = random.nextInt(4) == 0;
        }
        return nulls;
    }

    @Test
    void whereverASearchComesBackToTheValueIsThatOfItsRows() {
        Random random = new Random(3);
        int count = 60;
        PartitionRows rows = rows(random, count);
        for (Value value : values()) {
            assertThat(RunningAggregate.continues(value)).isTrue();
            MatchValues values = values(value);
            RunningAggregate[] running = values.runningAggregates();
            int[] variables = new int[count];
            int length = 0;
            // More steps than the groups that are kept beside those of a way.
            for (int step = 0; step < 3000; step++) {
                boolean back = length == count - 5 || length > 0 && random.nextInt(8) == 0;
                int row = back ? random.nextInt(length) : length;
                running[0].cut(row);
                variables[row] = random.nextInt(2);
                length = row + 1;
                if (random.nextInt(3) > 0) {
                    MatchedRows way = new MatchedRows(5, 5 + length, variables, 0);
                    assertThat(one(values.evaluate(rows, way, running)))
                            .as("%s of %s", value, Arrays.toString(Arrays.copyOf(variables, length)))
                            .isEqualTo(one(values.evaluate(rows, List.of(way))));
                }
            }
        }
    }

    private static Object one(Column column) {
        assertThat(column.size()).isEqualTo(1);
        return Rows.value(column.flat(), 0);
    }

    /** With the rows before counted again at each test these would be 80 billion. */
    @Test
    @Timeout(120)
    void aTestTakesOneRowHoweverLongTheWayIs() {
        int count = 400_000;
        PartitionRows rows = rows(new Random(4), count);
        MatchValues values = values(value(AggregateFunction.COUNT_ALL, -1, BIGINT.withNullable(false), List.of(0)));
        RunningAggregate[] running = values.runningAggregates();
        int[] variables = new int[count];
        for (int row = 0; row < count; row++) {
            running[0].cut(row);
            MatchedRows way = new MatchedRows(0, row + 1, variables, 0);
            assertThat(((LongColumn) values.evaluate(rows, way, running).flat()).values()[0])
                    .isEqualTo(row + 1);
        }
    }

    @Test
    void whatIsRoundedOnTheWayIsNotContinued() {
        DataType rounded = DataType.of(TypeKind.FLOAT);
        assertThat(RunningAggregate.continues(value(AggregateFunction.SUM, 0, rounded, List.of())))
                .isFalse();
        assertThat(RunningAggregate.continues(value(AggregateFunction.STDDEV_POP, 1, DOUBLE, List.of())))
                .isFalse();
    }
}
