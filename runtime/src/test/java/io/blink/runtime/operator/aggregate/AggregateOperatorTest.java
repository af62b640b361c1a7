package io.blink.runtime.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec.Aggregate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final List<DataType> ARGUMENTS = List.of(
            INT,
            BIGINT,
            DataType.of(TypeKind.SMALLINT),
            DOUBLE,
            DataType.of(TypeKind.FLOAT),
            DataType.decimal(10, 2),
            DataType.decimal(30, 3),
            DataType.string(),
            DataType.timestamp(9),
            DataType.timestamp(3),
            BOOLEAN);
    private static final List<DataType> KEYS =
            List.of(INT, BIGINT, DataType.string(), DOUBLE, DataType.decimal(25, 1), DataType.of(TypeKind.DATE));

    @TempDir
    Path directory;

    private record Case(Aggregate single, List<DataType> input, List<Batch> batches) {}

    /** Two first columns are keys, the third a filter, the others arguments. */
    private static Case randomCase(Random random, int rows, int keyValues, boolean distinct) {
        List<DataType> types = new ArrayList<>();
        types.add(KEYS.get(random.nextInt(KEYS.size())));
        types.add(KEYS.get(random.nextInt(KEYS.size())));
        types.add(BOOLEAN);
        for (int i = 0; i < 3; i++) {
            types.add(ARGUMENTS.get(random.nextInt(ARGUMENTS.size())));
        }
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int argument = 3 + random.nextInt(3);
            List<AggregateFunction> functions = functions(types.get(argument), distinct);
            AggregateFunction function = functions.get(random.nextInt(functions.size()));
            int filter = random.nextInt(4) == 0 ? 2 : -1;
            calls.add(call(function, argument, types.get(argument), distinct && random.nextBoolean(), filter));
        }
        calls.add(new AggregateCall(
                AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, BIGINT.withNullable(false)));
        int keys = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(2);
        Aggregate spec = new Aggregate(
                AggregatePhase.SINGLE, IntStream.range(0, keys).boxed().toList(), calls);
        int[] values = {keyValues, 1 + random.nextInt(5), 2, 100, 100, 100};
        return new Case(spec, types, new RandomRows(random).batches(types, rows, values));
    }

    private static List<AggregateFunction> functions(DataType argument, boolean distinct) {
        List<AggregateFunction> functions =
                new ArrayList<>(List.of(AggregateFunction.COUNT, AggregateFunction.MIN, AggregateFunction.MAX));
        if (argument.kind().isNumeric()) {
            functions.add(AggregateFunction.SUM);
            functions.add(AggregateFunction.AVG);
            if (argument.kind() != TypeKind.DECIMAL || argument.precision() <= 18) {
                functions.add(AggregateFunction.STDDEV_SAMP);
                functions.add(AggregateFunction.VAR_POP);
            }
        }
        if (argument.kind().isInteger()) {
            functions.add(AggregateFunction.BIT_XOR);
        }
        if (argument.kind() != TypeKind.FLOAT && argument.kind() != TypeKind.DOUBLE) {
            functions.add(AggregateFunction.MODE);
        }
        if (argument.kind() == TypeKind.BOOLEAN) {
            functions.add(AggregateFunction.BOOL_AND);
            functions.add(AggregateFunction.BOOL_OR);
        }
        return functions;
    }

    private static AggregateCall call(
            AggregateFunction function, int argument, DataType type, boolean distinct, int filter) {
        return new AggregateCall(
                function, List.of(argument), List.of(type), distinct, filter, resultType(function, type));
    }

    private static DataType resultType(AggregateFunction function, DataType argument) {
        return switch (function) {
            case COUNT, COUNT_ALL -> BIGINT.withNullable(false);
            case SUM ->
                argument.kind() == TypeKind.DECIMAL
                        ? DataType.decimal(38, argument.scale())
                        : argument.kind().isInteger() ? BIGINT : DOUBLE;
            case AVG ->
                argument.kind() == TypeKind.DECIMAL ? DataType.decimal(38, Math.max(6, argument.scale())) : DOUBLE;
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> DOUBLE;
            default -> argument;
        };
    }

    private static List<DataType> outputTypes(Aggregate spec, List<DataType> input) {
        List<DataType> types = new ArrayList<>();
        spec.groupKeys().forEach(key -> types.add(input.get(key)));
        for (AggregateCall call : spec.calls()) {
            if (spec.phase() == AggregatePhase.PARTIAL) {
                types.addAll(call.function().partialTypes(call.argumentTypes(), call.type()));
            } else {
                types.add(call.type());
            }
        }
        return types;
    }

    private OperatorRig rig(Aggregate spec, List<DataType> input, long memory, Random random) {
        return new OperatorRig(spec, List.of(input), outputTypes(spec, input), memory, directory, random);
    }

    private void check(int seed, Case test, long memory, boolean mustSpill) {
        check(seed, test, test.batches(), memory, mustSpill);
    }

    private void check(int seed, Case test, List<Batch> batches, long memory, boolean mustSpill) {
        try (OperatorRig rig = rig(test.single(), test.input(), memory, new Random(seed))) {
            List<Batch> output = rig.run(List.of(batches));
            Rows.assertSame(
                    "seed " + seed + ", " + test.single(),
                    Rows.of(output),
                    AggregateModel.aggregate(test.single(), test.batches()));
            assertThat(rig.pool().peakBytes()).isLessThanOrEqualTo(memory);
            if (mustSpill) {
                assertThat(rig.statistics().spilledBytes())
                        .as("seed %s spilled", seed)
                        .isPositive();
            }
        }
    }

    @Test
    void aggregatesEveryTypeInOnePhase() {
        for (int seed = 0; seed < 30; seed++) {
            check(seed, randomCase(new Random(seed), 1500, 30, seed % 2 == 0), 64 << 20, false);
        }
    }

    @Test
    void oneRowAtATimeGivesTheSame() {
        for (int seed = 200; seed < 210; seed++) {
            Case test = randomCase(new Random(seed), 300, 20, true);
            check(seed, test, OperatorRig.oneByOne(test.batches()), 64 << 20, false);
        }
    }

    @Test
    void groupsThatDoNotFitAreSpilledAndFinished() {
        for (int seed = 300; seed < 305; seed++) {
            check(seed, keyed(seed, 6_000, false), 200 << 10, true);
        }
    }

    @Test
    void distinctValuesThatDoNotFitAreSpilledAndFinished() {
        for (int seed = 400; seed < 405; seed++) {
            check(seed, keyed(seed, 3_000, true), 250 << 10, true);
        }
    }

    private static Case keyed(int seed, int keyValues, boolean distinct) {
        Random random = new Random(seed);
        Case test = randomCase(random, 5_000, keyValues, distinct);
        while (test.single().groupKeys().isEmpty()) {
            test = randomCase(random, 5_000, keyValues, distinct);
        }
        return test;
    }

    @Test
    void oneKeyWithMoreDistinctValuesThanMemoryHolds() {
        int rows = 60_000;
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < rows; from += 4000) {
            int[] keys = new int[4000];
            long[] values = new long[4000];
            for (int i = 0; i < 4000; i++) {
                values[i] = (from + i) / 2 * 1_000_000_007L;
            }
            batches.add(new Batch(List.of(new IntColumn(4000, keys, null), new LongColumn(4000, values, null))));
        }
        Aggregate spec = new Aggregate(
                AggregatePhase.SINGLE,
                List.of(0),
                List.of(
                        call(AggregateFunction.COUNT, 1, BIGINT, true, -1),
                        call(AggregateFunction.COUNT, 1, BIGINT, false, -1)));
        check(1, new Case(spec, List.of(INT, BIGINT), batches), 512 << 10, true);
    }

    @Test
    void partialMergeAndFinalPhasesGiveWhatOnePhaseGives() {
        for (int seed = 500; seed < 520; seed++) {
            Random random = new Random(seed);
            Case test = randomCase(random, 1500, seed % 3 == 0 ? 1500 : 40, false);
            Aggregate partial = new Aggregate(
                    AggregatePhase.PARTIAL,
                    test.single().groupKeys(),
                    test.single().calls());
            Aggregate last = finalPhase(test.single());
            List<DataType> between = outputTypes(partial, test.input());
            List<Batch> partials;
            try (OperatorRig rig = rig(partial, test.input(), seed % 2 == 0 ? 300 << 10 : 64 << 20, random)) {
                partials = rig.run(List.of(test.batches()));
            }
            Aggregate merge = new Aggregate(AggregatePhase.MERGE, last.groupKeys(), last.calls());
            try (OperatorRig rig = rig(merge, between, seed % 2 == 0 ? 300 << 10 : 64 << 20, random)) {
                partials = rig.run(List.of(partials));
            }
            try (OperatorRig rig = rig(last, between, 64 << 20, random)) {
                Rows.assertSame(
                        "seed " + seed + ", " + test.single(),
                        Rows.of(rig.run(List.of(partials))),
                        AggregateModel.aggregate(test.single(), test.batches()));
            }
        }
    }

    private static Aggregate finalPhase(Aggregate single) {
        int column = single.groupKeys().size();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : single.calls()) {
            int width = call.function()
                    .partialTypes(call.argumentTypes(), call.type())
                    .size();
            calls.add(new AggregateCall(
                    call.function(),
                    IntStream.range(column, column + width).boxed().toList(),
                    call.argumentTypes(),
                    false,
                    -1,
                    call.type()));
            column += width;
        }
        return new Aggregate(
                AggregatePhase.FINAL,
                IntStream.range(0, single.groupKeys().size()).boxed().toList(),
                calls);
    }

    /** A key for each number, far from those of its neighbours. */
    private static long scattered(long number) {
        return number * 0x9E3779B97F4A7C15L;
    }

    /** Batches of 5000 rows whose keys are those of their numbers. */
    private static List<Batch> numberedRows(int rows, LongUnaryOperator keyOf) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < rows; from += 5000) {
            long[] keys = LongStream.range(from, from + 5000).map(keyOf).toArray();
            batches.add(new Batch(List.of(new LongColumn(5000, keys, null))));
        }
        return batches;
    }

    private List<Batch> partialCounts(List<Batch> batches, long memory) {
        Aggregate spec = new Aggregate(
                AggregatePhase.PARTIAL, List.of(0), List.of(call(AggregateFunction.COUNT, 0, BIGINT, false, -1)));
        try (OperatorRig rig = rig(spec, List.of(BIGINT), memory, new Random(1))) {
            return rig.run(List.of(batches));
        }
    }

    private static Map<Long, Long> countsByKey(List<Batch> partials) {
        Map<Long, Long> counts = new HashMap<>();
        for (Batch batch : partials) {
            long[] keys = ((LongColumn) batch.column(0).flat()).values();
            long[] ofKeys = ((LongColumn) batch.column(1).flat()).values();
            for (int row = 0; row < batch.rowCount(); row++) {
                counts.merge(keys[row], ofKeys[row], Long::sum);
            }
        }
        return counts;
    }

    @Test
    void mergePhasePassesPartialResultsOnAsTheyAre() {
        Aggregate spec = new Aggregate(
                AggregatePhase.MERGE,
                List.of(0),
                List.of(new AggregateCall(AggregateFunction.AVG, List.of(1, 2), List.of(INT), false, -1, DOUBLE)));
        List<Batch> partials = new ArrayList<>();
        for (int from = 0; from < 1_200_000; from += 4000) {
            long[] keys = LongStream.range(from, from + 4000)
                    .map(AggregateOperatorTest::scattered)
                    .toArray();
            double[] sums = new double[4000];
            long[] counts = new long[4000];
            Arrays.fill(sums, 10);
            Arrays.fill(counts, 4);
            partials.add(new Batch(List.of(
                    new LongColumn(4000, keys, null),
                    new DoubleColumn(4000, sums, null),
                    new LongColumn(4000, counts, null))));
        }
        try (OperatorRig rig = rig(spec, List.of(BIGINT, DOUBLE, BIGINT), 64 << 20, new Random(1))) {
            List<Batch> output = rig.run(List.of(partials));
            assertThat(output.stream().mapToInt(Batch::rowCount).sum()).isEqualTo(1_200_000);
            assertThat(output.stream()
                            .flatMapToLong(batch ->
                                    Arrays.stream(((LongColumn) batch.column(2).flat()).values(), 0, batch.rowCount())))
                    .containsOnly(4L);
        }
    }

    @Test
    void partialPhasePassesRowsOnWhenTheyAreUnique() {
        List<Batch> batches = numberedRows(1_200_000, AggregateOperatorTest::scattered);
        List<Batch> output = partialCounts(batches, 64 << 20);
        assertThat(output.stream().mapToInt(Batch::rowCount).sum()).isEqualTo(1_200_000);
        assertThat(output.get(output.size() - 1).column(0))
                .isSameAs(batches.get(batches.size() - 1).column(0));
    }

    @Test
    void partialPhaseGroupsKeysThatComeInCycles() {
        List<Batch> output = partialCounts(numberedRows(800_000, row -> scattered(row % 80_000)), 64 << 20);
        assertThat(output.stream().mapToInt(Batch::rowCount).sum()).isEqualTo(80_000);
    }

    @Test
    void partialPhaseGroupsAgainWhenRowsAreNoLongerUnique() {
        List<Batch> batches = new ArrayList<>(numberedRows(100_000, AggregateOperatorTest::scattered));
        batches.addAll(numberedRows(2_500_000, row -> row % 1000));
        List<Batch> output = partialCounts(batches, 6 << 20);
        assertThat(output.stream().mapToInt(Batch::rowCount).sum()).isBetween(1_500_000, 2_300_000);
        Map<Long, Long> counts = countsByKey(output);
        assertThat(counts).hasSize(100_999);
        assertThat(counts.get(7L)).isEqualTo(2500);
        assertThat(counts.get(scattered(7))).isEqualTo(1);
    }

    @Test
    void noRowsGiveOneRowWithoutKeysAndNoneWithKeys() {
        List<AggregateCall> calls = List.of(
                call(AggregateFunction.COUNT, 0, INT, false, -1), call(AggregateFunction.SUM, 0, INT, false, -1));
        try (OperatorRig rig =
                rig(new Aggregate(AggregatePhase.SINGLE, List.of(), calls), List.of(INT), 1 << 20, new Random(1))) {
            assertThat(Rows.sorted(Rows.of(rig.run(List.of(List.of()))))).containsExactly("[0, null]");
        }
        try (OperatorRig rig =
                rig(new Aggregate(AggregatePhase.SINGLE, List.of(0), calls), List.of(INT), 1 << 20, new Random(1))) {
            assertThat(rig.run(List.of(List.of()))).isEmpty();
        }
    }

    @Test
    void singleValueOfTwoRowsIsAnError() {
        Aggregate spec = new Aggregate(
                AggregatePhase.SINGLE, List.of(), List.of(call(AggregateFunction.SINGLE_VALUE, 0, INT, false, -1)));
        Batch two = new Batch(List.of(new IntColumn(2, new int[] {4, 4}, null)));
        try (OperatorRig rig = rig(spec, List.of(INT), 1 << 20, new Random(1))) {
            assertThatThrownBy(() -> rig.run(List.of(List.of(two))))
                    .isInstanceOfSatisfying(BlinkException.class, e -> assertThat(e.code())
                            .isEqualTo(RuntimeErrorCode.MORE_THAN_ONE_ROW));
        }
        try (OperatorRig rig = rig(spec, List.of(INT), 1 << 20, new Random(1))) {
            assertThat(Rows.sorted(Rows.of(rig.run(List.of(List.of(two.slice(1, 1)))))))
                    .containsExactly("[4]");
        }
    }

    @Test
    void aSumBeyondBigintIsAnError() {
        Aggregate spec = new Aggregate(
                AggregatePhase.SINGLE, List.of(), List.of(call(AggregateFunction.SUM, 0, BIGINT, false, -1)));
        Batch batch = new Batch(List.of(new LongColumn(2, new long[] {Long.MAX_VALUE, 1}, null)));
        try (OperatorRig rig = rig(spec, List.of(BIGINT), 1 << 20, new Random(1))) {
            assertThatThrownBy(() -> rig.run(List.of(List.of(batch))))
                    .isInstanceOfSatisfying(
                            BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.NUMERIC_OVERFLOW));
        }
    }

    @Test
    void aRowThatDoesNotFitIsAnErrorThatNamesTheOperator() {
        BytesColumnBuilder strings = new BytesColumnBuilder(1);
        strings.append("x".repeat(1 << 20));
        Aggregate spec = new Aggregate(AggregatePhase.SINGLE, List.of(0), List.of());
        try (OperatorRig rig = rig(spec, List.of(DataType.string()), 200 << 10, new Random(1))) {
            assertThatThrownBy(() -> rig.run(List.of(List.of(new Batch(List.of(strings.build()))))))
                    .isInstanceOfSatisfying(BlinkException.class, e -> assertThat(e.code())
                            .isEqualTo(CoreErrorCode.OUT_OF_MEMORY_BUDGET))
                    .hasMessageContaining("Aggregate (operator 1, task 1.0)");
        }
    }
}
