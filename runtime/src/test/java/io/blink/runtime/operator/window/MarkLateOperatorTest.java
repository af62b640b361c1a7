package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.plan.WindowFiring;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.operator.over.stream.StreamOverOperator;
import io.blink.runtime.task.OperatorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is marked is what the operator that follows would drop: both see the same rows, watermarks and restarts. Rows are time and key. */
class MarkLateOperatorTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final List<DataType> ROW = List.of(DataType.timestamp(3).withNullable(false), NUMBER);
    private static final int[] KEY = {1};
    private static final List<AggregateCall> NO_CALLS = List.of();

    @TempDir
    Path directory;

    /** The operator of one task, and what it has counted. */
    private final class Counted implements AutoCloseable {
        private final KeyedRig rig;
        private Operator operator;

        Counted(OperatorSpec spec, KeyedRig.Maker maker) {
            rig = new KeyedRig(spec, List.of(ROW), List.of(KEY), directory, 1, (context, store) -> {
                operator = maker.create(context, store);
                return operator;
            });
        }

        long lateRows() {
            return operator.statistics().lateRowsDropped();
        }

        @Override
        public void close() {
            rig.close();
        }
    }

    private Counted marking(OperatorSpec.MarkLate spec) {
        return new Counted(spec, (context, store) -> new MarkLateOperator(spec, context, store));
    }

    private static Batch batch(long[] times) {
        long[] keys = new long[times.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = times[i] % 7;
        }
        List<Column> columns =
                List.of(new LongColumn(times.length, times, null), new LongColumn(keys.length, keys, null));
        return new Batch(columns);
    }

    private static int marked(List<Batch> batches) {
        int marked = 0;
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                marked += ((ByteColumn) batch.column(ROW.size()).flat()).values()[row];
            }
        }
        return marked;
    }

    private void assertSame(OperatorSpec.MarkLate spec, Counted dropping) throws Exception {
        Random random = new Random(7);
        long late = 0;
        try (Counted marking = marking(spec);
                dropping) {
            long watermark = 1000;
            for (int step = 0; step < 300; step++) {
                long[] times = new long[1 + random.nextInt(5)];
                for (int i = 0; i < times.length; i++) {
                    times[i] = watermark - 25 + random.nextInt(50);
                }
                long before = dropping.lateRows();
                marking.rig.add(0, batch(times));
                dropping.rig.add(0, batch(times));
                int marked = marked(marking.rig.taken());
                assertThat(marked).as("step " + step).isEqualTo((int) (dropping.lateRows() - before));
                late += marked;
                if (random.nextInt(3) == 0) {
                    watermark += random.nextInt(8);
                    marking.rig.watermark(watermark);
                    dropping.rig.watermark(watermark);
                }
                if (random.nextInt(10) == 0) {
                    marking.rig.restart(1);
                    dropping.rig.restart(1);
                }
            }
        }
        assertThat(late).isPositive();
    }

    private Counted windows(TimeWindow window) {
        OperatorSpec.WindowAggregate spec =
                new OperatorSpec.WindowAggregate(AggregatePhase.SINGLE, 0, window, List.of(1), NO_CALLS);
        return new Counted(spec, (context, store) -> new WindowAggregateOperator(spec, context, store));
    }

    @Test
    void rowsWhoseWindowsAreAllClosedAreMarked() throws Exception {
        for (TimeWindow window : List.of(
                TimeWindow.tumble(10, 0),
                TimeWindow.tumble(10, 3),
                new TimeWindow(TimeWindow.Kind.HOP, 20, 5, 2),
                new TimeWindow(TimeWindow.Kind.HOP, 5, 12, 0),
                new TimeWindow(TimeWindow.Kind.CUMULATE, 20, 5, 0))) {
            assertSame(new OperatorSpec.MarkLate(0, window, 0), windows(window));
        }
    }

    @Test
    void windowsThatFireLateTakeRowsLonger() throws Exception {
        TimeWindow window = TimeWindow.tumble(4, 0);
        long latenessMillis = 1;
        OperatorSpec.FiringWindowAggregate spec = new OperatorSpec.FiringWindowAggregate(
                0, window, List.of(1), NO_CALLS, new WindowFiring(0, 0, latenessMillis), false, true);
        Counted firing =
                new Counted(spec, (context, store) -> new FiringWindowOperator(spec, context, store, System::nanoTime));
        long[] times = {3000, 5000};
        try (Counted marking = marking(new OperatorSpec.MarkLate(0, window, latenessMillis * 1000));
                firing) {
            for (Counted each : List.of(marking, firing)) {
                each.rig.watermark(4003);
                each.rig.add(0, batch(times));
                assertThat(each.lateRows()).isZero();
                each.rig.watermark(4004);
                each.rig.add(0, batch(times));
                assertThat(each.lateRows()).isEqualTo(1);
            }
        }
    }

    @Test
    void rowsBehindTheWatermarkAreMarkedWhereTheOrderOfTimeCounts() throws Exception {
        OperatorSpec.StreamOver over = new OperatorSpec.StreamOver(List.of(1), 0, true, List.of(), 0);
        assertSame(
                new OperatorSpec.MarkLate(0, null, 1),
                new Counted(over, (context, store) -> new StreamOverOperator(over, context, store)));
    }

    @Test
    void rowsOfAWindowThatHasEndedAreMarkedByItsEnd() throws Exception {
        OperatorSpec.WindowScope scope = new OperatorSpec.WindowScope(
                List.of(0),
                List.of(List.of(1)),
                List.of(new OperatorNode(
                        0,
                        "rows",
                        "rows",
                        new OperatorSpec.Union(),
                        List.of(new OperatorInput.FromEdge(0)),
                        OperatorRig.fields(ROW))));
        assertSame(
                new OperatorSpec.MarkLate(0, null, 0),
                new Counted(
                        scope,
                        (context, store) -> new WindowScopeOperator(scope, context, OperatorFactory::create, store)));
    }

    /** Whatever batches they come in, rows in time are so for the sessions behind, which get no others; what is late is what these would drop of single rows. */
    @Test
    void rowsThatSessionsWouldDropAreMarked() throws Exception {
        Random random = new Random(3);
        TimeWindow window = TimeWindow.session(10);
        OperatorSpec.WindowAssign spec = new OperatorSpec.WindowAssign(window, 0, List.of(1));
        KeyedRig.Maker sessions = (context, store) -> new SessionOperator(spec, context, store);
        long late = 0;
        try (Counted marking = marking(new OperatorSpec.MarkLate(0, window, List.of(1), 0));
                Counted single = new Counted(spec, sessions);
                Counted behind = new Counted(spec, sessions)) {
            List<Counted> all = List.of(marking, single, behind);
            long watermark = 1000;
            List<Long> waiting = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                long[] times = new long[1 + random.nextInt(8)];
                for (int i = 0; i < times.length; i++) {
                    times[i] = watermark - 40 + random.nextInt(50);
                }
                marking.rig.add(0, batch(times));
                byte[] marks = marks(marking.rig.taken());
                for (int i = 0; i < times.length; i++) {
                    long before = single.lateRows();
                    single.rig.add(0, batch(new long[] {times[i]}));
                    assertThat(single.lateRows() - before)
                            .as("row " + i + " of step " + step)
                            .isEqualTo(marks[i]);
                    late += marks[i];
                    if (marks[i] == 0) {
                        waiting.add(times[i]);
                    }
                    if (random.nextInt(3) == 0) {
                        flush(waiting, behind);
                    }
                }
                if (random.nextInt(3) == 0) {
                    flush(waiting, behind);
                    watermark += random.nextInt(8);
                    for (Counted each : all) {
                        each.rig.watermark(watermark);
                    }
                }
                if (random.nextInt(10) == 0) {
                    flush(waiting, behind);
                    for (Counted each : all) {
                        assertThat(each == behind ? each.lateRows() : 0).isZero();
                        each.rig.restart(1);
                    }
                }
            }
            assertThat(behind.lateRows()).isZero();
            assertThat(late).isPositive();
            Rows.assertSame("sessions", Rows.of(behind.rig.taken()), Rows.of(single.rig.taken()));
        }
    }

    @Test
    void sessionsThatFireLateTakeRowsLonger() throws Exception {
        TimeWindow window = TimeWindow.session(3_000);
        OperatorSpec.FiringWindowAggregate spec = new OperatorSpec.FiringWindowAggregate(
                0, window, List.of(1), NO_CALLS, new WindowFiring(0, 0, 2), false, true);
        Random random = new Random(5);
        long late = 0;
        try (Counted marking = marking(new OperatorSpec.MarkLate(0, window, List.of(1), 2_000));
                Counted firing = new Counted(
                        spec, (context, store) -> new FiringSessionOperator(spec, context, store, System::nanoTime))) {
            long watermark = 100_000;
            for (int step = 0; step < 400; step++) {
                long[] time = {watermark - 9_000 + random.nextInt(10_000)};
                long before = firing.lateRows();
                marking.rig.add(0, batch(time));
                firing.rig.add(0, batch(time));
                int marked = marked(marking.rig.taken());
                assertThat(marked).as("step " + step).isEqualTo((int) (firing.lateRows() - before));
                late += marked;
                if (random.nextInt(4) == 0) {
                    watermark += random.nextInt(2_000);
                    marking.rig.watermark(watermark);
                    firing.rig.watermark(watermark);
                }
                if (random.nextInt(20) == 0) {
                    marking.rig.restart(1);
                    firing.rig.restart(1);
                }
            }
        }
        assertThat(late).isPositive();
    }

    private static void flush(List<Long> times, Counted into) {
        if (!times.isEmpty()) {
            into.rig.add(0, batch(times.stream().mapToLong(Long::longValue).toArray()));
            times.clear();
        }
    }

    private static byte[] marks(List<Batch> batches) {
        assertThat(batches).hasSize(1);
        Batch batch = batches.get(0);
        return ((ByteColumn) batch.column(ROW.size()).flat()).values();
    }
}
