package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.rows.RowStore;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sorts all rows, or gives the first of them. Rows gather in memory; when it runs out they are sorted and written to disk as a sorted run. At the end the runs are merged, so many at a
 * time as memory admits.
 */
public final class SortOperator implements Operator {
    private static final long SPILLED_BATCH_BYTES = 256 << 10;

    private enum State {
        /** Rows come in. */
        COLLECTING,
        /** The rows in memory are being sorted, run by run. */
        SORTING,
        /** Sorted rows are being written to disk, then collecting goes on. */
        SPILLING,
        /** Sorted rows in memory are emitted. */
        EMITTING,
        /** Runs on disk are merged, to disk again or to the output. */
        MERGING,
        DONE
    }

    private final OperatorContext context;
    private final List<SortKey> keys;
    private final List<Field> fields;
    private final List<DataType> types;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final RowStore rows;
    private final RunMerging merging;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private State state = State.COLLECTING;
    private RowSorting sorting;
    private SpilledRows run;
    private int spilledBatchRows;
    private boolean ended;
    private long toSkip;
    private long toPass;
    private final long rowsWanted;
    private final int stringKeys;

    /** All rows in order. */
    public SortOperator(List<SortKey> keys, OperatorContext context) {
        this(keys, -1, 0, context);
    }

    /** @param limit -1: all */
    public SortOperator(List<SortKey> keys, long limit, long offset, OperatorContext context) {
        this.context = context;
        this.keys = keys;
        fields = context.inputs().get(0);
        types = fields.stream().map(Field::type).toList();
        memory = new OperatorMemory(context);
        queue = SpillQueue.of(context);
        rows = new RowStore(types);
        toSkip = offset;
        toPass = limit < 0 ? Long.MAX_VALUE : limit;
        rowsWanted = limit < 0 || limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset;
        merging = new RunMerging(context, keys, fields, memory, queue, rowsWanted);
        stringKeys = RowSorting.stringKeys(keys, types);
        sorting = new RowSorting(keys, types, rows);
    }

    @Override
    public boolean needsInput(int input) {
        return state == State.COLLECTING && pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() > 0) {
            pending.add(batch);
            collect();
        }
    }

    private void collect() {
        if (memory.takeRevocation() && state == State.COLLECTING && rows.size() > 0) {
            startSorting();
        }
        while (state == State.COLLECTING && !pending.isEmpty()) {
            collect(pending.pop());
        }
    }

    private void collect(Batch batch) {
        int count = batch.rowCount();
        Column[] columns = batch.columns().toArray(Column[]::new);
        long wanted = rows.bytesToAppend(columns, count)
                + RowSorting.bytesFor(rows.size() + count, stringKeys)
                - RowSorting.bytesFor(rows.size(), stringKeys);
        if (memory.tryGrow(wanted)) {
            rows.append(columns, null, 0, count);
            sorting.observe(batch);
            memory.set(rows.retainedBytes() + RowSorting.bytesFor(rows.size(), stringKeys));
            memory.setRevocable(memory.usedBytes());
        } else if (rows.size() > 0) {
            pending.push(batch);
            startSorting();
        } else {
            memory.halve(batch, wanted, pending);
        }
    }

    private void startSorting() {
        memory.setRevocable(0);
        state = State.SORTING;
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        queue.check();
        while (true) {
            State before = state;
            Batch output = step();
            if (output != null || state == before) {
                return output;
            }
        }
    }

    private Batch step() {
        switch (state) {
            case COLLECTING -> {
                collect();
                if (state == State.COLLECTING && ended) {
                    endCollecting();
                }
            }
            case SORTING -> {
                if (!sorting.sortNext()) {
                    endSorting();
                }
            }
            case SPILLING -> spill();
            case EMITTING -> {
                return emit();
            }
            case MERGING -> {
                Batch merged = merging.next();
                if (merging.done()) {
                    release();
                }
                return merged == null ? null : cut(merged);
            }
            case DONE -> {
                return null;
            }
        }
        return null;
    }

    private void endCollecting() {
        if (rows.size() > 0) {
            startSorting();
        } else if (merging.runs() > 0) {
            merging.start();
            state = State.MERGING;
        } else {
            release();
        }
    }

    private void endSorting() {
        if (ended && pending.isEmpty() && merging.runs() == 0) {
            state = State.EMITTING;
            return;
        }
        run = merging.newRun();
        long rowBytes = Math.max(1, rows.retainedBytes() / rows.size());
        long share = Math.min(SPILLED_BATCH_BYTES, memory.capacityBytes() / 16);
        spilledBatchRows = (int) Math.max(1, Math.min(Batch.TARGET_ROWS, share / rowBytes));
        state = State.SPILLING;
    }

    private void spill() {
        while (!queue.full()) {
            long wanted = Math.min(spilledBatchRows, rowsWanted - run.rows());
            int count = sorting.next((int) wanted);
            if (count == 0) {
                run.finish();
                clear();
                state = State.COLLECTING;
                return;
            }
            run.append(sorting.gather(0, count));
        }
    }

    private void clear() {
        rows.clear();
        sorting = new RowSorting(keys, types, rows);
        memory.set(rows.retainedBytes());
    }

    private Batch emit() {
        toSkip -= sorting.skip(toSkip);
        int count = toSkip > 0 ? 0 : sorting.next((int) Math.min(toPass, Batch.TARGET_ROWS));
        if (count == 0) {
            release();
            return null;
        }
        toPass -= count;
        return sorting.gather(0, count);
    }

    private Batch cut(Batch batch) {
        int skipped = (int) Math.min(toSkip, batch.rowCount());
        int passed = (int) Math.min(toPass, batch.rowCount() - skipped);
        toSkip -= skipped;
        toPass -= passed;
        if (toPass == 0) {
            release();
        }
        return passed == 0 ? null : batch.slice(skipped, passed);
    }

    private void release() {
        state = State.DONE;
        rows.clear();
        sorting = null;
        memory.setRevocable(0);
        memory.set(0);
        queue.close();
    }

    @Override
    public Wait waitsFor() {
        return switch (state) {
            case SORTING -> Wait.OTHERS_TURN;
            case SPILLING -> queue.untilDone();
            case MERGING -> merging.waitsFor();
            default -> Wait.NONE;
        };
    }

    @Override
    public boolean finished() {
        return state == State.DONE;
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        state = State.DONE;
        pending.clear();
        rows.clear();
        memory.close();
        queue.close();
    }
}
