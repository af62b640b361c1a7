package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Gathers rows by the end of their window and, when the watermark reaches it, runs a plan of batch operators over them. Rows that came since the last barrier are held as they came, a bounded number; the
 * others are in state tables. What it holds must fit in memory; what the plan makes of it may spill.
 */
public final class WindowScopeOperator implements Operator {
    /** More rows than this go to the tables before the next barrier, so that what is left for it takes about a millisecond. */
    private static final int RECENT_ROWS_MAX = 8 << 10;

    private static final String WATERMARK = "watermarkMicros";
    private static final String NUMBER = "nextRowNumber";

    private final OperatorSpec.WindowScope spec;
    private final OperatorContext context;
    private final Function<OperatorContext, Operator> maker;
    private final KeyedStateStore store;
    private final OperatorMemory memory;
    private final List<StoredRows> stored = new ArrayList<>();
    private final TreeMap<Long, List<ScopeRows>> windows = new TreeMap<>();
    private final RowParts parts = new RowParts();
    private long watermark = Long.MIN_VALUE;
    private long nextNumber;
    private long recentBytes;
    private int recentRows;
    private long lateRows;
    private int openInputs;
    private List<ScopeRows> closing;
    private PlanRun run;

    /**
     * @param maker makes the operators of the plan
     * @param store empty, or restored from what this operator saved; closed with the operator
     */
    public WindowScopeOperator(
            OperatorSpec.WindowScope spec,
            OperatorContext context,
            Function<OperatorContext, Operator> maker,
            KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.maker = maker;
        this.store = store;
        this.memory = new OperatorMemory(context);
        this.openInputs = context.inputs().size();
        for (int input = 0; input < openInputs; input++) {
            stored.add(new StoredRows(
                    "rows-" + input, context.inputs().get(input), spec.keys().get(input), store));
        }
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
            nextNumber = Math.max(nextNumber, attributes.getOrDefault(NUMBER, 0L));
        }
        for (int input = 0; input < openInputs; input++) {
            for (long end : stored.get(input).namespaces()) {
                window(end).get(input).restored();
            }
        }
    }

    private List<ScopeRows> window(long end) {
        return windows.computeIfAbsent(
                end,
                key -> stored.stream().map(rows -> new ScopeRows(key, rows)).toList());
    }

    @Override
    public boolean needsInput(int input) {
        return run == null;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() == 0) {
            return;
        }
        Batch rows = batch.rowKinds() == null ? batch : new Batch(batch.rowCount(), batch.columns());
        long[] ends = WindowRows.times(rows.column(spec.endColumns().get(input)), context.owner());
        for (RowParts.Part part : parts.split(rows, ends)) {
            if (part.label() <= watermark) {
                lateRows += part.rows().rowCount();
            } else {
                add(input, part);
            }
        }
        if (recentRows > RECENT_ROWS_MAX) {
            storeRecent();
        }
    }

    private void add(int input, RowParts.Part part) {
        ScopeRows rows = window(part.label()).get(input);
        long before = rows.recentBytes();
        memory.grow(part.rows().retainedBytes());
        rows.add(part.rows());
        recentRows += part.rows().rowCount();
        account(rows.recentBytes() - before);
    }

    private void account(long addedBytes) {
        recentBytes += addedBytes;
        memory.set(recentBytes);
    }

    private void storeRecent() {
        for (List<ScopeRows> inputs : windows.values()) {
            for (ScopeRows rows : inputs) {
                nextNumber = rows.store(nextNumber);
            }
        }
        recentRows = 0;
        account(-recentBytes);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
    }

    @Override
    public void endInput(int input) {
        openInputs--;
    }

    @Override
    public void beforeSnapshot() {
        storeRecent();
    }

    @Override
    public Batch output() {
        while (run != null || beginNext()) {
            Batch rows = run.next();
            if (rows != null || !run.waitsFor().isNone()) {
                return rows;
            }
            endRun();
        }
        return null;
    }

    private boolean beginNext() {
        if (windows.isEmpty() || (openInputs > 0 && windows.firstKey() > watermark)) {
            return false;
        }
        closing = windows.pollFirstEntry().getValue();
        run = new PlanRun(
                spec.plan(), context, maker, input -> closing.get(input).read());
        return true;
    }

    private void endRun() {
        run.close();
        run = null;
        for (ScopeRows rows : closing) {
            recentRows -= rows.recentRows();
            account(-rows.recentBytes());
            rows.drop();
        }
        closing = null;
    }

    @Override
    public Wait waitsFor() {
        return run == null ? Wait.NONE : run.waitsFor();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        StateSnapshot snapshot = store.snapshot(Map.of(WATERMARK, watermark, NUMBER, nextNumber));
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new OperatorSnapshot.Content(
                    saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

    @Override
    public boolean finished() {
        return openInputs == 0 && run == null && windows.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
        windows.clear();
        store.close();
        memory.close();
    }
}
