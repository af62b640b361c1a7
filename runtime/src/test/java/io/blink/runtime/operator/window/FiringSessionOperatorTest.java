package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.plan.WindowFiring;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.ChangelogView;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are time, key and value; results key, count, greatest value, start and end. */
class FiringSessionOperatorTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final long GAP = 3_000;
    private static final long MILLI_NANOS = 1_000_000;

    @TempDir
    Path directory;

    private final List<FiringSessionOperator> made = new ArrayList<>();
    private long nanos;

    private static OperatorSpec.FiringWindowAggregate spec(WindowFiring firing, boolean updateBefore) {
        return new OperatorSpec.FiringWindowAggregate(
                0,
                TimeWindow.session(GAP),
                List.of(1),
                List.of(
                        new AggregateCall(AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, NUMBER),
                        new AggregateCall(AggregateFunction.MAX, List.of(2), List.of(NUMBER), false, -1, NUMBER)),
                firing,
                false,
                updateBefore);
    }

    private KeyedRig rig(WindowFiring firing, boolean updateBefore, int tasks) {
        OperatorSpec.FiringWindowAggregate spec = spec(firing, updateBefore);
        return new KeyedRig(
                spec,
                List.of(List.of(TIME, NUMBER, NUMBER)),
                List.of(new int[] {1}),
                directory,
                tasks,
                (context, store) -> {
                    made.add(new FiringSessionOperator(spec, context, store, () -> nanos));
                    return made.get(made.size() - 1);
                });
    }

    private static Batch batch(List<long[]> rows) {
        long[][] columns = new long[3][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < 3; c++) {
                columns[c][i] = rows.get(i)[c];
            }
        }
        return new Batch(List.of(
                new LongColumn(rows.size(), columns[0], null),
                new LongColumn(rows.size(), columns[1], null),
                new LongColumn(rows.size(), columns[2], null)));
    }

    /** One session: key, count, greatest value, start, end. */
    private static List<Object> result(long... values) {
        List<Object> result = new ArrayList<>();
        for (long value : values) {
            result.add(value);
        }
        return result;
    }

    /** Sessions as they should be; those that are closed take no rows. */
    private static final class Model {
        private final List<long[]> open = new ArrayList<>();
        private final List<List<Object>> closed = new ArrayList<>();
        private long late;

        void add(long[] row, long closedMicros) {
            long[] united = {row[1], 1, row[2], row[0], row[0] + GAP};
            List<long[]> touched = open.stream()
                    .filter(session -> session[0] == row[1] && session[3] <= row[0] + GAP && row[0] <= session[4])
                    .toList();
            for (long[] session : touched) {
                united[1] += session[1];
                united[2] = Math.max(united[2], session[2]);
                united[3] = Math.min(united[3], session[3]);
                united[4] = Math.max(united[4], session[4]);
            }
            if (united[4] <= closedMicros) {
                late++;
            } else {
                open.removeAll(touched);
                open.add(united);
            }
        }

        void close(long closedMicros) {
            for (long[] session : List.copyOf(open)) {
                if (session[4] <= closedMicros) {
                    closed.add(result(session));
                    open.remove(session);
                }
            }
        }

        List<List<Object>> all() {
            List<List<Object>> all = new ArrayList<>(closed);
            open.forEach(session -> all.add(result(session)));
            return all;
        }
    }

    /** What readers have, known by key and start as well as by key and end, neither of which ever stands for two sessions. */
    private static final class Reader {
        private final ChangelogView byStart;
        private final ChangelogView byEnd;

        Reader(boolean updateBefore) {
            byStart = new ChangelogView(2, updateBefore);
            byEnd = new ChangelogView(2, updateBefore);
        }

        /** @param passedMicros the reader's watermark */
        void read(List<Batch> batches, long passedMicros) {
            for (Batch batch : batches) {
                List<Column> columns = batch.columns();
                long[] ends = ((LongColumn) columns.get(4).flat()).values();
                for (int i = 0; i < batch.rowCount(); i++) {
                    assertThat(ends[i]).isGreaterThan(passedMicros);
                }
                byStart.apply(ordered(batch, 0, 3, 4, 1, 2));
                byEnd.apply(ordered(batch, 0, 4, 3, 1, 2));
            }
        }

        private static Batch ordered(Batch batch, int... order) {
            List<Column> columns = new ArrayList<>();
            for (int column : order) {
                columns.add(batch.column(column));
            }
            return new Batch(batch.rowCount(), columns, batch.rowKinds());
        }

        List<List<Object>> rows() {
            return byStart.rows().stream()
                    .map(row -> List.of(row.get(0), row.get(3), row.get(4), row.get(1), row.get(2)))
                    .toList();
        }
    }

    @Test
    void whatReadersHaveIsRightThroughRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 16; seed++) {
            Random random = new Random(seed);
            boolean atOnce = seed % 4 == 0;
            boolean early = seed % 4 != 3;
            int lateness = seed % 2 == 0 ? 0 : 4;
            WindowFiring firing = new WindowFiring(
                    atOnce ? 0 : early ? 5 : WindowFiring.NOT_EARLY, random.nextBoolean() ? 0 : 7, lateness);
            boolean updateBefore = random.nextBoolean();
            Reader reader = new Reader(updateBefore);
            Model model = new Model();
            made.clear();
            try (KeyedRig rig = rig(firing, updateBefore, 1 + seed % 3)) {
                long watermark = 100_000;
                long closed = watermark - lateness * 1_000L;
                rig.watermark(watermark);
                for (int step = 0; step < 200; step++) {
                    List<long[]> rows = new ArrayList<>();
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        rows.add(new long[] {
                            closed + 1 - GAP + random.nextInt(30_000), random.nextInt(4), random.nextInt(20)
                        });
                    }
                    rig.add(0, batch(rows));
                    for (long[] row : rows) {
                        model.add(row, closed);
                    }
                    long[] behind = {closed - random.nextInt(8_000), random.nextInt(4), random.nextInt(20)};
                    rig.add(0, batch(List.of(behind)));
                    model.add(behind, closed);
                    reader.read(rig.taken(), closed);
                    if (atOnce) {
                        Rows.assertSame("seed " + seed + ", step " + step, reader.rows(), model.all());
                    }
                    nanos += random.nextInt(4) * MILLI_NANOS;
                    if (random.nextInt(3) == 0) {
                        watermark += random.nextInt(6_000);
                        rig.watermark(watermark);
                        reader.read(rig.taken(), closed);
                        closed = watermark - lateness * 1_000L;
                        model.close(closed);
                        assertThat(reader.rows()).containsAll(model.closed);
                    }
                    if (random.nextInt(10) == 0) {
                        rig.restart(1 + random.nextInt(3));
                        reader.read(rig.taken(), closed);
                    }
                }
                rig.endInputs();
                reader.read(rig.taken(), closed);
                Rows.assertSame("seed " + seed, reader.rows(), model.all());
                assertThat(made.stream()
                                .mapToLong(operator -> operator.statistics().lateRowsDropped())
                                .sum())
                        .isEqualTo(model.late)
                        .isPositive();
            }
        }
    }

    @Test
    void aSessionIsEmittedEarlyWhenTheDelayHasPassedAndAgainAsItGrows() {
        Reader reader = new Reader(true);
        try (KeyedRig rig = rig(new WindowFiring(10, 0, 0), true, 1)) {
            rig.add(0, batch(List.of(new long[] {0, 1, 5}, new long[] {5_000, 1, 6})));
            assertThat(rig.taken()).isEmpty();
            assertThat(made.get(0).wakeNanos()).isEqualTo(10 * MILLI_NANOS);
            nanos = 10 * MILLI_NANOS;
            rig.watermark(100);
            reader.read(rig.taken(), 0);
            Rows.assertSame("early", reader.rows(), List.of(result(1, 1, 5, 0, 3_000), result(1, 1, 6, 5_000, 8_000)));
            rig.add(0, batch(List.of(new long[] {2_500, 1, 7})));
            assertThat(rig.taken()).isEmpty();
            nanos = 20 * MILLI_NANOS;
            rig.watermark(200);
            List<Batch> united = rig.taken();
            assertThat(united).extracting(Batch::rowCount).containsExactly(2, 1);
            reader.read(united, 100);
            Rows.assertSame("united", reader.rows(), List.of(result(1, 3, 7, 0, 8_000)));
        }
    }

    @Test
    void aResultThatIsNoSessionAnyMoreGoesBeforeTheWatermarkPassesIt() {
        Reader reader = new Reader(false);
        WindowFiring lateOnly = new WindowFiring(WindowFiring.NOT_EARLY, 0, 2);
        try (KeyedRig rig = rig(lateOnly, false, 1)) {
            rig.add(0, batch(List.of(new long[] {0, 1, 5})));
            rig.watermark(3_000);
            reader.read(rig.taken(), 0);
            assertThat(reader.rows()).containsExactly(result(1, 1, 5, 0, 3_000));
            rig.add(0, batch(List.of(new long[] {3_000, 1, 7})));
            assertThat(rig.taken()).isEmpty();
            rig.watermark(5_000);
            reader.read(rig.taken(), 1_000);
            assertThat(reader.rows()).isEmpty();
            rig.watermark(6_000);
            reader.read(rig.taken(), 3_000);
            assertThat(reader.rows()).containsExactly(result(1, 2, 7, 0, 6_000));
        }
    }
}
