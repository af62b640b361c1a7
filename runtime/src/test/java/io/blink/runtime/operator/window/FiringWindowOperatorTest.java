package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.plan.WindowFiring;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.exchange.RowTargets;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.kit.ChangelogView;
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

class FiringWindowOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final long MILLI_NANOS = 1_000_000;
    private static final List<TimeWindow> WINDOWS = List.of(
            TimeWindow.tumble(1_000, 300),
            new TimeWindow(TimeWindow.Kind.HOP, 1_200, 400, 300),
            new TimeWindow(TimeWindow.Kind.HOP, 400, 1_000, 200),
            new TimeWindow(TimeWindow.Kind.CUMULATE, 1_500, 500, 700));

    @TempDir
    Path directory;

    private final MemoryPool pool = new MemoryPool("test", 256 << 20);
    private final List<FiringWindowOperator> open = new ArrayList<>();
    private long nanos;
    private int attempts;
    private long checkpoints;

    @AfterEach
    void nothingStaysReserved() {
        open.forEach(FiringWindowOperator::close);
        assertThat(pool.usedBytes()).isZero();
    }

    private static AggregateCall call(AggregateFunction function, List<Integer> arguments, boolean distinct) {
        DataType type =
                switch (function) {
                    case SUM, MIN, MAX -> BIGINT;
                    case AVG -> DataType.of(TypeKind.DOUBLE);
                    default -> NUMBER;
                };
        List<DataType> argumentTypes = arguments.isEmpty() ? List.of() : List.of(NUMBER);
        return new AggregateCall(function, arguments, argumentTypes, distinct, -1, type);
    }

    /** Input: time, key, value. */
    private static OperatorSpec.FiringWindowAggregate spec(
            TimeWindow window, boolean distinct, WindowFiring firing, boolean updateBefore) {
        List<AggregateCall> calls = new ArrayList<>(List.of(
                call(AggregateFunction.COUNT_ALL, List.of(), false),
                call(AggregateFunction.SUM, List.of(2), false),
                call(AggregateFunction.MIN, List.of(2), false),
                call(AggregateFunction.MAX, List.of(2), false),
                call(AggregateFunction.AVG, List.of(2), false)));
        if (distinct) {
            calls.add(call(AggregateFunction.COUNT, List.of(2), true));
        }
        return new OperatorSpec.FiringWindowAggregate(0, window, List.of(1), calls, firing, false, updateBefore);
    }

    private FiringWindowOperator operator(
            OperatorSpec.FiringWindowAggregate spec, int subtask, int parallelism, List<String> handles) {
        List<Field> input = OperatorRig.fields(List.of(TIME, NUMBER, NUMBER));
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
        FiringWindowOperator operator = new FiringWindowOperator(spec, context, store, () -> nanos);
        open.add(operator);
        return operator;
    }

    private List<FiringWindowOperator> tasks(OperatorSpec.FiringWindowAggregate spec, int parallelism) {
        List<FiringWindowOperator> tasks = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            tasks.add(operator(spec, subtask, parallelism, List.of()));
        }
        return tasks;
    }

    /** The bounds of the window go behind the key, with which they identify a row. */
    private static void drain(FiringWindowOperator task, ChangelogView view) {
        for (Batch batch = task.output(); batch != null; batch = task.output()) {
            List<Column> columns = new ArrayList<>(batch.columns());
            columns.add(1, columns.remove(columns.size() - 1));
            columns.add(1, columns.remove(columns.size() - 1));
            view.apply(new Batch(batch.rowCount(), columns, batch.rowKinds()));
        }
    }

    private static void feed(List<FiringWindowOperator> tasks, Batch batch, ChangelogView view) {
        RowTargets targets = new RowTargets(new int[] {1}, 128, tasks.size());
        targets.assign(batch);
        for (int i = 0; i < tasks.size(); i++) {
            int from = targets.start(i);
            int count = (i + 1 < tasks.size() ? targets.start(i + 1) : batch.rowCount()) - from;
            if (count > 0) {
                assertThat(tasks.get(i).needsInput(0)).isTrue();
                tasks.get(i).addInput(0, batch.take(targets.positions(), from, count));
                drain(tasks.get(i), view);
            }
        }
    }

    private List<String> checkpoint(List<FiringWindowOperator> tasks) throws Exception {
        checkpoints++;
        List<String> handles = new ArrayList<>();
        for (FiringWindowOperator task : tasks) {
            task.beforeSnapshot();
            assertThat(task.output()).isNull();
            handles.add(task.snapshot(checkpoints).write().keyedStateJson());
        }
        return handles;
    }

    private List<FiringWindowOperator> restart(
            List<FiringWindowOperator> old, OperatorSpec.FiringWindowAggregate spec, int parallelism) throws Exception {
        List<String> handles = checkpoint(old);
        old.forEach(FiringWindowOperator::close);
        open.removeAll(old);
        List<FiringWindowOperator> tasks = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            List<String> taken = parallelism == old.size() ? List.of(handles.get(i)) : handles;
            tasks.add(operator(spec, i, parallelism, taken));
        }
        return tasks;
    }

    private static Batch rows(Random random, WindowModel model, long now, long closed, int keys) {
        int count = 1 + random.nextInt(12);
        long[][] columns = new long[3][count];
        for (int i = 0; i < count; i++) {
            columns[0][i] = now + random.nextInt(4_000) - 3_000;
            columns[1][i] = random.nextInt(keys);
            columns[2][i] = random.nextInt(50);
            model.add(columns[0][i], columns[1][i], columns[2][i], closed);
        }
        return new Batch(List.of(
                new LongColumn(count, columns[0], null),
                new LongColumn(count, columns[1], null),
                new LongColumn(count, columns[2], null)));
    }

    /** Bounds behind the key; windows that end at or before {@code limit}. */
    private static List<List<Object>> upTo(long limit, List<List<Object>> rows, int boundsAt) {
        List<List<Object>> found = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Object> moved = new ArrayList<>(row);
            moved.add(1, moved.remove(boundsAt));
            moved.add(2, moved.remove(boundsAt + 1));
            if ((long) moved.get(2) <= limit) {
                found.add(moved);
            }
        }
        return found;
    }

    @Test
    void readersHaveWhatTheDelaysPromiseThroughCheckpointsAndRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            WindowFiring firing = new WindowFiring(seed % 3 * 10 - (seed % 3 == 2 ? 21 : 0), seed % 2 * 15, seed / 4);
            run(WINDOWS.get(seed % 4), seed % 5 == 1, firing, seed);
        }
    }

    private void run(TimeWindow window, boolean distinct, WindowFiring firing, int seed) throws Exception {
        Random random = new Random(seed);
        WindowModel model = new WindowModel(window, distinct);
        boolean updateBefore = random.nextBoolean();
        OperatorSpec.FiringWindowAggregate spec = spec(window, distinct, firing, updateBefore);
        ChangelogView view = new ChangelogView(3, updateBefore);
        List<FiringWindowOperator> tasks = tasks(spec, 1 + random.nextInt(3));
        long latenessMicros = firing.allowedLatenessMillis() * 1_000;
        int boundsAt = distinct ? 7 : 6;
        long now = 0;
        long watermark = Long.MIN_VALUE;
        for (int step = 0; step < 40; step++) {
            long closed = watermark == Long.MIN_VALUE ? watermark : watermark - latenessMicros;
            feed(tasks, rows(random, model, now, closed, 8), view);
            if (random.nextInt(3) == 0) {
                now += random.nextInt(900);
                watermark = Math.max(watermark, now - 1_000);
                for (FiringWindowOperator task : tasks) {
                    task.watermark(watermark);
                    drain(task, view);
                }
            }
            if (random.nextInt(3) == 0) {
                checkpoint(tasks);
            }
            if (random.nextInt(6) == 0) {
                tasks = restart(tasks, spec, random.nextBoolean() ? tasks.size() : 1 + random.nextInt(4));
            }
            if (random.nextInt(3) == 0) {
                nanos += 40 * MILLI_NANOS;
                tasks.forEach(task -> drain(task, view));
                assertThat(tasks).allMatch(task -> task.wakeNanos() == Long.MAX_VALUE);
                long limit = firing.isEarly() ? Long.MAX_VALUE : watermark;
                Rows.assertSame("step " + step + " of " + seed, view.rows(), upTo(limit, model.rows(), boundsAt));
            }
        }
        for (FiringWindowOperator task : tasks) {
            task.endInput(0);
            drain(task, view);
            assertThat(task.finished()).isTrue();
        }
        Rows.assertSame("end of " + seed, view.rows(), upTo(Long.MAX_VALUE, model.rows(), boundsAt));
    }

    private static Batch row(long time, long value) {
        return new Batch(List.of(
                new LongColumn(1, new long[] {time}, null),
                new LongColumn(1, new long[] {7}, null),
                new LongColumn(1, new long[] {value}, null)));
    }

    @Test
    void lateRowsChangeTheResultForTheAllowedLatenessAndAreCountedAfterwards() {
        OperatorSpec.FiringWindowAggregate spec =
                spec(TimeWindow.tumble(1_000, 0), false, new WindowFiring(WindowFiring.NOT_EARLY, 0, 2), true);
        FiringWindowOperator task = operator(spec, 0, 1, List.of());
        ChangelogView view = new ChangelogView(3, true);
        task.addInput(0, row(500, 3));
        drain(task, view);
        assertThat(view.rows()).isEmpty();
        task.watermark(1_000);
        drain(task, view);
        Rows.assertSame("at the end", view.rows(), List.of(List.of(7L, 0L, 1_000L, 1L, 3L, 3L, 3L, 3.0)));
        task.watermark(2_999);
        task.addInput(0, row(501, 5));
        drain(task, view);
        Rows.assertSame("late", view.rows(), List.of(List.of(7L, 0L, 1_000L, 2L, 8L, 3L, 5L, 4.0)));
        assertThat(task.statistics().lateRowsDropped()).isZero();
        task.watermark(3_000);
        task.addInput(0, row(502, 9));
        assertThat(task.output()).isNull();
        assertThat(task.statistics().lateRowsDropped()).isEqualTo(1);
        assertThat(task.watermarkDelayMicros()).isEqualTo(2_000);
    }

    @Test
    void aGroupWhoseResultStaysTheSameIsNotEmittedAgain() {
        AggregateCall greatest = call(AggregateFunction.MAX, List.of(2), false);
        OperatorSpec.FiringWindowAggregate spec = new OperatorSpec.FiringWindowAggregate(
                0, TimeWindow.tumble(1_000, 0), List.of(1), List.of(greatest), new WindowFiring(0, 0, 0), false, true);
        FiringWindowOperator task = operator(spec, 0, 1, List.of());
        task.addInput(0, row(500, 3));
        assertThat(task.output().rowKinds()).isNull();
        task.addInput(0, row(500, 2));
        assertThat(task.output()).isNull();
        task.addInput(0, row(500, 4));
        assertThat(task.output().rowCount()).isEqualTo(2);
        task.watermark(1_000);
        assertThat(task.output()).isNull();
    }

    @Test
    void theEndOfInputEmitsWhatHasNotBeenEmitted() {
        WindowFiring firing = new WindowFiring(WindowFiring.NOT_EARLY, 10, 5);
        FiringWindowOperator task = operator(spec(TimeWindow.tumble(1_000, 0), true, firing, false), 0, 1, List.of());
        task.addInput(0, row(500, 3));
        assertThat(task.output()).isNull();
        task.endInput(0);
        assertThat(task.finished()).isFalse();
        assertThat(task.output().rowCount()).isEqualTo(1);
        assertThat(task.output()).isNull();
        assertThat(task.finished()).isTrue();
    }
}
