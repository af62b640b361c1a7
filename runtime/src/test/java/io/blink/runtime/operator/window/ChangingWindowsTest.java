package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.plan.WindowFiring;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.AggregateModel;
import io.blink.runtime.operator.kit.ChangelogView;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows over rows that come, go and change, against the rows that each window is left with. */
class ChangingWindowsTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final int FILTER = 4;
    /** Time, key, then what is aggregated. */
    private static final List<DataType> TYPES = List.of(
            DataType.timestamp(3).withNullable(false),
            DataType.of(TypeKind.INT),
            BIGINT,
            DataType.string(),
            DataType.of(TypeKind.BOOLEAN));

    private static final List<TimeWindow> WINDOWS = List.of(
            TimeWindow.tumble(1_000, 300),
            new TimeWindow(TimeWindow.Kind.HOP, 1_200, 400, 300),
            new TimeWindow(TimeWindow.Kind.HOP, 400, 1_000, 200),
            new TimeWindow(TimeWindow.Kind.HOP, 1_000, 700, 0),
            new TimeWindow(TimeWindow.Kind.CUMULATE, 1_500, 500, 700));

    @TempDir
    Path directory;

    private static AggregateCall call(
            AggregateFunction function, int argument, DataType type, boolean distinct, int filter) {
        List<Integer> arguments = argument < 0 ? List.of() : List.of(argument);
        return new AggregateCall(
                function, arguments, arguments.stream().map(TYPES::get).toList(), distinct, filter, type);
    }

    private static List<AggregateCall> calls(boolean additive) {
        List<AggregateCall> calls = new ArrayList<>(List.of(
                call(AggregateFunction.COUNT_ALL, -1, NUMBER, false, -1),
                call(AggregateFunction.COUNT, 2, NUMBER, false, FILTER),
                call(AggregateFunction.SUM, 2, BIGINT, false, -1),
                call(AggregateFunction.SUM, 2, BIGINT, false, FILTER),
                call(AggregateFunction.MIN, 2, BIGINT, false, -1),
                call(AggregateFunction.MAX, 3, DataType.string(), false, FILTER),
                call(AggregateFunction.AVG, 2, DOUBLE, false, -1)));
        if (!additive) {
            calls.add(call(AggregateFunction.COUNT, 3, NUMBER, true, -1));
            calls.add(call(AggregateFunction.SUM, 2, BIGINT, true, FILTER));
            calls.add(call(AggregateFunction.MODE, 3, DataType.string(), false, -1));
        }
        return calls;
    }

    /** The rows of each window, by its end; a change counts in the windows that are not closed when it comes. */
    private static final class Model {
        private final TimeWindow window;
        private final TreeMap<Long, List<Batch>> rows = new TreeMap<>();
        private long late;

        Model(TimeWindow window) {
            this.window = window;
        }

        void change(Batch row, RowKind kind, long closed) {
            boolean comes = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
            long time = time(row);
            boolean counted = false;
            boolean passed = false;
            for (long end = time + 1; end <= time + window.sizeMicros(); end++) {
                boolean isEnd = window.firstEndAfter(end - 1) == end && window.startOf(end) <= time;
                boolean open = closed == Long.MIN_VALUE || end > closed;
                passed |= isEnd && !open;
                counted |= isEnd && open;
                if (isEnd && open) {
                    List<Batch> ofWindow = rows.computeIfAbsent(end, key -> new ArrayList<>());
                    assertThat(comes ? ofWindow.add(row) : ofWindow.remove(row)).isTrue();
                }
            }
            late += passed && !counted ? 1 : 0;
        }

        /** Key, start, end, aggregates. */
        List<List<Object>> results(OperatorSpec.Aggregate spec, long limit) {
            List<List<Object>> results = new ArrayList<>();
            rows.headMap(limit, true).forEach((end, ofWindow) -> AggregateModel.aggregate(spec, ofWindow).stream()
                    .filter(result -> !ofWindow.isEmpty())
                    .forEach(result -> {
                        List<Object> row = new ArrayList<>(result);
                        int keys = spec.groupKeys().size();
                        row.add(keys, window.startOf(end));
                        row.add(keys + 1, end);
                        results.add(row);
                    }));
            return results;
        }
    }

    private static long time(Batch row) {
        return ((LongColumn) row.column(0)).values()[0];
    }

    /** Rows that come, go and change around a moment. */
    private static final class Changelog {
        private final Random random;
        private final RandomRows values;
        private final List<Batch> live = new ArrayList<>();

        Changelog(Random random) {
            this.random = random;
            this.values = new RandomRows(random);
        }

        Batch next(long now, Model model, long closed) {
            List<Batch> changes = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            int size = 1 + random.nextInt(random.nextInt(6) == 0 ? 200 : 12);
            while (changes.size() < size) {
                int chance = random.nextInt(10);
                if (live.isEmpty() || chance < 5) {
                    come(now, RowKind.INSERT, changes, kinds);
                } else {
                    changes.add(live.remove(random.nextInt(live.size())));
                    kinds.add(chance < 7 ? RowKind.DELETE : RowKind.UPDATE_BEFORE);
                    if (chance >= 7) {
                        come(now, RowKind.UPDATE_AFTER, changes, kinds);
                    }
                }
            }
            byte[] ordinals = new byte[kinds.size()];
            for (int i = 0; i < ordinals.length; i++) {
                model.change(changes.get(i), kinds.get(i), closed);
                ordinals[i] = (byte) kinds.get(i).ordinal();
            }
            Batch all = ColumnConcatenation.ofBatches(changes);
            return new Batch(all.rowCount(), all.columns(), ordinals);
        }

        private void come(long now, RowKind kind, List<Batch> changes, List<RowKind> kinds) {
            long[] time = {now + random.nextInt(4_000) - 2_500};
            List<Column> columns = new ArrayList<>(List.of(new LongColumn(1, time, null)));
            columns.add(values.column(TYPES.get(1), 1, 4));
            columns.add(values.column(TYPES.get(2), 1, 12));
            columns.add(values.column(TYPES.get(3), 1, 5));
            columns.add(values.column(TYPES.get(4), 1, 2));
            Batch row = new Batch(1, columns);
            live.add(row);
            changes.add(row);
            kinds.add(kind);
        }
    }

    private static List<Batch> withBoundsFirst(List<Batch> emitted, int keys) {
        List<Batch> moved = new ArrayList<>();
        for (Batch batch : emitted) {
            List<Column> columns = new ArrayList<>(batch.columns());
            columns.add(keys, columns.remove(columns.size() - 1));
            columns.add(keys, columns.remove(columns.size() - 1));
            moved.add(new Batch(batch.rowCount(), columns, batch.rowKinds()));
        }
        return moved;
    }

    @Test
    void aWindowComesOnceWithWhatIsLeftOfItThroughRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            TimeWindow window = WINDOWS.get(seed % 5);
            List<Integer> keys = seed % 7 == 6 ? List.of() : List.of(1);
            List<AggregateCall> calls = calls(seed % 2 == 0);
            OperatorSpec.WindowAggregate spec =
                    new OperatorSpec.WindowAggregate(AggregatePhase.SINGLE, 0, window, keys, calls, true);
            List<ChangingWindowOperator> tasks = new ArrayList<>();
            KeyedRig rig = rig(spec, keys, (context, store) -> {
                ChangingWindowOperator task = new ChangingWindowOperator(spec, context, store);
                tasks.add(task);
                return task;
            });
            Random random = new Random(seed);
            Model model = new Model(window);
            Changelog changelog = new Changelog(random);
            List<Batch> emitted = new ArrayList<>();
            long now = 0;
            long watermark = Long.MIN_VALUE;
            for (int step = 0; step < 40; step++) {
                rig.add(0, changelog.next(now, model, watermark));
                if (random.nextInt(3) == 0) {
                    now += random.nextInt(900);
                    watermark = Math.max(watermark, now - 1_000);
                    rig.watermark(watermark);
                    emitted.addAll(rig.taken());
                    Rows.assertSame(
                            "step " + step + " of " + seed,
                            Rows.of(withBoundsFirst(emitted, keys.size())),
                            model.results(aggregate(keys, calls), watermark));
                }
                if (random.nextInt(6) == 0) {
                    rig.restart(keys.isEmpty() ? 1 : 1 + random.nextInt(4));
                }
            }
            rig.endInputs();
            emitted.addAll(rig.taken());
            assertThat(emitted).allMatch(batch -> batch.rowKinds() == null);
            Rows.assertSame(
                    "end of " + seed,
                    Rows.of(withBoundsFirst(emitted, keys.size())),
                    model.results(aggregate(keys, calls), Long.MAX_VALUE));
            assertThat(model.late).isPositive();
            assertThat(tasks.stream()
                            .mapToLong(task -> task.statistics().lateRowsDropped())
                            .sum())
                    .isEqualTo(model.late);
            rig.close();
        }
    }

    private KeyedRig rig(OperatorSpec spec, List<Integer> keys, KeyedRig.Maker maker) {
        int[] columns = keys.stream().mapToInt(Integer::intValue).toArray();
        return new KeyedRig(spec, List.of(TYPES), List.of(columns), directory, keys.isEmpty() ? 1 : 2, maker);
    }

    private static OperatorSpec.Aggregate aggregate(List<Integer> keys, List<AggregateCall> calls) {
        return new OperatorSpec.Aggregate(AggregatePhase.SINGLE, keys, calls);
    }

    @Test
    void resultsThatComeEarlyAndForLateRowsFollowRowsThatGo() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            TimeWindow window = WINDOWS.get(seed % 5);
            List<AggregateCall> calls = calls(seed % 2 == 0);
            boolean updateBefore = seed % 3 == 0;
            OperatorSpec.FiringWindowAggregate spec = new OperatorSpec.FiringWindowAggregate(
                    0, window, List.of(1), calls, new WindowFiring(0, 0, 1), true, updateBefore);
            KeyedRig rig =
                    rig(spec, List.of(1), (context, store) -> new FiringWindowOperator(spec, context, store, () -> 0));
            Random random = new Random(seed);
            Model model = new Model(window);
            Changelog changelog = new Changelog(random);
            ChangelogView view = new ChangelogView(3, updateBefore);
            long now = 0;
            long watermark = Long.MIN_VALUE;
            for (int step = 0; step < 40; step++) {
                long closed = watermark == Long.MIN_VALUE ? watermark : watermark - 1_000;
                rig.add(0, changelog.next(now, model, closed));
                if (random.nextInt(3) == 0) {
                    now += random.nextInt(900);
                    watermark = Math.max(watermark, now - 1_000);
                    rig.watermark(watermark);
                }
                if (random.nextInt(6) == 0) {
                    rig.restart(1 + random.nextInt(4));
                }
                withBoundsFirst(rig.taken(), 1).forEach(view::apply);
                Rows.assertSame(
                        "step " + step + " of " + seed,
                        view.rows(),
                        model.results(aggregate(List.of(1), calls), Long.MAX_VALUE));
            }
            rig.close();
        }
    }
}
