package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.RowStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts the rows of a store: in runs of {@link #RUN_ROWS}, which stay in the processor's cache, then by merging them. Each {@link #sortNext} sorts one run; then {@link #next} gives row
 * numbers in order.
 */
final class RowSorting {
    static final int RUN_ROWS = 1 << 17;
    private static final int BLOCK_ROWS = Batch.TARGET_ROWS;

    private final List<SortKey> keys;
    private final RowStore rows;
    private final SortPrefix prefix;
    private final RunSorter sorter;
    private final List<long[]> prefixes = new ArrayList<>();
    private final List<int[]> numbers = new ArrayList<>();
    private int sortedRows;
    private int[] cursors;
    private LoserTree tree;

    RowSorting(List<SortKey> keys, List<DataType> types, RowStore rows) {
        this.keys = keys;
        this.rows = rows;
        prefix = new SortPrefix(
                keys, keys.stream().map(key -> types.get(key.column())).toList());
        sorter = new RunSorter(keys, rows);
    }

    /** Bytes that sorting that many rows takes beside the rows. */
    static long bytesFor(int rowCount) {
        return RunSorter.scratchBytes(rowCount) + RunSorter.scratchBytes(Math.min(rowCount, RUN_ROWS));
    }

    /** Looks at rows that are added to the store, so that prefixes use few bits. */
    void observe(Batch batch) {
        Column[] columns = new Column[keys.size()];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = batch.column(keys.get(k).column());
        }
        prefix.observe(columns, batch.rowCount());
    }

    /** Sorts the next run; false if all are sorted. */
    boolean sortNext() {
        if (sortedRows == 0) {
            prefix.plan();
        }
        int count = Math.min(RUN_ROWS, rows.size() - sortedRows);
        if (count == 0) {
            startMerge();
            return false;
        }
        long[] runPrefixes = new long[count];
        int[] runNumbers = new int[count];
        for (int done = 0; done < count; done += BLOCK_ROWS) {
            int length = Math.min(BLOCK_ROWS, count - done);
            for (int i = 0; i < length; i++) {
                runNumbers[done + i] = sortedRows + done + i;
            }
            Column[] columns = new Column[keys.size()];
            for (int k = 0; k < columns.length; k++) {
                columns[k] = rows.column(keys.get(k).column()).gather(runNumbers, done, length);
            }
            prefix.compute(columns, length, runPrefixes, done);
        }
        sorter.sort(runPrefixes, runNumbers, count, prefix.complete());
        prefixes.add(runPrefixes);
        numbers.add(runNumbers);
        sortedRows += count;
        return true;
    }

    private void startMerge() {
        if (tree != null) {
            return;
        }
        cursors = new int[numbers.size()];
        tree = new LoserTree(numbers.size(), this::compare);
        tree.build();
    }

    private int compare(int run, int other) {
        int order = Long.compareUnsigned(prefixes.get(run)[cursors[run]], prefixes.get(other)[cursors[other]]);
        return order != 0 || prefix.complete()
                ? order
                : sorter.compare(numbers.get(run)[cursors[run]], numbers.get(other)[cursors[other]]);
    }

    /** Writes the next row numbers in order, at most {@code max}; returns how many. */
    int next(int[] selected, int max) {
        int count = 0;
        if (numbers.size() == 1) {
            count = Math.min(max, sortedRows - cursors[0]);
            System.arraycopy(numbers.get(0), cursors[0], selected, 0, count);
            cursors[0] += count;
            return count;
        }
        int run = tree.winner();
        while (run >= 0 && count < max) {
            int[] runNumbers = numbers.get(run);
            selected[count++] = runNumbers[cursors[run]++];
            if (cursors[run] == runNumbers.length) {
                tree.exhaust(run);
            }
            tree.replay();
            run = tree.winner();
        }
        return count;
    }
}
