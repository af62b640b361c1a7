package io.blink.runtime.operator.join.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.RowKind;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalJoinOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    /** Key, time in microseconds, value. */
    private static final List<DataType> TYPES = List.of(INT, BIGINT, INT);

    private static final int DISORDER = 50;

    @TempDir
    Path directory;

    private static OperatorSpec.TemporalJoin spec(JoinType type, boolean residual) {
        Expression unequal = new Call(
                ScalarFunction.NOT_EQUALS,
                List.of(new InputColumn(2, INT), new InputColumn(5, INT)),
                DataType.of(TypeKind.BOOLEAN));
        return new OperatorSpec.TemporalJoin(type, List.of(0), List.of(0), residual ? unequal : null, 1, 1, false, 0);
    }

    private static Batch batch(List<List<Object>> rows, List<RowKind> kinds) {
        List<ColumnBuilder> builders =
                List.of(new IntColumnBuilder(1), new LongColumnBuilder(1), new IntColumnBuilder(1));
        for (List<Object> row : rows) {
            for (int c = 0; c < 3; c++) {
                Long value = (Long) row.get(c);
                if (value == null) {
                    builders.get(c).appendNull();
                } else if (builders.get(c) instanceof LongColumnBuilder longs) {
                    longs.append(value);
                } else {
                    ((IntColumnBuilder) builders.get(c)).append(value.intValue());
                }
            }
        }
        byte[] bytes = null;
        if (kinds != null) {
            bytes = new byte[kinds.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) kinds.get(i).ordinal();
            }
        }
        return new Batch(
                rows.size(), builders.stream().map(ColumnBuilder::build).toList(), bytes);
    }

    private static Long orNull(Random random, long value) {
        return random.nextInt(25) == 0 ? null : (Long) value;
    }

    /** What held when, by key; {@code null}: the row was gone. */
    private static List<List<Object>> expected(
            List<List<Object>> left,
            Map<Object, TreeMap<Long, List<Object>>> versions,
            JoinType type,
            boolean residual) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : left) {
            List<Object> version = null;
            if (row.get(0) != null && row.get(1) != null && versions.containsKey(row.get(0))) {
                Map.Entry<Long, List<Object>> last = versions.get(row.get(0)).floorEntry((Long) row.get(1));
                version = last == null ? null : last.getValue();
            }
            boolean matches = version != null
                    && (!residual
                            || row.get(2) != null
                                    && version.get(2) != null
                                    && !row.get(2).equals(version.get(2)));
            if (matches || type == JoinType.LEFT) {
                List<Object> joined = new ArrayList<>(row);
                joined.addAll(matches ? version : Collections.nCopies(3, null));
                rows.add(joined);
            }
        }
        return rows;
    }

    private void check(JoinType type, boolean residual, long seed) throws Exception {
        Random random = new Random(seed);
        List<List<Object>> left = new ArrayList<>();
        Map<Object, TreeMap<Long, List<Object>>> versions = new TreeMap<>();
        List<Batch> emitted = new ArrayList<>();
        long now = 1000;
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                spec(type, residual),
                List.of(TYPES, TYPES),
                directory.resolve("s" + seed),
                (context, store) -> new TemporalJoinOperator(spec(type, residual), context, store))) {
            for (int step = 0; step < 80; step++) {
                List<List<Object>> rows = new ArrayList<>();
                List<RowKind> kinds = new ArrayList<>();
                int count = 1 + random.nextInt(20);
                boolean isLeft = random.nextBoolean();
                for (int i = 0; i < count; i++) {
                    List<Object> row = Arrays.asList(
                            orNull(random, random.nextInt(4)),
                            orNull(random, now - random.nextInt(DISORDER)),
                            orNull(random, random.nextInt(5)));
                    RowKind kind = RowKind.values()[random.nextInt(4)];
                    rows.add(row);
                    kinds.add(kind);
                    if (isLeft) {
                        left.add(row);
                    } else if (kind != RowKind.UPDATE_BEFORE && row.get(0) != null && row.get(1) != null) {
                        versions.computeIfAbsent(row.get(0), key -> new TreeMap<>())
                                .put((Long) row.get(1), kind == RowKind.DELETE ? null : row);
                    }
                }
                emitted.addAll(rig.add(isLeft ? 0 : 1, batch(rows, isLeft ? null : kinds)));
                now += random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    emitted.addAll(rig.watermark(now - DISORDER));
                }
                if (random.nextInt(8) == 0) {
                    rig.restart();
                }
            }
            rig.operator().endInput(0);
            rig.operator().endInput(1);
            emitted.addAll(rig.drain());
            assertThat(rig.operator().finished()).isTrue();
            Rows.assertSame(type + " seed " + seed, Rows.of(emitted), expected(left, versions, type, residual));
        }
    }

    @Test
    void eachRowMeetsTheVersionOfItsTime() throws Exception {
        for (long seed = 1; seed <= 12; seed++) {
            check(seed % 2 == 0 ? JoinType.LEFT : JoinType.INNER, seed % 4 > 1, seed);
        }
    }

    private static OperatorSpec.TemporalJoin changing(JoinType type, boolean residual, long keptMicros) {
        OperatorSpec.TemporalJoin spec = spec(type, residual);
        return new OperatorSpec.TemporalJoin(
                type, spec.leftKeys(), spec.rightKeys(), spec.residual(), 1, 1, true, keptMicros);
    }

    /** Left rows that come and go at any time, and versions by when they hold: one that is late from the watermark on, unless a later one holds then. */
    private static final class Changing {
        private final Random random;
        private final List<List<Object>> live = new ArrayList<>();
        private final Map<Object, TreeMap<Long, List<Object>>> rows = new TreeMap<>();
        private final Map<Object, TreeMap<Long, Long>> said = new TreeMap<>();
        private long now = 1000;
        private long watermark = Long.MIN_VALUE;

        Changing(long seed) {
            random = new Random(seed);
        }

        private List<Object> row(int lateness) {
            return Arrays.asList(
                    orNull(random, random.nextInt(4)),
                    orNull(random, now - random.nextInt(lateness)),
                    orNull(random, random.nextInt(5)));
        }

        Batch left(int lateness) {
            List<List<Object>> changed = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                boolean goes = !live.isEmpty() && random.nextInt(5) < 2;
                List<Object> row = goes ? live.remove(random.nextInt(live.size())) : row(lateness);
                if (!goes) {
                    live.add(row);
                }
                boolean update = random.nextBoolean();
                kinds.add(
                        goes
                                ? update ? RowKind.UPDATE_BEFORE : RowKind.DELETE
                                : update ? RowKind.UPDATE_AFTER : RowKind.INSERT);
                changed.add(row);
            }
            return batch(changed, kinds);
        }

        Batch versions(int lateness) {
            List<List<Object>> changed = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            for (int i = 1 + random.nextInt(10); i > 0; i--) {
                List<Object> row = row(lateness);
                RowKind kind = RowKind.values()[random.nextInt(4)];
                changed.add(row);
                kinds.add(kind);
                if (kind != RowKind.UPDATE_BEFORE && row.get(0) != null && row.get(1) != null) {
                    begin(row, (Long) row.get(1), kind == RowKind.DELETE);
                }
            }
            return batch(changed, kinds);
        }

        private void begin(List<Object> row, long time, boolean gone) {
            TreeMap<Long, Long> times = said.computeIfAbsent(row.get(0), key -> new TreeMap<>());
            Map.Entry<Long, Long> last = times.floorEntry(watermark);
            if (time < watermark && last != null && last.getValue() > time) {
                return;
            }
            times.put(Math.max(time, watermark), time);
            rows.computeIfAbsent(row.get(0), key -> new TreeMap<>()).put(Math.max(time, watermark), gone ? null : row);
        }
    }

    private void checkChanging(OperatorSpec.TemporalJoin spec, int lateness, long seed) throws Exception {
        Changing stream = new Changing(seed);
        Changelog emitted = new Changelog(null);
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                spec,
                List.of(TYPES, TYPES),
                directory.resolve("c" + seed),
                (context, store) -> new TemporalJoinOperator(spec, context, store))) {
            for (int step = 0; step < 60; step++) {
                if (stream.random.nextBoolean()) {
                    emitted.add(rig.add(0, stream.left(lateness)));
                } else {
                    emitted.add(rig.add(1, stream.versions(lateness)));
                }
                stream.now += stream.random.nextInt(30);
                if (stream.random.nextInt(3) == 0) {
                    stream.watermark = Math.max(stream.watermark, stream.now - DISORDER);
                    emitted.add(rig.watermark(stream.watermark));
                }
                rig.restart();
            }
            rig.operator().endInput(0);
            rig.operator().endInput(1);
            emitted.add(rig.drain());
            Rows.assertSame(
                    spec.type() + " seed " + seed,
                    emitted.rows(),
                    expected(stream.live, stream.rows, spec.type(), spec.residual() != null));
        }
    }

    /** What is taken back goes beside the version that it came with, also when versions are late; a failure after every step. */
    @Test
    void rowsThatChangeFindTheirVersionAgain() throws Exception {
        for (long seed = 1; seed <= 16; seed++) {
            JoinType type = seed % 2 == 0 ? JoinType.LEFT : JoinType.INNER;
            checkChanging(changing(type, seed % 4 > 1, -1), seed > 8 ? 4 * DISORDER : DISORDER, seed);
        }
    }

    @Test
    void deletionsAreSpelledOut() {
        OperatorSpec.TemporalJoin spec = changing(JoinType.LEFT, false, 1000);
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                spec,
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new TemporalJoinOperator(spec, context, store))) {
            rig.add(1, batch(List.of(List.of(1L, 100L, 1L), List.of(1L, 200L, 2L), List.of(1L, 900L, 3L)), null));
            rig.add(0, batch(List.of(List.of(1L, 150L, 7L)), List.of(RowKind.INSERT)));
            assertThat(Rows.of(rig.watermark(500))).containsExactly(List.of(1L, 150L, 7L, 1L, 100L, 1L));
            rig.watermark(1000);
            // Late, and for what has been joined too late.
            rig.add(1, batch(List.of(List.of(1L, 140L, 4L)), null));
            rig.add(
                    0,
                    batch(
                            List.of(List.of(1L, 150L, 7L), List.of(1L, 250L, 7L)),
                            List.of(RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER)));
            List<Batch> changed = rig.watermark(1001);
            assertThat(Rows.of(changed))
                    .containsExactly(List.of(1L, 150L, 7L, 1L, 100L, 1L), List.of(1L, 250L, 7L, 1L, 200L, 2L));
            assertThat(changed.get(0).rowKinds())
                    .containsExactly((byte) RowKind.DELETE.ordinal(), (byte) RowKind.INSERT.ordinal());
        }
    }

    @Test
    void rowsWaitForTheWatermark() {
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                spec(JoinType.INNER, false),
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new TemporalJoinOperator(spec(JoinType.INNER, false), context, store))) {
            assertThat(rig.add(0, batch(List.of(List.of(1L, 100L, 7L)), null))).isEmpty();
            rig.add(1, batch(List.of(List.of(1L, 90L, 1L)), null));
            assertThat(rig.watermark(100)).isEmpty();
            rig.add(1, batch(List.of(List.of(1L, 100L, 2L)), null));
            assertThat(Rows.of(rig.watermark(101))).containsExactly(List.of(1L, 100L, 7L, 1L, 100L, 2L));
        }
    }

    @Test
    void oldVersionsGo() {
        versionsGo(spec(JoinType.INNER, false), directory.resolve("insertions"));
        versionsGo(changing(JoinType.INNER, false, 3000), directory.resolve("changes"));
    }

    private static void versionsGo(OperatorSpec.TemporalJoin spec, Path directory) {
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                spec,
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new TemporalJoinOperator(spec, context, store))) {
            long early = 0;
            for (long time = 1; time <= 60_000; time += 100) {
                List<List<Object>> rows = new ArrayList<>();
                for (long i = 0; i < 100; i++) {
                    rows.add(List.of(i % 5, time + i, i));
                }
                rig.add(1, batch(rows, null));
                rig.watermark(time);
                long held = rig.operator().statistics().memoryBytesPeak();
                early = time < 10_000 ? Math.max(early, held) : early;
                assertThat(held).isLessThanOrEqualTo(time < 10_000 ? Long.MAX_VALUE : early * 2);
            }
        }
    }
}
