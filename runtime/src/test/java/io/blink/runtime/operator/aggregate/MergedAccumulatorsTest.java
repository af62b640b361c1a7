package io.blink.runtime.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Accumulators of statistics, extremes by a key, estimates and held rows: results are the same whole and merged from partial results. */
class MergedAccumulatorsTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final int GROUPS = 7;
    private static final int ROWS = 5_000;

    private static AggregateCall call(
            AggregateFunction function, List<DataType> arguments, DataType type, List<SortKey> order) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            columns.add(i);
        }
        return new AggregateCall(function, columns, arguments, false, -1, type, order, null);
    }

    private record Input(int[] groups, List<Column> arguments) {
        Input part(int from, int to) {
            int[] positions = new int[to - from];
            int[] part = new int[to - from];
            for (int i = from; i < to; i++) {
                positions[i - from] = i;
                part[i - from] = groups[i];
            }
            return new Input(
                    part,
                    arguments.stream()
                            .map(column -> column.take(positions, 0, positions.length))
                            .toList());
        }
    }

    /** A group, a value of few distinct ones and sometimes NULL, a key without repetitions. */
    private static Input random(int seed, boolean nulls) {
        Random random = new Random(seed);
        int[] groups = new int[ROWS];
        int[] values = new int[ROWS];
        boolean[] missing = nulls ? new boolean[ROWS] : null;
        long[] keys = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            groups[i] = random.nextInt(GROUPS);
            values[i] = random.nextInt(50);
            keys[i] = (i * 7_919L) % ROWS;
            if (nulls) {
                missing[i] = random.nextInt(10) == 0;
            }
        }
        return new Input(groups, List.of(new IntColumn(ROWS, values, missing), new LongColumn(ROWS, keys, null)));
    }

    private static List<String> whole(AggregateCall call, Input input) {
        Accumulator accumulator = Accumulators.create(call);
        accumulator.ensure(GROUPS);
        accumulator.add(input.groups(), input.groups().length, input.arguments());
        return texts(accumulator.result(0, GROUPS), call.type());
    }

    private static List<String> merged(AggregateCall call, Input input) {
        Accumulator all = Accumulators.create(call);
        all.ensure(GROUPS);
        int[] identity = {0, 1, 2, 3, 4, 5, 6};
        for (int from = 0; from < ROWS; from += 1_250) {
            Input part = input.part(from, from + 1_250);
            Accumulator accumulator = Accumulators.create(call);
            accumulator.ensure(GROUPS);
            accumulator.add(part.groups(), part.groups().length, part.arguments());
            all.merge(identity, GROUPS, accumulator.partial(0, GROUPS));
        }
        return texts(all.result(0, GROUPS), call.type());
    }

    private static List<String> texts(Column column, DataType type) {
        ColumnText text = new ColumnText(type, ZoneOffset.UTC);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            texts.add(text.text(column, i));
        }
        return texts;
    }

    @Test
    void heldRowsGiveTheSameWholeAndMerged() {
        Input input = random(1, true);
        List<DataType> types = List.of(INT, BIGINT);
        List<SortKey> byKey = List.of(new SortKey(1, false, false));
        for (AggregateFunction function : List.of(
                AggregateFunction.ARRAY_AGG,
                AggregateFunction.COLLECT_LIST,
                AggregateFunction.FIRST_VALUE,
                AggregateFunction.LAST_VALUE,
                AggregateFunction.MODE)) {
            boolean array = function == AggregateFunction.ARRAY_AGG || function == AggregateFunction.COLLECT_LIST;
            AggregateCall call = call(function, types, array ? DataType.array(INT) : INT, byKey);
            assertThat(merged(call, input)).as(function.name()).isEqualTo(whole(call, input));
        }
    }

    @Test
    void arraysAreInTheOrderOfTheCall() {
        Input input = random(2, false);
        AggregateCall call = call(
                AggregateFunction.ARRAY_AGG,
                List.of(BIGINT),
                DataType.array(BIGINT),
                List.of(new SortKey(0, true, true)));
        Input keys = new Input(input.groups(), List.of(input.arguments().get(1)));
        for (String text : whole(call, keys)) {
            List<Long> values = new ArrayList<>();
            for (String value : text.replaceAll("[\\[\\] ]", "").split(",")) {
                values.add(Long.parseLong(value));
            }
            assertThat(values).isSorted().isNotEmpty();
        }
    }

    @Test
    void extremesByAKeyAreFoundWholeAndMerged() {
        Input input = random(3, true);
        for (AggregateFunction function : List.of(AggregateFunction.MIN_BY, AggregateFunction.MAX_BY)) {
            AggregateCall call = call(function, List.of(INT, BIGINT), INT, List.of());
            assertThat(merged(call, input)).isEqualTo(whole(call, input)).isEqualTo(naiveExtremes(input, function));
        }
    }

    @Test
    void theLastValueIsTheOneThatCameLast() {
        Input input = random(5, false);
        AggregateCall call = call(AggregateFunction.LAST_SEEN, List.of(INT), INT, List.of());
        int[] last = new int[GROUPS];
        for (int i = 0; i < ROWS; i++) {
            last[input.groups()[i]] = i;
        }
        assertThat(whole(call, input))
                .isEqualTo(merged(call, input))
                .isEqualTo(texts(input.arguments().get(0).take(last, 0, GROUPS), INT));
    }

    private static List<String> naiveExtremes(Input input, AggregateFunction function) {
        long[] keys = ((LongColumn) input.arguments().get(1)).values();
        int[] best = new int[GROUPS];
        Arrays.fill(best, -1);
        for (int i = 0; i < ROWS; i++) {
            int known = best[input.groups()[i]];
            boolean better =
                    known < 0 || (function == AggregateFunction.MIN_BY ? keys[i] < keys[known] : keys[i] > keys[known]);
            best[input.groups()[i]] = better ? i : known;
        }
        return texts(input.arguments().get(0).take(best, 0, GROUPS), INT);
    }

    @Test
    void betterRowsDoNotPileUp() {
        AggregateCall call = call(AggregateFunction.MAX_BY, List.of(INT, BIGINT), INT, List.of());
        Accumulator accumulator = Accumulators.create(call);
        accumulator.ensure(1);
        for (int round = 0; round < 200; round++) {
            int[] values = new int[1_000];
            long[] keys = new long[1_000];
            for (int i = 0; i < values.length; i++) {
                values[i] = round * 1_000 + i;
                keys[i] = values[i];
            }
            List<Column> arguments = List.of(new IntColumn(1_000, values, null), new LongColumn(1_000, keys, null));
            accumulator.add(new int[1_000], 1_000, arguments);
        }
        assertThat(texts(accumulator.result(0, 1), INT)).containsExactly("199999");
        assertThat(accumulator.retainedBytes()).isLessThan(1 << 20);
    }

    @Test
    void estimatesOfDistinctValuesLieWithinFourStandardErrors() {
        for (int distinct : new int[] {1, 10, 300, 5_000, 200_000}) {
            Accumulator left = Accumulators.create(
                    call(AggregateFunction.APPROX_COUNT_DISTINCT, List.of(BIGINT), BIGINT, List.of()));
            Accumulator right = Accumulators.create(
                    call(AggregateFunction.APPROX_COUNT_DISTINCT, List.of(BIGINT), BIGINT, List.of()));
            left.ensure(1);
            right.ensure(1);
            add(left, 0, distinct);
            add(right, distinct / 2, distinct);
            left.merge(new int[1], 1, right.partial(0, 1));
            double estimate = ((LongColumn) left.result(0, 1)).values()[0];
            assertThat(estimate).isCloseTo(distinct, within(Math.max(0.5, 0.065 * distinct)));
        }
    }

    private static void add(Accumulator accumulator, int from, int to) {
        long[] values = new long[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + i;
        }
        accumulator.add(new int[values.length], values.length, List.of(new LongColumn(values.length, values, null)));
    }

    @Test
    void momentsAndPairsMergeToWhatTheWholeGives() {
        Input input = random(4, false);
        for (AggregateFunction function : List.of(
                AggregateFunction.SKEWNESS,
                AggregateFunction.KURTOSIS,
                AggregateFunction.CORR,
                AggregateFunction.COVAR_SAMP,
                AggregateFunction.REGR_SLOPE,
                AggregateFunction.REGR_R2,
                AggregateFunction.REGR_INTERCEPT)) {
            AggregateCall call = call(function, List.of(INT, BIGINT), DOUBLE, List.of());
            List<String> whole = whole(call, input);
            List<String> merged = merged(call, input);
            for (int group = 0; group < GROUPS; group++) {
                double expected = Double.parseDouble(whole.get(group));
                assertThat(Double.parseDouble(merged.get(group)))
                        .as(function.name())
                        .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    @Test
    void skewnessAndKurtosisAreThoseOfTheDefinition() {
        double[] values = {1, 2, 3, 10, 20};
        Column column = new DoubleColumn(values.length, values, null);
        double mean = 7.2;
        double[] powers = new double[5];
        for (double value : values) {
            for (int power = 2; power <= 4; power++) {
                powers[power] += Math.pow(value - mean, power) / values.length;
            }
        }
        Input input = new Input(new int[values.length], List.of(column));
        double skewness =
                Double.parseDouble(whole(call(AggregateFunction.SKEWNESS, List.of(DOUBLE), DOUBLE, List.of()), input)
                        .get(0));
        double kurtosis =
                Double.parseDouble(whole(call(AggregateFunction.KURTOSIS, List.of(DOUBLE), DOUBLE, List.of()), input)
                        .get(0));
        assertThat(skewness).isCloseTo(powers[3] / Math.pow(powers[2], 1.5), within(1e-12));
        assertThat(kurtosis).isCloseTo(powers[4] / (powers[2] * powers[2]) - 3, within(1e-12));
    }
}
