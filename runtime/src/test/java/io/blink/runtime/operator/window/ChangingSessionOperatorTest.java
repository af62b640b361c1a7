package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are time, key and value. */
class ChangingSessionOperatorTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final long GAP = 10;
    private static final OperatorSpec.WindowAssign SPEC =
            new OperatorSpec.WindowAssign(TimeWindow.session(GAP), 0, List.of(1), true);

    @TempDir
    Path directory;

    private final List<ChangingSessionOperator> made = new ArrayList<>();

    private KeyedRig rig(int tasks) {
        return new KeyedRig(
                SPEC,
                List.of(List.of(TIME, NUMBER, NUMBER)),
                List.of(new int[] {1}),
                directory,
                tasks,
                (context, store) -> {
                    made.add(new ChangingSessionOperator(SPEC, context, store));
                    return made.get(made.size() - 1);
                });
    }

    /** A row that comes or goes. */
    private record Change(byte kind, long time, long key, long value) {
        static Change of(boolean comes, long[] row) {
            return new Change(comes ? RowKinds.INSERT : RowKinds.DELETE, row[0], row[1], row[2]);
        }
    }

    private static Batch batch(List<Change> changes) {
        int count = changes.size();
        long[][] columns = new long[3][count];
        byte[] kinds = new byte[count];
        for (int i = 0; i < count; i++) {
            columns[0][i] = changes.get(i).time();
            columns[1][i] = changes.get(i).key();
            columns[2][i] = changes.get(i).value();
            kinds[i] = changes.get(i).kind();
        }
        return new Batch(
                count,
                List.of(
                        new LongColumn(count, columns[0], null),
                        new LongColumn(count, columns[1], null),
                        new LongColumn(count, columns[2], null)),
                kinds);
    }

    /** What should be there: rows that are in no session yet that has ended, and those that were emitted. */
    private static final class Model {
        private final List<long[]> open = new ArrayList<>();
        private final List<List<Object>> emitted = new ArrayList<>();

        boolean takes(long[] row, long watermark) {
            return row[0] + GAP > watermark
                    || open.stream().anyMatch(other -> other[1] == row[1] && Math.abs(other[0] - row[0]) <= GAP);
        }

        void end(long watermark) {
            Map<Long, List<long[]>> byKey = new TreeMap<>();
            open.stream().sorted(Comparator.comparingLong(row -> row[0])).forEach(row -> byKey.computeIfAbsent(
                            row[1], key -> new ArrayList<>())
                    .add(row));
            for (List<long[]> rows : byKey.values()) {
                int from = 0;
                for (int i = 1; i <= rows.size(); i++) {
                    if (i == rows.size() || rows.get(i)[0] - rows.get(i - 1)[0] > GAP) {
                        emit(rows.subList(from, i), watermark);
                        from = i;
                    }
                }
            }
        }

        private void emit(List<long[]> session, long watermark) {
            long end = session.get(session.size() - 1)[0] + GAP;
            if (end <= watermark) {
                for (long[] row : session) {
                    emitted.add(List.of(row[0], row[1], row[2], session.get(0)[0], end, end - 1000));
                    open.remove(row);
                }
            }
        }
    }

    @Test
    void sessionsHaveTheRowsThatAreLeftThroughRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            Model model = new Model();
            int keys = seed % 2 == 0 ? 2 : 60;
            long late = 0;
            made.clear();
            try (KeyedRig rig = rig(1 + seed % 3)) {
                long watermark = 0;
                rig.watermark(watermark);
                for (int step = 0; step < 150; step++) {
                    List<Change> changes = changes(random, model, watermark, keys);
                    rig.add(0, batch(changes));
                    long[] behind = {watermark - random.nextInt(30), random.nextInt(keys), random.nextInt(3)};
                    if (model.takes(behind, watermark)) {
                        model.open.add(behind);
                    } else {
                        late++;
                    }
                    rig.add(0, batch(List.of(Change.of(true, behind))));
                    if (random.nextInt(3) == 0) {
                        watermark += random.nextInt(25);
                        rig.watermark(watermark);
                        model.end(watermark);
                    }
                    if (random.nextInt(10) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
                rig.endInputs();
                model.end(Long.MAX_VALUE);
                Rows.assertSame("seed " + seed, Rows.of(rig.taken()), model.emitted);
                assertThat(made.stream()
                                .mapToLong(operator -> operator.statistics().lateRowsDropped())
                                .sum())
                        .isEqualTo(late);
            }
        }
    }

    /** Some of the open rows go, some of them to come again at another time; others come. */
    private static List<Change> changes(Random random, Model model, long watermark, int keys) {
        List<Change> changes = new ArrayList<>();
        List<long[]> before = new ArrayList<>(model.open);
        Collections.shuffle(before, random);
        for (long[] row : before.subList(0, random.nextInt(1 + before.size() / 2))) {
            changes.add(Change.of(false, row));
            model.open.remove(row);
        }
        int count = 1 + random.nextInt(random.nextInt(5) == 0 ? 300 : 6);
        for (int i = 0; i < count; i++) {
            long[] row = {watermark + 1 - GAP + random.nextInt(70), random.nextInt(keys), random.nextInt(3)};
            changes.add(Change.of(true, row));
            model.open.add(row);
        }
        return changes;
    }

    @Test
    void aRowThatGoesPartsASession() {
        try (KeyedRig rig = rig(1)) {
            rig.add(
                    0,
                    batch(List.of(
                            Change.of(true, new long[] {0, 1, 5}),
                            Change.of(true, new long[] {8, 1, 6}),
                            Change.of(true, new long[] {16, 1, 7}))));
            rig.watermark(11);
            rig.add(0, batch(List.of(Change.of(false, new long[] {8, 1, 6}))));
            assertThat(rig.taken()).isEmpty();
            rig.watermark(12);
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(0L, 1L, 5L, 0L, 10L, -990L));
            rig.watermark(26);
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(16L, 1L, 7L, 16L, 26L, -974L));
        }
    }

    @Test
    void aRowThatGoesAfterItsSessionWasEmittedIsLate() {
        try (KeyedRig rig = rig(1)) {
            rig.add(0, batch(List.of(Change.of(true, new long[] {0, 1, 5}))));
            rig.watermark(10);
            assertThat(rig.taken()).hasSize(1);
            rig.add(0, batch(List.of(Change.of(false, new long[] {0, 1, 5}))));
            rig.endInputs();
            assertThat(rig.taken()).isEmpty();
            assertThat(made.get(0).statistics().lateRowsDropped()).isEqualTo(1);
        }
    }

    @Test
    void rowsBehindTheWatermarkAreOfASessionThroughOthersOfTheirBatch() {
        try (KeyedRig rig = rig(1)) {
            rig.watermark(100);
            rig.add(
                    0,
                    batch(List.of(
                            Change.of(true, new long[] {75, 1, 1}),
                            Change.of(true, new long[] {85, 1, 2}),
                            Change.of(true, new long[] {95, 1, 3}),
                            Change.of(true, new long[] {64, 1, 4}))));
            rig.endInputs();
            Rows.assertSame(
                    "in time",
                    Rows.of(rig.taken()),
                    List.of(
                            List.of(75L, 1L, 1L, 75L, 105L, -895L),
                            List.of(85L, 1L, 2L, 75L, 105L, -895L),
                            List.of(95L, 1L, 3L, 75L, 105L, -895L)));
            assertThat(made.get(0).statistics().lateRowsDropped()).isEqualTo(1);
        }
    }
}
