package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.over.call.OverCall;
import io.blink.runtime.operator.over.page.CurrentPage;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.over.page.RowMarks;
import io.blink.runtime.operator.rows.ColumnStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** An aggregate over whole partitions: adds rows when they come, each partition a group. */
public final class PartitionAggregateCall extends OverCall {
    private static final int PARTITIONS_MAX = 4096;

    private final AggregateArguments arguments;
    private final OverRows rows;
    private final CurrentPage page;
    /** In order; rows are added to the last. */
    private final Deque<Stretch> stretches = new ArrayDeque<>();

    private int[] groups = new int[0];
    private Column result;

    /** Some consecutive partitions and their aggregate. */
    private final class Stretch {
        private final long firstPartition;
        private final Accumulator accumulator = arguments.accumulator();
        private final SeenValues seen = arguments.seenValues();
        private int partitions;

        Stretch(long firstPartition) {
            this.firstPartition = firstPartition;
        }

        long end() {
            return firstPartition + partitions;
        }

        void add(Batch batch, int[] rowGroups) {
            partitions = Math.max(partitions, rowGroups[batch.rowCount() - 1] + 1);
            accumulator.ensure(partitions);
            arguments.add(batch, rowGroups, accumulator, seen);
        }
    }

    public PartitionAggregateCall(WindowCall call, OverRows rows) {
        arguments = new AggregateArguments(call, rows.functions());
        this.rows = rows;
        page = rows.current();
    }

    @Override
    public void observe(Page observed, Batch batch) {
        int count = batch.rowCount();
        if (groups.length < count) {
            groups = new int[count];
        }
        RowMarks starts = rows.partitions();
        long first = starts.rank(observed.firstRow() + 1) - 1;
        long last = starts.rank(observed.end()) - 1;
        boolean full = !stretches.isEmpty() && last - stretches.peekLast().firstPartition >= PARTITIONS_MAX;
        if (stretches.isEmpty()) {
            stretches.add(new Stretch(first));
        } else if (full) {
            int head = continued(observed, first);
            if (head > 0) {
                add(stretches.peekLast(), batch.slice(0, head), observed.firstRow());
            }
            stretches.add(new Stretch(stretches.peekLast().end()));
            if (head < count) {
                add(stretches.peekLast(), batch.slice(head, count - head), observed.firstRow() + head);
            }
            return;
        }
        add(stretches.peekLast(), batch, observed.firstRow());
    }

    /** Rows at the start of a page that belong to the last partition that has begun before. */
    private int continued(Page observed, long firstPartition) {
        if (firstPartition >= stretches.peekLast().end()) {
            return 0;
        }
        long next = rows.partitions().select(firstPartition + 1);
        return (int) ((next < 0 ? observed.end() : next) - observed.firstRow());
    }

    private void add(Stretch stretch, Batch batch, long firstRow) {
        int group = (int) (rows.partitions().rank(firstRow + 1) - 1 - stretch.firstPartition);
        int count = batch.rowCount();
        groups[0] = group;
        for (int i = 1; i < count; i++) {
            group += rows.partitions().get(firstRow + i) ? 1 : 0;
            groups[i] = group;
        }
        stretch.add(batch, groups);
    }

    @Override
    public void begin() {
        while (stretches.peekFirst().end() <= page.partitionNumbers()[0]) {
            stretches.poll();
        }
    }

    @Override
    public Progress advance() {
        if (!page.partitionsEnded()) {
            return Progress.NEEDS_ROWS;
        }
        int count = page.rows();
        long first = page.partitionNumbers()[0];
        int partitions = (int) (page.partitionNumbers()[count - 1] - first) + 1;
        Column values = values(first, partitions);
        result = partitions == 1 ? new ConstantColumn(count, values) : spread(values, first, count);
        return Progress.DONE;
    }

    private Column spread(Column values, long first, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = (int) (page.partitionNumbers()[i] - first);
        }
        return new DictionaryColumn(count, ids, values);
    }

    private Column values(long first, int partitions) {
        Stretch stretch = stretches.peekFirst();
        if (first + partitions <= stretch.end()) {
            return stretch.accumulator.result((int) (first - stretch.firstPartition), partitions);
        }
        ColumnStore store = ColumnStore.of(arguments.call().type());
        Iterator<Stretch> following = stretches.iterator();
        long next = first;
        while (next < first + partitions) {
            Stretch part = following.next();
            int count = (int) (Math.min(first + partitions, part.end()) - next);
            store.append(part.accumulator.result((int) (next - part.firstPartition), count), null, 0, count);
            next += count;
        }
        int[] all = new int[partitions];
        for (int i = 0; i < partitions; i++) {
            all[i] = i;
        }
        return store.gather(all, 0, partitions);
    }

    @Override
    public Column result() {
        return result;
    }

    @Override
    public long retainedBytes() {
        long bytes = 0;
        for (Stretch stretch : stretches) {
            bytes += stretch.accumulator.retainedBytes() + (stretch.seen == null ? 0 : stretch.seen.retainedBytes());
        }
        return bytes;
    }
}
