package io.blink.runtime.operator.over.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.WindowFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamOverOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final long INTERVAL = 10;
    private static final int ROWS_BACK = 2;
    private static final int EDGE = 3;
    private static final Bound START = new Bound(BoundKind.UNBOUNDED_PRECEDING, 0, -1);
    private static final Bound CURRENT = new Bound(BoundKind.CURRENT_ROW, 0, -1);
    /** Time, key, value, time less the interval. */
    private static final List<DataType> TYPES = List.of(TIME, NUMBER, NUMBER, TIME);

    @TempDir
    Path directory;

    private final MemoryPool pool = new MemoryPool("test", 256 << 20);
    private final List<StreamOverOperator> open = new ArrayList<>();
    private int attempts;
    private long checkpoints;

    @AfterEach
    void nothingStaysReserved() {
        open.forEach(StreamOverOperator::close);
        assertThat(pool.usedBytes()).isZero();
    }

    private static WindowCall sum(Unit unit, Bound start) {
        return new WindowCall(
                null,
                AggregateFunction.SUM,
                List.of(2),
                List.of(NUMBER),
                false,
                -1,
                false,
                new WindowFrame(unit, start, CURRENT, Exclusion.NO_OTHERS),
                BIGINT,
                null);
    }

    private static WindowCall lag() {
        return new WindowCall(
                        WindowFunction.LAG,
                        null,
                        List.of(2),
                        List.of(NUMBER),
                        false,
                        -1,
                        false,
                        WindowFrame.WHOLE_PARTITION,
                        BIGINT,
                        null)
                .withOffset(1L);
    }

    private static List<WindowCall> running() {
        return List.of(sum(Unit.ROWS, START), sum(Unit.RANGE, START));
    }

    private static List<WindowCall> all() {
        return List.of(
                sum(Unit.ROWS, START),
                sum(Unit.ROWS, new Bound(BoundKind.PRECEDING, ROWS_BACK, -1)),
                sum(Unit.RANGE, START),
                sum(Unit.RANGE, new Bound(BoundKind.PRECEDING, 0, EDGE)),
                lag());
    }

    private StreamOverOperator operator(OperatorSpec.StreamOver spec, List<String> handles) {
        OperatorNode node =
                new OperatorNode(1, "state", "over", spec, List.of(new OperatorInput.FromEdge(0)), List.of());
        OperatorContext context = new OperatorContext(
                "job",
                node,
                List.of(OperatorRig.fields(TYPES)),
                1,
                0,
                ++attempts,
                1,
                1,
                128,
                ExecutionMode.STREAMING,
                pool,
                new LocalSpillFiles(List.of(directory), "spill-" + attempts),
                Runnable::run,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
        StateScope scope = new StateScope("over", directory + "/state", attempts, 0, 1, 128);
        KeyedStateStore store = new PagedStateBackend().open(scope, new LocalFileSystem(), pool);
        store.restore(handles);
        StreamOverOperator operator = new StreamOverOperator(spec, context, store);
        open.add(operator);
        return operator;
    }

    private StreamOverOperator restored(StreamOverOperator old, OperatorSpec.StreamOver spec) throws Exception {
        String handle = old.snapshot(++checkpoints).write().keyedStateJson();
        old.close();
        open.remove(old);
        return operator(spec, List.of(handle));
    }

    private static List<List<Object>> drain(StreamOverOperator operator) {
        List<Batch> emitted = new ArrayList<>();
        while (true) {
            Batch batch = operator.output();
            if (batch != null) {
                emitted.add(batch);
            } else if (operator.waitsFor().isNone()) {
                return Rows.of(emitted);
            }
        }
    }

    private static Batch batch(Random random, long now, int spread, int keys) {
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 6);
        long[][] columns = new long[4][count];
        for (int i = 0; i < count; i++) {
            columns[0][i] = now + random.nextInt(spread);
            columns[1][i] = random.nextInt(keys);
            columns[2][i] = random.nextInt(1000);
            columns[3][i] = columns[0][i] - INTERVAL;
        }
        return new Batch(List.of(
                new LongColumn(count, columns[0], null),
                new LongColumn(count, columns[1], null),
                new LongColumn(count, columns[2], null),
                new LongColumn(count, columns[3], null)));
    }

    // ---- The model: rows of a partition in a list, each call computed from it

    private static List<List<Object>> expected(List<List<Object>> arrived, List<WindowCall> calls) {
        Map<Object, List<List<Object>>> partitions = new HashMap<>();
        arrived.forEach(row ->
                partitions.computeIfAbsent(row.get(1), key -> new ArrayList<>()).add(row));
        List<List<Object>> results = new ArrayList<>();
        partitions.values().forEach(rows -> {
            rows.sort(Comparator.comparing(row -> (Long) row.get(0)));
            for (int i = 0; i < rows.size(); i++) {
                List<Object> result = new ArrayList<>(rows.get(i));
                for (WindowCall call : calls) {
                    result.add(value(call, rows, i));
                }
                results.add(result);
            }
        });
        return results;
    }

    private static Object value(WindowCall call, List<List<Object>> rows, int current) {
        if (call.function() != null) {
            return current == 0 ? null : rows.get(current - 1).get(2);
        }
        long time = (Long) rows.get(current).get(0);
        boolean byRow = call.frame().unit() == Unit.ROWS;
        boolean bounded = call.frame().start().kind() == BoundKind.PRECEDING;
        long sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            long other = (Long) rows.get(i).get(0);
            boolean in = byRow ? i <= current : other <= time;
            in &= !bounded || (byRow ? i >= current - ROWS_BACK : other >= time - INTERVAL);
            sum += in ? (Long) rows.get(i).get(2) : 0;
        }
        return sum;
    }

    private void byEventTime(long seed, List<WindowCall> calls, List<Integer> keys) throws Exception {
        Random random = new Random(seed);
        OperatorSpec.StreamOver spec = new OperatorSpec.StreamOver(keys, 0, true, calls, 0);
        StreamOverOperator operator = operator(spec, List.of());
        List<List<Object>> arrived = new ArrayList<>();
        List<List<Object>> emitted = new ArrayList<>();
        long now = 0;
        long watermark = Long.MIN_VALUE;
        long late = 0;
        long lateBeforeRestore = 0;
        for (int step = 0; step < 60; step++) {
            Batch rows = batch(random, now, 25, keys.isEmpty() ? 1 : 4);
            for (List<Object> row : Rows.of(List.of(rows))) {
                if ((Long) row.get(0) < watermark) {
                    late++;
                } else {
                    arrived.add(row);
                }
            }
            assertThat(operator.needsInput(0)).isTrue();
            operator.addInput(0, rows);
            emitted.addAll(drain(operator));
            now += random.nextInt(10);
            if (random.nextInt(3) == 0) {
                watermark = Math.max(watermark, now);
                operator.watermark(watermark);
                emitted.addAll(drain(operator));
            }
            if (random.nextInt(4) == 0) {
                lateBeforeRestore += operator.statistics().lateRowsDropped();
                operator = restored(operator, spec);
            }
        }
        operator.endInput(0);
        emitted.addAll(drain(operator));
        assertThat(operator.finished()).isTrue();
        assertThat(lateBeforeRestore + operator.statistics().lateRowsDropped()).isEqualTo(late);
        Rows.assertSame("seed " + seed, emitted, expected(arrived, calls));
        assertThat(emitted)
                .extracting(row -> (Long) row.get(0))
                .as("in order of time")
                .isSorted();
    }

    @Test
    void rowsComeInOrderOfTimeWithWhatWasBeforeThemThroughRestoresAtAnyStep() throws Exception {
        for (long seed = 0; seed < 6; seed++) {
            byEventTime(seed, all(), List.of(1));
        }
    }

    @Test
    void eachKindOfFrameAlone() throws Exception {
        byEventTime(11, running(), List.of(1));
        byEventTime(12, all().subList(1, 2), List.of(1));
        byEventTime(13, all().subList(3, 4), List.of(1));
        byEventTime(14, all().subList(4, 5), List.of(1));
    }

    @Test
    void withoutKeysThereIsOnePartition() throws Exception {
        byEventTime(21, all(), List.of());
    }

    @Test
    void byProcessingTimeEachBatchIsAnsweredAsItComes() throws Exception {
        List<WindowCall> byRow = List.of(all().get(0), all().get(1), all().get(4));
        for (List<WindowCall> calls : List.of(byRow, byRow.subList(0, 1))) {
            Random random = new Random(calls.size());
            OperatorSpec.StreamOver spec = new OperatorSpec.StreamOver(List.of(1), 0, false, calls, 0);
            StreamOverOperator operator = operator(spec, List.of());
            List<List<Object>> arrived = new ArrayList<>();
            List<List<Object>> emitted = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                Batch rows = batch(random, step * 1000L, 1, 3);
                arrived.addAll(Rows.of(List.of(rows)));
                operator.addInput(0, rows);
                List<List<Object>> answers = drain(operator);
                assertThat(answers).hasSize(rows.rowCount());
                emitted.addAll(answers);
                if (random.nextInt(3) == 0) {
                    operator = restored(operator, spec);
                }
            }
            Rows.assertSame("processing time", emitted, expected(arrived, calls));
        }
    }

    @Test
    void rowsThatNobodyLooksBackAtAreForgotten() throws Exception {
        OperatorSpec.StreamOver spec = new OperatorSpec.StreamOver(List.of(1), 0, true, all(), 0);
        StreamOverOperator operator = operator(spec, List.of());
        Random random = new Random(5);
        long bytes = 0;
        for (int step = 0; step < 400; step++) {
            operator.addInput(0, batch(random, step * 50L, 25, 4));
            drain(operator);
            operator.watermark(step * 50L + 25);
            drain(operator);
            if (step == 100) {
                bytes = operator.statistics().memoryBytesPeak();
            }
        }
        assertThat(operator.statistics().memoryBytesPeak()).isLessThanOrEqualTo(2 * bytes);
    }
}
