package io.blink.runtime.operator.over.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * OVER in a stream ({@link OperatorSpec.StreamOver}). By event time a row waits in state until the watermark is behind it, and comes out with its results in order of time; one that comes behind the
 * watermark is counted and dropped. By processing time each batch is answered as it comes.
 */
public final class StreamOverOperator implements Operator {
    /** Moments that are answered together. */
    private static final int MOMENTS_AT_ONCE = Batch.TARGET_ROWS;

    private static final String WATERMARK = "watermarkMicros";
    private static final String SEQUENCE = "nextSequence";
    private static final String MICROS_BACK = "microsBack";

    private final OperatorSpec.StreamOver spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final int[] keyColumns;
    private final List<DataType> keyTypes;
    private final OperatorSpec.OverWindow framed;
    private final RunningCalls running;
    private final KeptRows kept;
    private final Timers timers;
    private final DueTimes times;
    private final Deque<Batch> answered = new ArrayDeque<>();
    private FramedCalls evaluation;
    private DueRows evaluated;
    private List<Column> runningResults = List.of();
    private long watermark = Long.MIN_VALUE;
    private long dueUntil = Long.MIN_VALUE;
    private long nextSequence;
    private long microsBack = -1;
    private long lastMicros = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public StreamOverOperator(OperatorSpec.StreamOver spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        List<DataType> types = context.inputs().get(0).stream().map(Field::type).toList();
        keyColumns = spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        keyTypes = spec.partitionKeys().stream().map(types::get).toList();
        List<WindowCall> framedCalls =
                spec.calls().stream().filter(call -> !isRunning(call)).toList();
        List<WindowCall> runningCalls =
                spec.calls().stream().filter(StreamOverOperator::isRunning).toList();
        framed = new OperatorSpec.OverWindow(
                spec.partitionKeys(), List.of(new SortKey(spec.timeColumn(), true, true)), framedCalls);
        running = runningCalls.isEmpty()
                ? null
                : new RunningCalls(runningCalls, keyTypes, store, spec.stateTtlMillis(), context.functions());
        kept = !spec.eventTime() && framedCalls.isEmpty()
                ? null
                : new KeptRows(
                        keyTypes, types, rowsBack(framedCalls), store, spec.eventTime() ? 0 : spec.stateTtlMillis());
        timers = spec.eventTime() ? store.timers(TableSchema.of("times", keyTypes, List.of())) : null;
        times = new DueTimes(keyTypes);
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
            nextSequence = Math.max(nextSequence, attributes.getOrDefault(SEQUENCE, 0L));
            microsBack = Math.max(microsBack, attributes.getOrDefault(MICROS_BACK, -1L));
        }
    }

    /** Whether the call is answered from what is known of all rows so far. */
    private static boolean isRunning(WindowCall call) {
        return call.aggregate() != null && call.frame().start().kind() == BoundKind.UNBOUNDED_PRECEDING;
    }

    private static int rowsBack(List<WindowCall> calls) {
        long rows = 0;
        for (WindowCall call : calls) {
            boolean counts = call.aggregate() != null || call.offset() == null;
            long back = !counts
                    ? call.offset()
                    : call.frame().start().kind() == BoundKind.PRECEDING
                                    && call.frame().start().edgeColumn() < 0
                            ? call.frame().start().offset()
                            : 0;
            rows = Math.max(rows, back);
        }
        return Math.toIntExact(rows);
    }

    // ---- Rows

    @Override
    public boolean needsInput(int input) {
        return evaluation == null && answered.isEmpty() && !isDue() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (spec.eventTime()) {
            keep(times.behind(batch, spec.timeColumn(), watermark, context.owner()));
            lateRows += times.late();
        } else if (batch.rowCount() > 0) {
            answerNow(batch);
        }
    }

    private void keep(Batch rows) {
        int count = rows.rowCount();
        if (count == 0) {
            return;
        }
        long[] rowTimes = times.of(rows, spec.timeColumn());
        Column[] keys = keys(rows);
        long[] hashes = hashes(rows);
        lookBack(rows, rowTimes);
        kept.put(keys, hashes, rows, rowTimes, nextSequence);
        nextSequence += count;
        timers.set(rowTimes, keys, hashes, count);
    }

    private Column[] keys(Batch rows) {
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = rows.column(keyColumns[k]);
        }
        return keys;
    }

    private long[] hashes(Batch rows) {
        long[] hashes = new long[rows.rowCount()];
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        return hashes;
    }

    /** How far back by time the frames of rows begin; as all of them have one interval, that of later ones too, unless it is in months. */
    private void lookBack(Batch rows, long[] rowTimes) {
        for (WindowCall call : framed.calls()) {
            int edge = call.frame().start().edgeColumn();
            if (edge >= 0) {
                microsBack = Math.max(microsBack, DueTimes.furthest(rowTimes, times.of(rows, edge)));
            }
        }
    }

    // ---- Processing time

    /** The time of a batch is later than that of all before. */
    private void answerNow(Batch batch) {
        long[] rowTimes = times.of(batch, spec.timeColumn()).clone();
        long least = lastMicros == Long.MIN_VALUE ? lastMicros : lastMicros + 1;
        for (int i = 0; i < batch.rowCount(); i++) {
            rowTimes[i] = Math.max(rowTimes[i], i == 0 ? least : rowTimes[i - 1]);
        }
        lastMicros = rowTimes[batch.rowCount() - 1];
        List<Column> columns = new ArrayList<>(batch.columns());
        columns.set(spec.timeColumn(), new LongColumn(batch.rowCount(), rowTimes, null));
        Batch rows = new Batch(batch.rowCount(), columns);
        if (framed.calls().isEmpty()) {
            answer(times.partitioned(rows, keys(rows), hashes(rows), rowTimes, nextSequence));
        } else {
            Column[] keys = keys(rows);
            long[] hashes = hashes(rows);
            lookBack(rows, rowTimes);
            kept.put(keys, hashes, rows, rowTimes, nextSequence);
            answer(times.read(kept, keys, hashes, rowTimes, rows.rowCount(), microsBack()));
        }
        nextSequence += batch.rowCount();
    }

    private long microsBack() {
        return microsBack < 0 ? -1 : DueTimes.withMonths(microsBack);
    }

    // ---- Event time

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        dueUntil = Math.max(dueUntil, watermark - 1);
    }

    @Override
    public void endInput(int input) {
        ended = true;
        dueUntil = Long.MAX_VALUE - 1;
    }

    private boolean isDue() {
        return timers != null && timers.next() <= dueUntil;
    }

    private void answerDue() {
        Timers.Due due = timers.take(dueUntil, MOMENTS_AT_ONCE);
        long[] hashes = new long[due.count()];
        int[] all = new int[due.keys().length];
        Arrays.setAll(all, k -> k);
        ColumnHash.ofKeys(new Batch(due.count(), List.of(due.keys())), all, hashes);
        answer(times.read(kept, due.keys(), hashes, due.times(), due.count(), microsBack()));
    }

    // ---- Answers

    private void answer(DueRows rows) {
        evaluated = rows;
        runningResults = running == null ? List.of() : running.answer(rows);
        if (framed.calls().isEmpty()) {
            finish(List.of());
        } else {
            evaluation = new FramedCalls(framed, context, rows);
            advance();
        }
    }

    private void advance() {
        if (evaluation.advance()) {
            List<Column> results = evaluation.results();
            evaluation.close();
            evaluation = null;
            finish(results);
        }
    }

    private void finish(List<Column> framedResults) {
        int[] due = evaluated.due();
        List<Column> columns = new ArrayList<>();
        evaluated.rows().columns().forEach(column -> columns.add(column.take(due, 0, due.length)));
        int nextRunning = 0;
        int nextFramed = 0;
        for (WindowCall call : spec.calls()) {
            columns.add(isRunning(call) ? runningResults.get(nextRunning++) : framedResults.get(nextFramed++));
        }
        Batch rows = DueTimes.inOrder(new Batch(due.length, columns), evaluated, due);
        for (int from = 0; from < due.length; from += Batch.TARGET_ROWS) {
            answered.add(rows.slice(from, Math.min(Batch.TARGET_ROWS, due.length - from)));
        }
        if (kept != null) {
            kept.forget(evaluated, microsBack());
        }
        evaluated = null;
    }

    @Override
    public Batch output() {
        if (evaluation != null) {
            advance();
        }
        if (evaluation == null && answered.isEmpty() && isDue()) {
            answerDue();
        }
        return answered.poll();
    }

    @Override
    public Wait waitsFor() {
        return evaluation == null ? Wait.NONE : evaluation.waitsFor().orOthersTurn();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        StateSnapshot snapshot =
                store.snapshot(Map.of(WATERMARK, watermark, SEQUENCE, nextSequence, MICROS_BACK, microsBack));
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new OperatorSnapshot.Content(
                    saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

    @Override
    public boolean finished() {
        return ended && evaluation == null && answered.isEmpty() && !isDue();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        answered.clear();
        if (evaluation != null) {
            evaluation.close();
        }
        store.close();
    }
}
