package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WindowFiring;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Aggregation in sessions that are emitted early, at their end and for late rows ({@link OperatorSpec.FiringWindowAggregate}). A session that grew goes with its old bounds and comes with its new ones;
 * of those that became one all go. Tables {@code early} and {@code late} have the keys that got rows since they were last emitted so.
 */
public final class FiringSessionOperator implements Operator {
    private static final String WATERMARK = "watermarkMicros";
    private static final String EARLY = "early";
    private static final String LATE = "late";

    private final OperatorSpec.FiringWindowAggregate spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final LongSupplier nanoTime;
    private final int[] keyColumns;
    private final List<DataType> keyTypes;
    private final long latenessMicros;
    private final FiringSessions sessions;
    /** {@code null}: sessions that have not ended are not emitted. */
    private final FiringDelay early;

    private final FiringDelay late;
    private final Deque<Batch> changes = new ArrayDeque<>();
    private TableCursor visited;
    private boolean visitsEarly;
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;

    /**
     * @param store empty, or restored from what this operator saved; closed with the operator
     * @param nanoTime {@link System#nanoTime}, or a test's clock
     */
    public FiringSessionOperator(
            OperatorSpec.FiringWindowAggregate spec,
            OperatorContext context,
            KeyedStateStore store,
            LongSupplier nanoTime) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        this.nanoTime = nanoTime;
        this.keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        this.keyTypes = spec.groupKeys().stream()
                .map(key -> context.inputs().get(0).get(key).type())
                .toList();
        WindowFiring firing = spec.firing();
        this.latenessMicros = TimeUnit.MILLISECONDS.toMicros(firing.allowedLatenessMillis());
        this.early = firing.isEarly() ? new FiringDelay(firing.earlyDelayMillis()) : null;
        this.late = new FiringDelay(firing.lateDelayMillis());
        this.sessions = new FiringSessions(spec, context.inputs().get(0), store, context.functions());
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
        if (early != null && store.namespaces(EARLY).length > 0) {
            early.start(nanoTime.getAsLong());
        }
        if (store.namespaces(LATE).length > 0) {
            late.start(nanoTime.getAsLong());
        }
    }

    /** Sessions that end at or before it take no more rows. */
    private long closedMicros() {
        if (ended) {
            return passedMicros();
        }
        return watermark == Long.MIN_VALUE ? watermark : watermark - latenessMicros;
    }

    private long passedMicros() {
        return ended ? Long.MAX_VALUE - 1 : watermark;
    }

    @Override
    public boolean needsInput(int input) {
        return changes.isEmpty() && visited == null && !ended && !sessions.isCalledBy(passedMicros());
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            add(batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from)));
        }
    }

    private void add(Batch batch) {
        long[] times = WindowRows.times(batch.column(spec.timeColumn()), context.owner());
        lateRows += sessions.add(batch, times, closedMicros());
        Picked inTime = new Picked(times.length);
        Picked behind = new Picked(times.length);
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!sessions.isLate(row)) {
                inTime.add(row);
                if (watermark != Long.MIN_VALUE && times[row] + spec.window().sizeMicros() <= watermark) {
                    behind.add(row);
                }
            }
        }
        if (early != null && inTime.count() > 0) {
            note(EARLY, batch, inTime.positions());
            early.start(nanoTime.getAsLong());
        }
        if (latenessMicros > 0 && behind.count() > 0) {
            note(LATE, batch, behind.positions());
            late.start(nanoTime.getAsLong());
        }
    }

    private void note(String table, Batch batch, int[] rows) {
        Batch noted = batch.take(rows, 0, rows.length);
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = noted.column(keyColumns[k]);
        }
        long[] hashes = new long[rows.length];
        ColumnHash.ofKeys(noted, keyColumns, hashes);
        table(table).claim(keys, hashes, rows.length, new int[rows.length], new boolean[rows.length]);
    }

    private ValueTable table(String name) {
        return store.valueTable(TableSchema.of(name, keyTypes, List.of()), 0);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, Math.min(micros, Long.MAX_VALUE - 1));
    }

    /** The results of late rows belong to sessions that ended up to that long ago. */
    @Override
    public long watermarkDelayMicros() {
        return latenessMicros;
    }

    @Override
    public long wakeNanos() {
        return Math.min(early == null ? Long.MAX_VALUE : early.wakeNanos(), late.wakeNanos());
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        while (changes.isEmpty() && visitNext()) {
            // Not every key that is called has changed.
        }
        return changes.poll();
    }

    /** False if there is nothing to do now. */
    private boolean visitNext() {
        if (visited != null) {
            Batch keys = visited.next();
            if (keys != null) {
                visit(keys, visitsEarly);
            } else {
                visited = null;
                store.drop(visitsEarly ? EARLY : LATE, 0);
            }
            return true;
        }
        if (sessions.isCalledBy(passedMicros())) {
            visit(sessions.called(passedMicros()), false);
            return true;
        }
        long now = nanoTime.getAsLong();
        visitsEarly = early != null && early.endsBy(now);
        if (visitsEarly || late.endsBy(now)) {
            visited = table(visitsEarly ? EARLY : LATE).scan();
        }
        return visited != null;
    }

    private void visit(Batch keys, boolean evenOpen) {
        changes.addAll(sessions.visit(keys, passedMicros(), closedMicros(), evenOpen));
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(WATERMARK, watermark), checkpointId);
    }

    @Override
    public boolean finished() {
        return ended && changes.isEmpty() && visited == null && !sessions.isCalledBy(passedMicros());
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        changes.clear();
        visited = null;
        store.close();
    }
}
