package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.exchange.RowTargets;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowAggregateOperatorTest {
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final long SIZE = 10;
    private static final long OFFSET = 3;
    private static final TimeWindow WINDOW = TimeWindow.tumble(SIZE, OFFSET);
    private static final List<TimeWindow> SHARED = List.of(
            new TimeWindow(TimeWindow.Kind.HOP, 12, 4, 3),
            new TimeWindow(TimeWindow.Kind.HOP, 10, 4, -1),
            new TimeWindow(TimeWindow.Kind.HOP, 4, 10, 2),
            new TimeWindow(TimeWindow.Kind.CUMULATE, 15, 5, 7));

    @TempDir
    Path directory;

    private final MemoryPool pool = new MemoryPool("test", 256 << 20);
    private final List<WindowAggregateOperator> open = new ArrayList<>();
    private int attempts;
    private long checkpoints;

    @AfterEach
    void nothingStaysReserved() {
        open.forEach(WindowAggregateOperator::close);
        assertThat(pool.usedBytes()).isZero();
    }

    // ---- Operators as tasks have them

    private static AggregateCall call(AggregateFunction function, List<Integer> arguments, boolean distinct) {
        return new AggregateCall(
                function,
                arguments,
                function == AggregateFunction.COUNT_ALL ? List.of() : List.of(NUMBER),
                distinct,
                -1,
                switch (function) {
                    case SUM, MIN, MAX -> BIGINT;
                    case AVG -> DOUBLE;
                    default -> NUMBER;
                });
    }

    /** Input: time, key, value. */
    private static OperatorSpec.WindowAggregate single(TimeWindow window, boolean distinct) {
        List<AggregateCall> calls = new ArrayList<>(List.of(
                call(AggregateFunction.COUNT_ALL, List.of(), false),
                call(AggregateFunction.SUM, List.of(2), false),
                call(AggregateFunction.MIN, List.of(2), false),
                call(AggregateFunction.MAX, List.of(2), false),
                call(AggregateFunction.AVG, List.of(2), false)));
        if (distinct) {
            calls.add(call(AggregateFunction.COUNT, List.of(2), true));
        }
        return new OperatorSpec.WindowAggregate(AggregatePhase.SINGLE, 0, window, List.of(1), calls);
    }

    private static OperatorSpec.WindowAggregate partial(TimeWindow window) {
        return new OperatorSpec.WindowAggregate(
                AggregatePhase.PARTIAL,
                0,
                window,
                List.of(1),
                single(window, false).calls());
    }

    /** Input: key, window start, count, sum, least, greatest, sum and count of the average. */
    private static OperatorSpec.WindowAggregate last(TimeWindow window) {
        return new OperatorSpec.WindowAggregate(
                AggregatePhase.FINAL,
                1,
                window,
                List.of(0),
                List.of(
                        call(AggregateFunction.COUNT_ALL, List.of(2), false),
                        call(AggregateFunction.SUM, List.of(3), false),
                        call(AggregateFunction.MIN, List.of(4), false),
                        call(AggregateFunction.MAX, List.of(5), false),
                        call(AggregateFunction.AVG, List.of(6, 7), false)));
    }

    private WindowAggregateOperator operator(OperatorSpec.WindowAggregate spec, int subtask, int parallelism) {
        return operator(spec, subtask, parallelism, List.of());
    }

    private WindowAggregateOperator operator(
            OperatorSpec.WindowAggregate spec, int subtask, int parallelism, List<String> handles) {
        List<Field> input = OperatorRig.fields(
                spec.phase() == AggregatePhase.FINAL
                        ? List.of(NUMBER, TIME, NUMBER, BIGINT, BIGINT, BIGINT, DOUBLE, NUMBER)
                        : List.of(TIME, NUMBER, NUMBER));
        OperatorNode node =
                new OperatorNode(1, "state", "window", spec, List.of(new OperatorInput.FromEdge(0)), List.of());
        OperatorContext context = new OperatorContext(
                "job",
                node,
                List.of(input),
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
        StateScope scope =
                new StateScope("window", directory + "/state-" + subtask, attempts, subtask, parallelism, 128);
        KeyedStateStore store = new PagedStateBackend().open(scope, new LocalFileSystem(), pool);
        store.restore(handles);
        WindowAggregateOperator operator = new WindowAggregateOperator(spec, context, store);
        open.add(operator);
        return operator;
    }

    private List<WindowAggregateOperator> tasks(OperatorSpec.WindowAggregate spec, int parallelism) {
        List<WindowAggregateOperator> tasks = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            tasks.add(operator(spec, subtask, parallelism));
        }
        return tasks;
    }

    private static List<Batch> drain(WindowAggregateOperator operator) {
        List<Batch> emitted = new ArrayList<>();
        while (true) {
            Batch batch = operator.output();
            if (batch != null) {
                emitted.add(batch);
            } else if (operator.waitsFor().isNone()) {
                return emitted;
            }
        }
    }

    private static void feed(List<WindowAggregateOperator> tasks, Batch batch, int key, List<Batch> emitted) {
        RowTargets targets = new RowTargets(new int[] {key}, 128, tasks.size());
        targets.assign(batch);
        for (int i = 0; i < tasks.size(); i++) {
            int from = targets.start(i);
            int count = (i + 1 < tasks.size() ? targets.start(i + 1) : batch.rowCount()) - from;
            if (count > 0) {
                assertThat(tasks.get(i).needsInput(0)).isTrue();
                tasks.get(i).addInput(0, batch.take(targets.positions(), from, count));
                emitted.addAll(drain(tasks.get(i)));
            }
        }
    }

    private List<String> checkpoint(List<WindowAggregateOperator> tasks) throws Exception {
        checkpoints++;
        List<String> handles = new ArrayList<>();
        for (WindowAggregateOperator task : tasks) {
            handles.add(snapshot(task, checkpoints).write().keyedStateJson());
        }
        return handles;
    }

    private static OperatorSnapshot snapshot(WindowAggregateOperator task, long checkpointId) {
        task.beforeSnapshot();
        assertThat(task.output()).isNull();
        return task.snapshot(checkpointId);
    }

    private List<WindowAggregateOperator> restart(
            List<WindowAggregateOperator> old, OperatorSpec.WindowAggregate spec, int parallelism) throws Exception {
        List<String> handles = checkpoint(old);
        old.forEach(WindowAggregateOperator::close);
        open.removeAll(old);
        List<WindowAggregateOperator> tasks = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            List<String> taken = parallelism == old.size() ? List.of(handles.get(i)) : handles;
            tasks.add(operator(spec, i, parallelism, taken));
        }
        return tasks;
    }

    // ---- Against the model

    private static Batch rows(Random random, WindowModel model, long now, long watermark, int keys) {
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 6000 : 20);
        long[][] columns = new long[3][count];
        for (int i = 0; i < count; i++) {
            columns[0][i] = now + random.nextInt(40) - 20;
            columns[1][i] = random.nextInt(keys);
            columns[2][i] = random.nextInt(50);
            model.add(columns[0][i], columns[1][i], columns[2][i], watermark);
        }
        return new Batch(List.of(
                new LongColumn(count, columns[0], null),
                new LongColumn(count, columns[1], null),
                new LongColumn(count, columns[2], null)));
    }

    @Test
    void eachWindowComesOnceWithAllItsRowsThroughCheckpointsAndRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 6; seed++) {
            boolean distinct = seed % 2 == 1;
            runThroughCheckpoints(WINDOW, distinct, seed);
        }
    }

    @Test
    void windowsThatShareSlicesCountEachRowOnceInEachOfThem() throws Exception {
        for (int seed = 0; seed < 8; seed++) {
            runThroughCheckpoints(SHARED.get(seed % SHARED.size()), false, seed);
        }
    }

    private void runThroughCheckpoints(TimeWindow window, boolean distinct, int seed) throws Exception {
        Random random = new Random(seed);
        WindowModel model = new WindowModel(window, distinct);
        OperatorSpec.WindowAggregate spec = single(window, distinct);
        List<WindowAggregateOperator> tasks = tasks(spec, 1 + random.nextInt(3));
        List<Batch> emitted = new ArrayList<>();
        long now = 0;
        long watermark = Long.MIN_VALUE;
        int keys = seed % 3 == 0 ? 9000 : 10;
        for (int step = 0; step < 60; step++) {
            feed(tasks, rows(random, model, now, watermark, keys), 1, emitted);
            if (random.nextInt(3) == 0) {
                now += random.nextInt(12);
                watermark = Math.max(watermark, now - 10);
                for (WindowAggregateOperator task : tasks) {
                    task.watermark(watermark);
                    emitted.addAll(drain(task));
                }
            }
            if (random.nextInt(2) == 0) {
                checkpoint(tasks);
            }
            if (random.nextInt(10) == 0) {
                int parallelism = random.nextBoolean() ? tasks.size() : 1 + random.nextInt(4);
                tasks = restart(tasks, spec, parallelism);
            }
        }
        for (WindowAggregateOperator task : tasks) {
            task.endInput(0);
            emitted.addAll(drain(task));
            assertThat(task.finished()).isTrue();
        }
        assertThat(model.late).isPositive();
        Rows.assertSame(window + " seed " + seed, Rows.of(emitted), model.rows());
    }

    @Test
    void partialAndFinalPhaseTogetherGiveTheSame() throws Exception {
        for (int seed = 0; seed < 8; seed++) {
            TimeWindow window = seed < 4 ? WINDOW : SHARED.get(seed - 4);
            Random random = new Random(seed);
            WindowModel model = new WindowModel(window, false);
            WindowAggregateOperator first = operator(partial(window), 0, 1);
            List<WindowAggregateOperator> last = tasks(last(window), 2);
            List<Batch> emitted = new ArrayList<>();
            long now = 0;
            for (int step = 0; step < 60; step++) {
                first.addInput(0, rows(random, model, now, now == 0 ? Long.MIN_VALUE : now - 30, 20));
                passOn(first, last, emitted);
                if (random.nextInt(4) == 0) {
                    now += 31;
                    first.watermark(now - 30);
                    passOn(first, last, emitted);
                    for (WindowAggregateOperator task : last) {
                        task.watermark(now - 30);
                        emitted.addAll(drain(task));
                    }
                }
                if (random.nextInt(5) == 0) {
                    first.beforeSnapshot();
                    passOn(first, last, emitted);
                    assertThat(first.snapshot(step + 1)).isSameAs(OperatorSnapshot.EMPTY);
                    first.close();
                    open.remove(first);
                    first = operator(partial(window), 0, 1);
                    last = restart(last, last(window), 1 + random.nextInt(3));
                }
            }
            first.endInput(0);
            passOn(first, last, emitted);
            assertThat(first.finished()).isTrue();
            for (WindowAggregateOperator task : last) {
                task.endInput(0);
                emitted.addAll(drain(task));
            }
            Rows.assertSame("seed " + seed, Rows.of(emitted), model.rows());
        }
    }

    private static void passOn(WindowAggregateOperator from, List<WindowAggregateOperator> to, List<Batch> emitted) {
        drain(from).forEach(batch -> feed(to, batch, 0, emitted));
    }

    @Test
    void manyKeysGoStraightToTheTablesAndComeToTheSame() throws Exception {
        Random random = new Random(2);
        WindowModel model = new WindowModel(WINDOW, false);
        List<WindowAggregateOperator> tasks = tasks(single(WINDOW, false), 1);
        List<Batch> emitted = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            feed(tasks, rows(random, model, 1_000, Long.MIN_VALUE, 30_000), 1, emitted);
            if (round % 25 == 24) {
                tasks = restart(tasks, single(WINDOW, false), 1);
            }
        }
        tasks.get(0).endInput(0);
        emitted.addAll(drain(tasks.get(0)));
        Rows.assertSame("many keys", Rows.of(emitted), model.rows());
    }

    @Test
    void aCheckpointWritesOnlyWhatIsNew() throws Exception {
        WindowAggregateOperator task = operator(single(WINDOW, false), 0, 1);
        Random random = new Random(1);
        for (int i = 0; i < 4; i++) {
            task.addInput(0, rows(random, new WindowModel(WINDOW, false), 1_000, Long.MIN_VALUE, 100_000));
        }
        OperatorSnapshot.Content first = snapshot(task, 1).write();
        OperatorSnapshot.Content second = snapshot(task, 2).write();
        assertThat(first.writtenBytes()).isPositive();
        assertThat(second.writtenBytes()).isZero();
        assertThat(second.stateBytes()).isEqualTo(first.stateBytes());
    }
}
