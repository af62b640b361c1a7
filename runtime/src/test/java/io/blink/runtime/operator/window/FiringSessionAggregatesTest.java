package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are emitted early with aggregates that know their arguments: DISTINCT ones and those of all values. Rows are time, key, number, text and filter. */
class FiringSessionAggregatesTest {
    private static final long GAP = 1_000;
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final int FILTER = 4;
    private static final List<DataType> TYPES = List.of(
            DataType.timestamp(3).withNullable(false),
            NUMBER,
            BIGINT,
            DataType.string(),
            DataType.of(TypeKind.BOOLEAN));

    @TempDir
    Path directory;

    private static AggregateCall call(
            AggregateFunction function, int argument, DataType type, boolean distinct, int filter) {
        return new AggregateCall(function, List.of(argument), List.of(TYPES.get(argument)), distinct, filter, type);
    }

    private static final List<AggregateCall> KNOWING = List.of(
            call(AggregateFunction.COUNT, 2, NUMBER, false, -1),
            call(AggregateFunction.COUNT, 3, NUMBER, true, -1),
            call(AggregateFunction.SUM, 2, BIGINT, true, FILTER),
            call(AggregateFunction.MODE, 3, DataType.string(), false, -1),
            call(AggregateFunction.MAX, 2, BIGINT, true, -1));

    private KeyedRig rig(List<AggregateCall> calls, int tasks) {
        OperatorSpec.FiringWindowAggregate spec = new OperatorSpec.FiringWindowAggregate(
                0, TimeWindow.session(GAP), List.of(1), calls, new WindowFiring(0, 0, 0), false, true);
        return new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {1}),
                directory,
                tasks,
                (context, store) -> new FiringSessionOperator(spec, context, store, () -> 0));
    }

    private static Batch row(long time, long key, RandomRows values) {
        List<Column> columns = new ArrayList<>(
                List.of(new LongColumn(1, new long[] {time}, null), new LongColumn(1, new long[] {key}, null)));
        columns.add(values.column(TYPES.get(2), 1, 6));
        columns.add(values.column(TYPES.get(3), 1, 5));
        columns.add(values.column(TYPES.get(4), 1, 2));
        return new Batch(1, columns);
    }

    private static Column text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new BytesColumn(1, bytes, new int[] {0, bytes.length}, null);
    }

    private static long value(Batch row, int column) {
        return ((LongColumn) row.column(column)).values()[0];
    }

    /** Key, start, end, aggregates of the sessions of some rows. */
    private static List<List<Object>> sessions(List<Batch> rows) {
        List<Batch> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparing((Batch row) -> value(row, 1)).thenComparing(row -> value(row, 0)));
        List<List<Object>> results = new ArrayList<>();
        List<Batch> session = new ArrayList<>();
        for (Batch row : ordered) {
            Batch last = session.isEmpty() ? null : session.get(session.size() - 1);
            if (last != null && (value(last, 1) != value(row, 1) || value(row, 0) > value(last, 0) + GAP)) {
                results.add(result(session));
                session.clear();
            }
            session.add(row);
        }
        results.add(result(session));
        return results;
    }

    private static List<Object> result(List<Batch> session) {
        OperatorSpec.Aggregate aggregate = new OperatorSpec.Aggregate(AggregatePhase.SINGLE, List.of(1), KNOWING);
        List<Object> result =
                new ArrayList<>(AggregateModel.aggregate(aggregate, session).get(0));
        result.add(1, value(session.get(0), 0));
        result.add(2, value(session.get(session.size() - 1), 0) + GAP);
        return result;
    }

    private static List<Batch> withBoundsFirst(List<Batch> emitted) {
        List<Batch> moved = new ArrayList<>();
        for (Batch batch : emitted) {
            List<Column> columns = new ArrayList<>(batch.columns());
            columns.add(1, columns.remove(columns.size() - 1));
            columns.add(1, columns.remove(columns.size() - 1));
            moved.add(new Batch(batch.rowCount(), columns, batch.rowKinds()));
        }
        return moved;
    }

    @Test
    void sessionsThatGrowAndMeetKnowWhatEachHadThroughRestarts() throws Exception {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            RandomRows values = new RandomRows(random);
            List<Batch> all = new ArrayList<>();
            ChangelogView view = new ChangelogView(3, true);
            try (KeyedRig rig = rig(KNOWING, 1 + seed % 3)) {
                for (int step = 0; step < 60; step++) {
                    List<Batch> rows = new ArrayList<>();
                    for (int i = random.nextInt(8); i >= 0; i--) {
                        rows.add(row(random.nextInt(60_000), random.nextInt(3), values));
                    }
                    all.addAll(rows);
                    rig.add(0, ColumnConcatenation.ofBatches(rows));
                    withBoundsFirst(rig.taken()).forEach(view::apply);
                    Rows.assertSame("step " + step + " of " + seed, view.rows(), sessions(all));
                    if (random.nextInt(6) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
                rig.endInputs();
                withBoundsFirst(rig.taken()).forEach(view::apply);
                Rows.assertSame("end of " + seed, view.rows(), sessions(all));
            }
        }
    }

    @Test
    void argumentsAreInTheOrderInWhichTheyCame() {
        List<AggregateCall> calls = List.of(
                call(AggregateFunction.CONCATENATE, 3, DataType.string(), false, -1),
                call(AggregateFunction.CONCATENATE, 3, DataType.string(), true, -1),
                call(AggregateFunction.FIRST_VALUE, 3, DataType.string(), false, -1),
                call(AggregateFunction.LAST_VALUE, 3, DataType.string(), false, -1));
        ChangelogView view = new ChangelogView(3, true);
        try (KeyedRig rig = rig(calls, 1)) {
            long time = 0;
            for (String text : List.of("c", "a", "c", "b")) {
                time += GAP / 2;
                Batch row = row(time, 1, new RandomRows(new Random(1)));
                List<Column> columns = new ArrayList<>(row.columns());
                columns.set(3, text(text));
                rig.add(0, new Batch(1, columns));
                withBoundsFirst(rig.taken()).forEach(view::apply);
            }
            assertThat(view.rows()).containsExactly(List.of(1L, GAP / 2, time + GAP, "cacb", "cab", "c", "b"));
        }
    }
}
