package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.KeyFilterSource;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.rows.RowStore;
import java.util.List;

/**
 * The first rows of an order. Keeps some more than are wanted; when they have doubled, sorts them and keeps the first, whose last one's prefix is from then on a threshold that most rows
 * fail without being copied, and scans of the task leave out. Becomes a {@link SortOperator} with a limit when many rows are wanted, or when they do not fit in memory.
 */
public final class TopNOperator implements Operator, KeyFilterSource {
    /** Beyond this a sort that can spill does better. */
    private static final long ROWS_MAX = 1 << 16;

    private static final int SLACK_ROWS = Batch.TARGET_ROWS;

    private final OperatorSpec.TopN spec;
    private final OperatorContext context;
    private final List<DataType> types;
    private final long wanted;
    private final OperatorMemory memory;
    private final SortPrefix prefix;
    private final int stringKeys;
    private RowStore rows;
    private long[] prefixes = new long[0];
    private int[] positions = new int[0];
    private boolean hasThreshold;
    private long threshold;
    /** What scans leave out; {@code null}: nobody asked. */
    private FirstRowsFilter filter;

    private boolean ended;
    private RowSorting result;
    private long toPass;
    private boolean done;
    /** What took over, if the rows did not fit. */
    private Operator sort;

    private int handedRows;
    /** The batch that did not fit, until it and all rows before it are handed over. */
    private Batch lastHanded;

    private boolean sortEnded;

    private TopNOperator(OperatorSpec.TopN spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        types = context.inputs().get(0).stream().map(Field::type).toList();
        wanted = spec.limit() + spec.offset();
        toPass = spec.limit();
        memory = new OperatorMemory(context);
        prefix = new SortPrefix(
                spec.keys(),
                spec.keys().stream().map(key -> types.get(key.column())).toList());
        stringKeys = RowSorting.stringKeys(spec.keys(), types);
        rows = new RowStore(types);
    }

    public static Operator of(OperatorSpec.TopN spec, OperatorContext context) {
        if (spec.limit() < 0 || spec.limit() > ROWS_MAX || spec.offset() > ROWS_MAX) {
            return new SortOperator(spec.keys(), spec.limit(), spec.offset(), context);
        }
        return new TopNOperator(spec, context);
    }

    @Override
    public void decides(PendingKeyFilter pending) {
        if (filter == null) {
            SortKey first = spec.keys().get(0);
            filter = FirstRowsFilter.of(first, types.get(first.column()));
        }
        pending.decide(filter.at(pending.place().column()));
    }

    @Override
    public boolean needsInput(int input) {
        return !ended && (sort == null || lastHanded == null && sort.needsInput(input));
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (sort != null) {
            sort.addInput(input, batch);
        } else if (batch.rowCount() > 0 && wanted > 0) {
            int selected = select(batch);
            Batch passing = selected == batch.rowCount() ? batch : batch.take(positions, 0, selected);
            if (selected > 0) {
                add(passing);
            }
        }
    }

    /** Positions of the rows that may be among the first. */
    private int select(Batch batch) {
        int count = batch.rowCount();
        if (!hasThreshold) {
            return count;
        }
        if (prefixes.length < count) {
            prefixes = new long[count];
            positions = new int[count];
        }
        prefix.compute(keyColumns(batch), count, prefixes, 0);
        long bound = threshold + Long.MIN_VALUE;
        int selected = 0;
        for (int i = 0; i < count; i++) {
            positions[selected] = i;
            selected += prefixes[i] + Long.MIN_VALUE <= bound ? 1 : 0;
        }
        return selected;
    }

    private Column[] keyColumns(Batch batch) {
        return spec.keys().stream().map(key -> batch.column(key.column())).toArray(Column[]::new);
    }

    private void add(Batch batch) {
        Column[] columns = batch.columns().toArray(Column[]::new);
        int count = batch.rowCount();
        long bytes = rows.bytesToAppend(columns, count) + RowSorting.bytesFor(count, stringKeys);
        if (!memory.tryGrow(bytes)) {
            turnToSort(batch);
            return;
        }
        rows.append(columns, null, 0, count);
        account();
        if (rows.size() >= 2 * wanted + SLACK_ROWS) {
            keepFirst();
        }
    }

    private void account() {
        memory.set(rows.retainedBytes() + RowSorting.bytesFor(rows.size(), stringKeys));
    }

    private RowSorting sorted() {
        RowSorting sorting = new RowSorting(spec.keys(), types, rows);
        boolean more = true;
        while (more) {
            more = sorting.sortNext();
        }
        return sorting;
    }

    private void keepFirst() {
        RowSorting sorting = sorted();
        RowStore kept = new RowStore(types);
        long left = wanted;
        Batch last = null;
        while (left > 0) {
            int count = sorting.next((int) Math.min(left, Batch.TARGET_ROWS));
            last = sorting.gather(0, count);
            kept.append(last.columns().toArray(Column[]::new), null, 0, count);
            left -= count;
        }
        rows = kept;
        account();
        long[] worst = new long[last.rowCount()];
        prefix.compute(keyColumns(last), worst.length, worst, 0);
        threshold = worst[worst.length - 1];
        if (filter != null) {
            filter.tighten(last.column(spec.keys().get(0).column()), last.rowCount() - 1);
        }
        hasThreshold = true;
    }

    /** The rows do not fit: a sort takes over, whose rows the ones gathered here become. */
    private void turnToSort(Batch next) {
        sort = new SortOperator(spec.keys(), spec.limit(), spec.offset(), context);
        handedRows = 0;
        lastHanded = next;
    }

    /** Hands the next rows to the sort, if it takes them. */
    private void handOver() {
        while (lastHanded != null && sort.needsInput(0)) {
            int count = Math.min(Batch.TARGET_ROWS, rows.size() - handedRows);
            if (count == 0) {
                sort.addInput(0, lastHanded);
                lastHanded = null;
                rows.clear();
                memory.close();
                return;
            }
            int[] selected = new int[count];
            for (int i = 0; i < count; i++) {
                selected[i] = handedRows + i;
            }
            sort.addInput(0, new Batch(count, rows.gather(selected, 0, count)));
            handedRows += count;
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        if (sort != null) {
            return sortedOutput();
        }
        if (!ended || done) {
            return null;
        }
        if (result == null) {
            result = sorted();
            result.skip(spec.offset());
        }
        int count = toPass > 0 ? result.next((int) Math.min(toPass, Batch.TARGET_ROWS)) : 0;
        if (count > 0) {
            toPass -= count;
            return result.gather(0, count);
        }
        done = true;
        rows.clear();
        memory.set(0);
        return null;
    }

    private Batch sortedOutput() {
        handOver();
        if (lastHanded == null && ended && !sortEnded) {
            sortEnded = true;
            sort.endInput(0);
        }
        Batch batch = sort.output();
        done = sort.finished();
        return batch;
    }

    @Override
    public boolean finished() {
        return done;
    }

    @Override
    public Wait waitsFor() {
        return sort == null ? Wait.NONE : sort.waitsFor();
    }

    @Override
    public OperatorStatistics statistics() {
        return sort == null ? memory.statistics() : sort.statistics();
    }

    @Override
    public void close() {
        done = true;
        rows.clear();
        memory.close();
        if (sort != null) {
            sort.close();
        }
    }
}
