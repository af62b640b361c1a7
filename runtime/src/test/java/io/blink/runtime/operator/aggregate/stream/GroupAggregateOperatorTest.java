package io.blink.runtime.operator.aggregate.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.function.AggregateFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.AggregateModel;
import io.blink.runtime.operator.kit.ChangelogView;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupAggregateOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final DataType SMALL_DECIMAL = DataType.decimal(12, 2);
    private static final DataType DECIMAL = DataType.decimal(25, 3);
    private static final DataType SUM_OF_DECIMALS = DataType.decimal(38, 2);
    private static final int FILTER = 6;
    /** Two keys; then what is aggregated. */
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.INT),
            DataType.string(),
            BIGINT,
            DOUBLE,
            SMALL_DECIMAL,
            DataType.string(),
            BOOLEAN,
            DECIMAL);

    private static final int[] DISTINCT = {5, 3, 20, 9, 30, 12, 2, 7};

    @TempDir
    Path directory;

    private final MemoryPool pool = new MemoryPool("test", 256 << 20);
    private final List<Operator> open = new ArrayList<>();
    private int attempts;
    private long checkpoints;

    @AfterEach
    void nothingStaysReserved() {
        open.forEach(Operator::close);
        assertThat(pool.usedBytes()).isZero();
    }

    // ---- Operators as tasks have them

    private static AggregateCall call(AggregateFunction function, int argument, DataType type) {
        return call(function, argument, type, false, -1);
    }

    private static AggregateCall call(
            AggregateFunction function, int argument, DataType type, boolean distinct, int filter) {
        List<Integer> arguments = argument < 0 ? List.of() : List.of(argument);
        return new AggregateCall(
                function, arguments, arguments.stream().map(TYPES::get).toList(), distinct, filter, type);
    }

    /** What partial results of an exchange can carry, also of rows that go. */
    private static List<AggregateCall> linearCalls() {
        return List.of(
                call(AggregateFunction.COUNT_ALL, -1, NUMBER),
                call(AggregateFunction.COUNT_ALL, -1, NUMBER, false, FILTER),
                call(AggregateFunction.COUNT, 2, NUMBER),
                call(AggregateFunction.SUM, 2, BIGINT),
                call(AggregateFunction.SUM, 2, BIGINT, false, FILTER),
                call(AggregateFunction.SUM, 3, DOUBLE),
                call(AggregateFunction.SUM, 4, SUM_OF_DECIMALS),
                call(AggregateFunction.SUM, 7, DataType.decimal(38, 3)),
                call(AggregateFunction.AVG, 2, DOUBLE),
                call(AggregateFunction.AVG, 4, DataType.decimal(38, 6)));
    }

    private static List<AggregateCall> allCalls() {
        List<AggregateCall> calls = new ArrayList<>(linearCalls());
        calls.addAll(List.of(
                call(AggregateFunction.VAR_POP, 3, DOUBLE),
                call(AggregateFunction.STDDEV_SAMP, 3, DOUBLE),
                call(AggregateFunction.MIN, 2, BIGINT),
                call(AggregateFunction.MAX, 2, BIGINT, true, FILTER),
                call(AggregateFunction.MIN, 3, DOUBLE),
                call(AggregateFunction.MAX, 5, DataType.string()),
                call(AggregateFunction.MIN, 7, DECIMAL),
                call(AggregateFunction.BOOL_OR, 6, BOOLEAN),
                call(AggregateFunction.COUNT, 2, NUMBER, true, -1),
                call(AggregateFunction.COUNT, 2, NUMBER, true, FILTER),
                call(AggregateFunction.SUM, 2, BIGINT, true, -1),
                call(AggregateFunction.AVG, 2, DOUBLE, true, FILTER),
                call(AggregateFunction.COUNT, 5, NUMBER, true, FILTER),
                call(AggregateFunction.BIT_XOR, 2, BIGINT),
                call(AggregateFunction.MODE, 5, DataType.string())));
        return calls;
    }

    private OperatorContext context(OperatorSpec spec, List<DataType> input, int subtask, int parallelism) {
        OperatorNode node =
                new OperatorNode(1, "state", "groups", spec, List.of(new OperatorInput.FromEdge(0)), List.of());
        return new OperatorContext(
                "job",
                node,
                List.of(OperatorRig.fields(input)),
                1,
                subtask,
                ++attempts,
                1,
                parallelism,
                128,
                ExecutionMode.STREAMING,
                pool,
                new LocalSpillFiles(List.of(directory), "spill-" + attempts),
                Runnable::run,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
    }

    private Operator operator(OperatorSpec.GroupAggregate spec, List<DataType> input, List<String> handles) {
        OperatorContext context = context(spec, input, 0, 1);
        Operator operator;
        if (spec.phase() == AggregatePhase.PARTIAL) {
            operator = new LocalGroupAggregateOperator(spec, context);
        } else {
            StateScope scope = new StateScope("groups", directory + "/state", attempts, 0, 1, 128);
            KeyedStateStore store = new PagedStateBackend().open(scope, new LocalFileSystem(), pool);
            store.restore(handles);
            operator = new GroupAggregateOperator(spec, context, store);
        }
        open.add(operator);
        return operator;
    }

    private Operator restored(Operator old, OperatorSpec.GroupAggregate spec, List<DataType> input) throws Exception {
        old.beforeSnapshot();
        String handle = old.snapshot(++checkpoints).write().keyedStateJson();
        old.close();
        open.remove(old);
        return operator(spec, input, List.of(handle));
    }

    private static List<Batch> feed(Operator operator, Batch batch) {
        assertThat(operator.needsInput(0)).isTrue();
        operator.addInput(0, batch);
        return drain(operator);
    }

    private static List<Batch> drain(Operator operator) {
        List<Batch> emitted = new ArrayList<>();
        for (Batch batch = operator.output(); batch != null; batch = operator.output()) {
            emitted.add(batch);
        }
        return emitted;
    }

    // ---- Random changelogs

    /** Rows that come and, if they may, go and change; knows what is left. */
    private static final class Changelog {
        private final Random random;
        private final RandomRows rows;
        private final boolean retracts;
        private final List<Batch> live = new ArrayList<>();

        Changelog(Random random, boolean retracts) {
            this.random = random;
            this.rows = new RandomRows(random);
            this.retracts = retracts;
        }

        Batch next(int size, double growth) {
            List<Batch> changes = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            while (changes.size() < size) {
                if (!retracts || live.isEmpty() || random.nextDouble() < growth) {
                    add(row(), RowKind.INSERT, changes, kinds);
                } else if (random.nextBoolean()) {
                    remove(RowKind.DELETE, changes, kinds);
                } else {
                    remove(RowKind.UPDATE_BEFORE, changes, kinds);
                    add(row(), RowKind.UPDATE_AFTER, changes, kinds);
                }
            }
            Batch all = ColumnConcatenation.ofBatches(changes);
            byte[] ordinals = new byte[kinds.size()];
            for (int i = 0; i < ordinals.length; i++) {
                ordinals[i] = (byte) kinds.get(i).ordinal();
            }
            return new Batch(all.rowCount(), all.columns(), retracts ? ordinals : null);
        }

        private Batch row() {
            return rows.batches(TYPES, 1, DISTINCT).get(0);
        }

        private void add(Batch row, RowKind kind, List<Batch> changes, List<RowKind> kinds) {
            live.add(row);
            changes.add(row);
            kinds.add(kind);
        }

        private void remove(RowKind kind, List<Batch> changes, List<RowKind> kinds) {
            changes.add(live.remove(random.nextInt(live.size())));
            kinds.add(kind);
        }
    }

    private static List<List<Object>> expected(OperatorSpec.GroupAggregate spec, Changelog changelog) {
        return AggregateModel.aggregate(
                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, spec.groupKeys(), spec.calls()), changelog.live);
    }

    private void check(long seed, OperatorSpec.GroupAggregate spec) throws Exception {
        Random random = new Random(seed);
        Changelog changelog = new Changelog(random, spec.retracts());
        ChangelogView view = new ChangelogView(spec.groupKeys().size(), spec.emitsUpdateBefore());
        Operator operator = operator(spec, TYPES, List.of());
        for (int step = 0; step < 40; step++) {
            double growth = step < 20 ? 0.7 : 0.05;
            int size = 1 + random.nextInt(random.nextInt(5) == 0 ? 300 : 8);
            feed(operator, changelog.next(size, growth)).forEach(view::apply);
            if (random.nextInt(3) == 0) {
                operator = restored(operator, spec, TYPES);
            }
            Rows.assertSame("seed " + seed + ", step " + step, view.rows(), expected(spec, changelog));
        }
        operator.endInput(0);
        assertThat(drain(operator)).isEmpty();
        assertThat(operator.finished()).isTrue();
    }

    // ---- Tests

    @Test
    void resultsFollowRowsThatComeAndGoThroughRestoresAtAnyStep() throws Exception {
        for (long seed = 0; seed < 6; seed++) {
            check(
                    seed,
                    new OperatorSpec.GroupAggregate(
                            AggregatePhase.SINGLE, List.of(0, 1), allCalls(), true, seed % 2 == 0, 0));
        }
    }

    @Test
    void resultsFollowRowsThatOnlyCome() throws Exception {
        for (long seed = 0; seed < 4; seed++) {
            check(
                    seed,
                    new OperatorSpec.GroupAggregate(
                            AggregatePhase.SINGLE, List.of(1, 0), allCalls(), false, seed % 2 == 0, 0));
        }
    }

    private static Batch doubles(RowKind kind, double... values) {
        byte[] kinds = new byte[values.length];
        Arrays.fill(kinds, (byte) kind.ordinal());
        return new Batch(values.length, List.of(new DoubleColumn(values.length, values, null)), kinds);
    }

    @Test
    void largeValuesThatWentLeaveTheSmallOnesAsTheyWere() throws Exception {
        List<DataType> input = List.of(DOUBLE);
        List<AggregateCall> calls = Stream.of(
                        AggregateFunction.SUM,
                        AggregateFunction.AVG,
                        AggregateFunction.VAR_POP,
                        AggregateFunction.STDDEV_SAMP)
                .map(function -> new AggregateCall(function, List.of(0), input, false, -1, DOUBLE))
                .toList();
        OperatorSpec.GroupAggregate spec =
                new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(), calls, true, true, 0);
        Operator operator = operator(spec, input, List.of());
        ChangelogView view = new ChangelogView(0, true);
        feed(operator, doubles(RowKind.INSERT, 0.1, 1e12, 2, -3e11)).forEach(view::apply);
        operator = restored(operator, spec, input);
        feed(operator, doubles(RowKind.INSERT, 3e12, 0.3)).forEach(view::apply);
        feed(operator, doubles(RowKind.DELETE, 1e12)).forEach(view::apply);
        operator = restored(operator, spec, input);
        feed(operator, doubles(RowKind.DELETE, -3e11, 3e12)).forEach(view::apply);
        List<Object> left = view.rows().get(0);
        double[] expected = {2.4, 0.8, 2.18 / 3, Math.sqrt(2.18 / 2)};
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) left.get(i)).isCloseTo(expected[i], offset(1e-6));
        }
    }

    @Test
    void sumsOfTwoPhasesAndOfWindowsKeepWhatRoundingTookFromThem() {
        Accumulator first = sum(false);
        first.add(new int[3], 3, List.of(new DoubleColumn(3, new double[] {1e20, 1, 2}, null)));
        Accumulator second = sum(false);
        second.retract(new int[1], 1, List.of(new DoubleColumn(1, new double[] {1e20}, null)));
        Accumulator all = sum(true);
        all.merge(new int[1], 1, first.partial(0, 1));
        all.merge(new int[1], 1, second.partial(0, 1));
        assertThat(((DoubleColumn) all.result(0, 1)).values()[0]).isEqualTo(3);
        all.add(new int[1], 1, List.of(new DoubleColumn(1, new double[] {Double.POSITIVE_INFINITY}, null)));
        assertThat(((DoubleColumn) all.result(0, 1)).values()[0]).isInfinite();
    }

    private static Accumulator sum(boolean whole) {
        AggregateCall call = new AggregateCall(AggregateFunction.SUM, List.of(0), List.of(DOUBLE), false, -1, DOUBLE);
        Accumulator accumulator = Accumulators.retractable(call, whole);
        accumulator.ensure(1);
        return accumulator;
    }

    @Test
    void withoutKeysThereIsOneRowThatNeverGoes() throws Exception {
        check(1, new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(), allCalls(), true, true, 0));
        check(2, new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(), allCalls(), false, true, 0));
    }

    @Test
    void withoutCallsTheDistinctKeysRemain() throws Exception {
        check(3, new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(0, 5), List.of(), true, true, 0));
        check(4, new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(0, 5), List.of(), false, true, 0));
    }

    @Test
    void inputThatEndsWithoutRowsGivesTheRowOfNoRowsOnce() throws Exception {
        OperatorSpec.GroupAggregate spec =
                new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(), allCalls(), true, true, 0);
        Operator operator = restored(operator(spec, TYPES, List.of()), spec, TYPES);
        operator.endInput(0);
        ChangelogView view = new ChangelogView(0, true);
        drain(operator).forEach(view::apply);
        Rows.assertSame("no rows", view.rows(), expected(spec, new Changelog(new Random(0), true)));
        assertThat(operator.finished()).isTrue();
    }

    @Test
    void partialResultsOfSeveralTasksMakeTheSameResults() throws Exception {
        for (long seed = 0; seed < 6; seed++) {
            twoPhases(seed, seed % 3 != 0);
        }
    }

    /** The calls over partial results, whose types are added. */
    private static List<AggregateCall> merged(
            List<AggregateCall> calls, Function<AggregateCall, List<DataType>> form, List<DataType> partialTypes) {
        List<AggregateCall> merged = new ArrayList<>();
        for (AggregateCall call : calls) {
            List<Integer> columns = new ArrayList<>();
            for (DataType type : form.apply(call)) {
                columns.add(partialTypes.size());
                partialTypes.add(type);
            }
            merged.add(new AggregateCall(call.function(), columns, call.argumentTypes(), false, -1, call.type()));
        }
        return merged;
    }

    private void twoPhases(long seed, boolean retracts) throws Exception {
        Random random = new Random(seed);
        List<AggregateCall> calls = new ArrayList<>(linearCalls());
        if (!retracts) {
            calls.add(call(AggregateFunction.MIN, 5, DataType.string()));
            calls.add(call(AggregateFunction.VAR_POP, 3, DOUBLE));
        }
        List<DataType> partialTypes = new ArrayList<>(List.of(TYPES.get(0), TYPES.get(1)));
        List<AggregateCall> merged = merged(
                calls, retracts ? AggregateCall::retractablePartialTypes : AggregateCall::partialTypes, partialTypes);
        if (retracts) {
            partialTypes.add(NUMBER);
        }
        OperatorSpec.GroupAggregate partial =
                new OperatorSpec.GroupAggregate(AggregatePhase.PARTIAL, List.of(0, 1), calls, retracts, true, 0);
        OperatorSpec.GroupAggregate last =
                new OperatorSpec.GroupAggregate(AggregatePhase.FINAL, List.of(0, 1), merged, retracts, true, 0);
        List<Operator> tasks = List.of(operator(partial, TYPES, List.of()), operator(partial, TYPES, List.of()));
        List<Changelog> inputs = List.of(new Changelog(random, retracts), new Changelog(random, retracts));
        Operator operator = operator(last, partialTypes, List.of());
        ChangelogView view = new ChangelogView(2, true);
        for (int step = 0; step < 40; step++) {
            int task = random.nextInt(2);
            Batch rows = inputs.get(task).next(1 + random.nextInt(60), step < 20 ? 0.7 : 0.1);
            for (Batch partials : feed(tasks.get(task), rows)) {
                feed(operator, partials).forEach(view::apply);
            }
            if (random.nextInt(4) == 0) {
                operator = restored(operator, last, partialTypes);
            }
        }
        Changelog all = new Changelog(random, retracts);
        inputs.forEach(input -> all.live.addAll(input.live));
        Rows.assertSame(
                "seed " + seed,
                view.rows(),
                AggregateModel.aggregate(
                        new OperatorSpec.Aggregate(AggregatePhase.SINGLE, List.of(0, 1), calls), all.live));
    }

    @Test
    void argumentsThatAreDealtOutCountOnceThroughRestartsAtAnyParallelism() throws Exception {
        for (long seed = 0; seed < 8; seed++) {
            splitDistinct(seed, seed % 2 == 0);
        }
    }

    private void splitDistinct(long seed, boolean retracts) throws Exception {
        List<AggregateCall> calls = new ArrayList<>(linearCalls());
        calls.addAll(List.of(
                call(AggregateFunction.COUNT, 2, NUMBER, true, -1),
                call(AggregateFunction.COUNT, 2, NUMBER, true, FILTER),
                call(AggregateFunction.SUM, 2, BIGINT, true, -1),
                call(AggregateFunction.AVG, 2, DOUBLE, true, FILTER)));
        if (!retracts) {
            calls.add(call(AggregateFunction.MAX, 5, DataType.string()));
        }
        Function<AggregateCall, List<DataType>> form =
                retracts ? AggregateCall::retractablePartialTypes : AggregateCall::partialTypes;
        List<DataType> partialTypes = new ArrayList<>(List.of(TYPES.get(0)));
        List<AggregateCall> merged = merged(calls, form, partialTypes);
        if (retracts) {
            partialTypes.add(NUMBER);
        }
        OperatorSpec.SplitDistinct split = new OperatorSpec.SplitDistinct(List.of(0), List.of(2), calls, retracts, 0);
        OperatorSpec.GroupAggregate last =
                new OperatorSpec.GroupAggregate(AggregatePhase.FINAL, List.of(0), merged, retracts, true, 0);
        Random random = new Random(seed);
        Changelog changelog = new Changelog(random, retracts);
        ChangelogView view = new ChangelogView(1, true);
        try (KeyedRig first = new KeyedRig(
                        split,
                        List.of(TYPES),
                        List.of(new int[] {0, 2}),
                        directory,
                        2,
                        (context, store) -> new SplitDistinctOperator(split, context, store));
                KeyedRig second = new KeyedRig(
                        last,
                        List.of(partialTypes),
                        List.of(new int[] {0}),
                        directory,
                        2,
                        (context, store) -> new GroupAggregateOperator(last, context, store))) {
            for (int step = 0; step < 40; step++) {
                first.add(0, changelog.next(1 + random.nextInt(60), step < 20 ? 0.7 : 0.1));
                first.taken().forEach(batch -> second.add(0, batch));
                second.taken().forEach(view::apply);
                Rows.assertSame(
                        "seed " + seed + ", step " + step,
                        view.rows(),
                        AggregateModel.aggregate(
                                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, List.of(0), calls), changelog.live));
                if (random.nextInt(4) == 0) {
                    first.restart(1 + random.nextInt(4));
                    second.restart(1 + random.nextInt(3));
                }
            }
        }
    }

    @Test
    void partialResultsOfRowsThatHardlyShareKeysAreMadeRowByRow() {
        OperatorSpec.GroupAggregate spec = new OperatorSpec.GroupAggregate(
                AggregatePhase.PARTIAL, List.of(2), List.of(call(AggregateFunction.SUM, 2, BIGINT)), true, true, 0);
        Operator operator = operator(spec, TYPES, List.of());
        Random random = new Random(3);
        List<DataType> types = List.of(TYPES.get(0), TYPES.get(1), NUMBER);
        long rows = 0;
        for (int step = 0; step < 30; step++) {
            Batch first = new RandomRows(random)
                    .batches(types, 1, new int[] {5, 3, 20})
                    .get(0);
            long[] keys = new long[1000];
            int[] same = new int[keys.length];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = rows + (step < 25 ? i : 0);
            }
            Batch repeated = first.take(same, 0, same.length);
            Batch batch = new Batch(
                    keys.length,
                    List.of(repeated.column(0), repeated.column(1), new LongColumn(keys.length, keys, null)));
            rows += keys.length;
            Batch partials = feed(operator, batch).get(0);
            assertThat(partials.rowCount()).isEqualTo(keys.length);
            assertThat(((LongColumn) partials.column(1).flat()).values()).startsWith(keys[0]);
            assertThat(((LongColumn) partials.column(3).flat()).values()).startsWith(1);
        }
    }

    @Test
    void aResultThatStaysTheSameIsNotEmittedAgainUnlessOthersForget() throws Exception {
        List<AggregateCall> calls = List.of(call(AggregateFunction.MAX, 2, BIGINT));
        Batch rows = new Changelog(new Random(7), false).next(50, 1);
        OperatorSpec.GroupAggregate spec =
                new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(0), calls, false, true, 0);
        Operator operator = operator(spec, TYPES, List.of());
        assertThat(feed(operator, rows)).isNotEmpty();
        assertThat(feed(operator, rows)).isEmpty();
        OperatorSpec.GroupAggregate forgets =
                new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(0), calls, false, true, 3_600_000);
        Operator other = operator(forgets, TYPES, List.of());
        int groups = feed(other, rows).get(0).rowCount();
        assertThat(feed(other, rows).get(0).rowCount()).isEqualTo(2 * groups);
    }

    @Test
    void rowsOfAGroupThatWasForgottenMayStillGo() {
        Changelog changelog = new Changelog(new Random(9), true);
        Batch rows = changelog.next(20, 1);
        byte[] kinds = new byte[rows.rowCount()];
        Arrays.fill(kinds, (byte) RowKind.DELETE.ordinal());
        OperatorSpec.GroupAggregate spec =
                new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, List.of(0, 1), allCalls(), true, true, 1);
        Operator operator = operator(spec, TYPES, List.of());
        assertThat(feed(operator, new Batch(rows.rowCount(), rows.columns(), kinds)))
                .isEmpty();
        ChangelogView view = new ChangelogView(2, true);
        feed(operator, new Batch(rows.rowCount(), rows.columns())).forEach(view::apply);
        Rows.assertSame("anew", view.rows(), expected(spec, changelog));
    }
}
