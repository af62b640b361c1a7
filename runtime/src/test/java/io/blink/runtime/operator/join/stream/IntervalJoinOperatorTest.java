package io.blink.runtime.operator.join.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.ProcessingTimeOperator;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalJoinOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    /** Key, time in microseconds, value. */
    private static final List<DataType> TYPES = List.of(INT, BIGINT, INT);

    private static final long DISORDER = 3_000;
    private static final List<JoinType> JOINS = List.of(
            JoinType.INNER, JoinType.LEFT, JoinType.RIGHT, JoinType.FULL, JoinType.SEMI, JoinType.ANTI, JoinType.MARK);

    @TempDir
    Path directory;

    private static Expression call(ScalarFunction function, DataType type, Expression... arguments) {
        return new Call(function, List.of(arguments), type, null);
    }

    /** right + lower <= left and left <= right + upper, and the left value is not the right one. */
    private static Expression condition(long lower, long upper) {
        Expression left = new InputColumn(1, BIGINT);
        Expression right = new InputColumn(4, BIGINT);
        Expression from = call(ScalarFunction.ADD, BIGINT, right, new Literal(String.valueOf(lower), BIGINT));
        Expression to = call(ScalarFunction.ADD, BIGINT, right, new Literal(String.valueOf(upper), BIGINT));
        return call(
                ScalarFunction.AND,
                BOOLEAN,
                call(ScalarFunction.GREATER_OR_EQUAL, BOOLEAN, left, from),
                call(ScalarFunction.LESS_OR_EQUAL, BOOLEAN, left, to),
                call(ScalarFunction.NOT_EQUALS, BOOLEAN, new InputColumn(2, INT), new InputColumn(5, INT)));
    }

    private record Case(JoinType type, long lower, long upper) {
        OperatorSpec.IntervalJoin spec() {
            return new OperatorSpec.IntervalJoin(
                    type, List.of(0), List.of(0), List.of(false), condition(lower, upper), 1, 1, lower, upper);
        }

        boolean matches(List<Object> left, List<Object> right) {
            if (left.contains(null) || right.contains(null)) {
                return false;
            }
            long apart = (Long) left.get(1) - (Long) right.get(1);
            return Objects.equals(left.get(0), right.get(0))
                    && !Objects.equals(left.get(2), right.get(2))
                    && apart >= lower
                    && apart <= upper;
        }

        List<List<Object>> expected(List<List<Object>> lefts, List<List<Object>> rights) {
            List<List<Object>> rows = new ArrayList<>();
            boolean[] rightMatched = new boolean[rights.size()];
            for (List<Object> left : lefts) {
                boolean matched = false;
                for (int i = 0; i < rightMatched.length; i++) {
                    if (matches(left, rights.get(i))) {
                        matched = true;
                        rightMatched[i] = true;
                        if (type.emitsRightColumns()) {
                            rows.add(beside(left, rights.get(i)));
                        }
                    }
                }
                if (type == JoinType.SEMI && matched || type == JoinType.ANTI && !matched) {
                    rows.add(left);
                } else if (type == JoinType.MARK) {
                    rows.add(beside(left, List.of(matched ? 1L : 0L)));
                } else if (!matched && (type == JoinType.LEFT || type == JoinType.FULL)) {
                    rows.add(beside(left, Collections.nCopies(3, null)));
                }
            }
            for (int i = 0; i < rightMatched.length; i++) {
                if (!rightMatched[i] && (type == JoinType.RIGHT || type == JoinType.FULL)) {
                    rows.add(beside(Collections.nCopies(3, null), rights.get(i)));
                }
            }
            return rows;
        }

        private static List<Object> beside(List<Object> left, List<Object> right) {
            List<Object> row = new ArrayList<>(left);
            row.addAll(right);
            return row;
        }
    }

    private static Batch rows(Random random, int count, long now) {
        List<ColumnBuilder> builders =
                List.of(new IntColumnBuilder(count), new LongColumnBuilder(count), new IntColumnBuilder(count));
        for (int i = 0; i < count; i++) {
            append(builders.get(0), random.nextInt(20) == 0 ? null : (Long) (long) random.nextInt(4));
            append(builders.get(1), random.nextInt(30) == 0 ? null : (Long) (now - random.nextInt((int) DISORDER)));
            append(builders.get(2), (long) random.nextInt(3));
        }
        return new Batch(count, builders.stream().map(ColumnBuilder::build).toList());
    }

    private static void append(ColumnBuilder builder, Long value) {
        if (value == null) {
            builder.appendNull();
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append(value);
        } else {
            ((IntColumnBuilder) builder).append(value.intValue());
        }
    }

    private void check(Case join, long seed) throws Exception {
        Random random = new Random(seed);
        List<List<Batch>> fed = List.of(new ArrayList<>(), new ArrayList<>());
        List<Batch> emitted = new ArrayList<>();
        long now = 1_000_000;
        long watermark = Long.MIN_VALUE;
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                join.spec(),
                List.of(TYPES, TYPES),
                directory.resolve("s" + seed),
                (context, store) -> new IntervalJoinOperator(join.spec(), context, store))) {
            for (int step = 0; step < 60; step++) {
                int input = random.nextInt(2);
                Batch batch = rows(random, 1 + random.nextInt(30), now);
                fed.get(input).add(batch);
                List<Batch> produced = new ArrayList<>(rig.add(input, batch));
                now += random.nextInt(4_000);
                if (random.nextInt(3) == 0) {
                    produced.addAll(rig.watermark(now - DISORDER));
                    assertTimes(produced, watermark, rig.operator().watermarkDelayMicros());
                    watermark = now - DISORDER;
                }
                emitted.addAll(produced);
                if (random.nextInt(8) == 0) {
                    rig.restart();
                }
            }
            rig.operator().endInput(0);
            rig.operator().endInput(1);
            emitted.addAll(rig.drain());
            assertThat(rig.operator().finished()).isTrue();
            Rows.assertSame(
                    join + " seed " + seed, Rows.of(emitted), join.expected(Rows.of(fed.get(0)), Rows.of(fed.get(1))));
        }
    }

    private static void assertTimes(List<Batch> emitted, long watermark, long delay) {
        for (Batch batch : emitted) {
            for (int column = 1; column < batch.columns().size() && watermark != Long.MIN_VALUE; column += 3) {
                LongColumn times = (LongColumn) batch.column(column).flat();
                for (int i = 0; i < batch.rowCount(); i++) {
                    if (!times.isNull(i)) {
                        assertThat(times.values()[i]).isGreaterThanOrEqualTo(watermark - delay);
                    }
                }
            }
        }
    }

    @Test
    void rowsMeetThatLieWithinTheInterval() throws Exception {
        long seed = 1;
        long[][] intervals = {{-5_000, 0}, {0, 7_000}, {-2_000, 3_000}, {-20_000, -15_000}, {4_000, 4_000}, {0, 0}};
        for (JoinType type : JOINS) {
            for (long[] interval : intervals) {
                check(new Case(type, interval[0], interval[1]), seed++);
            }
        }
    }

    /** Rows get their moment and the watermark follows the clock, whether rows come or not; a failure after every step. */
    @Test
    void rowsMeetThatAreProcessedWithinTheInterval() throws Exception {
        for (JoinType type : JOINS) {
            Case join = new Case(type, -5_000_000, 3_000_000);
            try (KeyedOperatorRig rig = new KeyedOperatorRig(
                    join.spec(),
                    List.of(TYPES, TYPES),
                    directory.resolve(type.name()),
                    (context, store) -> new IntervalJoinOperator(join.spec(), context, store))) {
                checkByTheClock(join, rig);
            }
        }
    }

    private static void checkByTheClock(Case join, KeyedOperatorRig rig) throws Exception {
        Random random = new Random(3);
        AtomicLong millis = new AtomicLong(1_000_000);
        ProcessingTimeOperator clock = new ProcessingTimeOperator(
                new OperatorSpec.AssignProcessingTime(1),
                millis::get,
                () -> TimeUnit.MILLISECONDS.toNanos(millis.get()));
        List<List<Batch>> fed = List.of(new ArrayList<>(), new ArrayList<>());
        List<Batch> emitted = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            int input = random.nextInt(2);
            clock.addInput(0, untimed(random));
            Batch timed = clock.output();
            fed.get(input).add(timed);
            emitted.addAll(rig.add(input, timed));
            emitted.addAll(rig.watermark(clock.watermarkMicros()));
            rig.restart();
            millis.addAndGet(random.nextInt(2_000));
        }
        millis.addAndGet(60_000);
        assertThat(clock.output()).isNull();
        emitted.addAll(rig.watermark(clock.watermarkMicros()));
        Rows.assertSame(join.toString(), Rows.of(emitted), join.expected(Rows.of(fed.get(0)), Rows.of(fed.get(1))));
    }

    private static Batch untimed(Random random) {
        Batch rows = rows(random, 1 + random.nextInt(10), DISORDER);
        List<Column> columns = new ArrayList<>(rows.columns());
        columns.set(1, new LongColumn(rows.rowCount(), new long[rows.rowCount()], null));
        return new Batch(rows.rowCount(), columns);
    }

    @Test
    void stateGoesWithTheWatermark() {
        Case join = new Case(JoinType.LEFT, -5_000, 5_000);
        Random random = new Random(7);
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                join.spec(),
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new IntervalJoinOperator(join.spec(), context, store))) {
            long early = 0;
            for (int second = 1; second <= 300; second++) {
                long now = second * 10_000L;
                rig.add(0, rows(random, 100, now));
                rig.add(1, rows(random, 100, now));
                rig.watermark(now - DISORDER);
                long held = rig.operator().statistics().memoryBytesPeak();
                early = second == 30 ? held : early;
                if (second > 30) {
                    assertThat(held).isLessThan(early * 2);
                }
            }
        }
    }
}
