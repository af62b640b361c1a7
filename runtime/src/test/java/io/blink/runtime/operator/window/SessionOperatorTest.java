package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionOperatorTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final TimeWindow SESSION = TimeWindow.session(10);

    @TempDir
    Path directory;

    /** Input: time, key, value. */
    private static OperatorSpec.WindowAggregate aggregates() {
        return new OperatorSpec.WindowAggregate(
                AggregatePhase.SINGLE,
                0,
                SESSION,
                List.of(1),
                List.of(
                        new AggregateCall(AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, NUMBER),
                        new AggregateCall(AggregateFunction.MAX, List.of(2), List.of(NUMBER), false, -1, NUMBER)));
    }

    private KeyedRig aggregating(int tasks) {
        OperatorSpec.WindowAggregate spec = aggregates();
        return new KeyedRig(
                spec,
                List.of(List.of(TIME, NUMBER, NUMBER)),
                List.of(new int[] {1}),
                directory,
                tasks,
                (context, store) -> new SessionOperator(spec, context, store));
    }

    private KeyedRig assigning(int tasks) {
        OperatorSpec.WindowAssign spec = new OperatorSpec.WindowAssign(SESSION, 0, List.of(1));
        return new KeyedRig(
                spec,
                List.of(List.of(TIME, NUMBER, NUMBER)),
                List.of(new int[] {1}),
                directory,
                tasks,
                (context, store) -> new SessionOperator(spec, context, store));
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

    /** The sessions of rows that are all there: by key, in order of time. */
    private static List<List<long[]>> sessions(List<long[]> rows) {
        Map<Long, List<long[]>> byKey = new TreeMap<>();
        rows.forEach(
                row -> byKey.computeIfAbsent(row[1], key -> new ArrayList<>()).add(row));
        List<List<long[]>> sessions = new ArrayList<>();
        for (List<long[]> ofKey : byKey.values()) {
            ofKey.sort((a, b) -> Long.compare(a[0], b[0]));
            long end = Long.MIN_VALUE;
            for (long[] row : ofKey) {
                if (row[0] > end) {
                    sessions.add(new ArrayList<>());
                }
                sessions.get(sessions.size() - 1).add(row);
                end = row[0] + SESSION.sizeMicros();
            }
        }
        return sessions;
    }

    private static long end(List<long[]> session) {
        return session.get(session.size() - 1)[0] + SESSION.sizeMicros();
    }

    private static List<List<Object>> aggregated(List<long[]> rows) {
        return sessions(rows).stream()
                .map(session -> List.<Object>of(
                        session.get(0)[1],
                        (long) session.size(),
                        session.stream().mapToLong(row -> row[2]).max().getAsLong(),
                        session.get(0)[0],
                        end(session)))
                .toList();
    }

    private static List<List<Object>> assigned(List<long[]> rows) {
        List<List<Object>> expected = new ArrayList<>();
        for (List<long[]> session : sessions(rows)) {
            for (long[] row : session) {
                expected.add(List.of(row[0], row[1], row[2], session.get(0)[0], end(session), end(session) - 1000));
            }
        }
        return expected;
    }

    /** Rows out of order, all later than the watermark: one at it would find the session that ends there gone. */
    private static List<long[]> feed(KeyedRig rig, int seed) throws Exception {
        Random random = new Random(seed);
        List<long[]> all = new ArrayList<>();
        long now = 0;
        int keys = seed % 2 == 0 ? 3 : 4000;
        for (int step = 0; step < 60; step++) {
            List<long[]> rows = new ArrayList<>();
            int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 5000 : 10);
            for (int i = 0; i < count; i++) {
                rows.add(new long[] {now + 1 + random.nextInt(60), random.nextInt(keys), random.nextInt(50)});
            }
            all.addAll(rows);
            rig.add(0, batch(rows));
            now += random.nextInt(25);
            if (random.nextInt(3) == 0) {
                rig.watermark(now);
            }
            if (random.nextInt(8) == 0) {
                rig.restart(1 + random.nextInt(3));
            }
        }
        rig.endInputs();
        return all;
    }

    @Test
    void sessionsGrowAndMeetThroughRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 6; seed++) {
            try (KeyedRig rig = aggregating(1 + seed % 3)) {
                List<long[]> rows = feed(rig, seed);
                Rows.assertSame("seed " + seed, Rows.of(rig.taken()), aggregated(rows));
            }
        }
    }

    @Test
    void rowsComeWithTheirSessionWhenItEnds() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            try (KeyedRig rig = assigning(1 + seed % 3)) {
                List<long[]> rows = feed(rig, seed);
                Rows.assertSame("seed " + seed, Rows.of(rig.taken()), assigned(rows));
            }
        }
    }

    @Test
    void aSessionIsEmittedWhenTheWatermarkReachesItsEndAndNotBefore() {
        try (KeyedRig rig = aggregating(1)) {
            rig.add(0, batch(List.of(new long[] {0, 1, 5})));
            rig.add(0, batch(List.of(new long[] {8, 1, 7})));
            rig.watermark(17);
            assertThat(rig.taken()).isEmpty();
            rig.watermark(18);
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(1L, 2L, 7L, 0L, 18L));
        }
    }

    @Test
    void aRowBetweenTwoSessionsMakesOneOfThem() {
        try (KeyedRig rig = aggregating(1)) {
            rig.add(0, batch(List.of(new long[] {0, 1, 5}, new long[] {20, 1, 6})));
            rig.add(0, batch(List.of(new long[] {10, 1, 7})));
            rig.watermark(29);
            assertThat(rig.taken()).isEmpty();
            rig.watermark(30);
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(1L, 3L, 7L, 0L, 30L));
        }
    }

    @Test
    void aRowThatIsAloneBehindTheWatermarkIsLateAndOneOfAnOpenSessionIsNot() {
        OperatorSpec.WindowAssign spec = new OperatorSpec.WindowAssign(SESSION, 0, List.of(1));
        List<SessionOperator> made = new ArrayList<>();
        KeyedRig rig = new KeyedRig(
                spec,
                List.of(List.of(TIME, NUMBER, NUMBER)),
                List.of(new int[] {1}),
                directory,
                1,
                (context, store) -> {
                    made.add(new SessionOperator(spec, context, store));
                    return made.get(0);
                });
        try (rig) {
            rig.add(0, batch(List.of(new long[] {95, 1, 5})));
            rig.watermark(100);
            rig.add(0, batch(List.of(new long[] {88, 1, 6}, new long[] {80, 2, 7}, new long[] {100, 3, 8})));
            rig.endInputs();
            Rows.assertSame(
                    "in time",
                    Rows.of(rig.taken()),
                    List.of(
                            List.of(88L, 1L, 6L, 88L, 105L, -895L),
                            List.of(95L, 1L, 5L, 88L, 105L, -895L),
                            List.of(100L, 3L, 8L, 100L, 110L, -890L)));
            assertThat(made.get(0).statistics().lateRowsDropped()).isEqualTo(1);
        }
    }
}
