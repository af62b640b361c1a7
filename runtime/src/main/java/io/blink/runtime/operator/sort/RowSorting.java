package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts the rows of a store by their prefixes. While {@link #sortNext} is true it computes prefixes and cuts the rows into ranges that fit the processor's cache; then {@link #next} sorts one
 * range after the other as its rows are wanted, so that rows that are {@linkplain #skip skipped} are hardly sorted, and never gathered.
 */
final class RowSorting {
    private final List<SortKey> keys;
    private final RowStore rows;
    private final SortPrefix prefix;
    private final RangeSorter sorter;
    private final PrefixedRows prefixed = new PrefixedRows();
    /** By column: the key that it is and that prefixes hold in full, or -1. */
    private final int[] keyOfColumn;

    private int prefixedRows;
    private RangeSplitting splitting;
    /** The range whose rows are being given, sorted. */
    private SortRange range = new SortRange(0, 0, false, true);

    private int rangePosition;
    private final long[] currentPrefixes = new long[Batch.TARGET_ROWS];
    private final int[] currentNumbers = new int[Batch.TARGET_ROWS];

    RowSorting(List<SortKey> keys, List<DataType> types, RowStore rows) {
        this.keys = keys;
        this.rows = rows;
        prefix = new SortPrefix(
                keys, keys.stream().map(key -> types.get(key.column())).toList());
        sorter = new RangeSorter(keys, rows);
        keyOfColumn = new int[types.size()];
    }

    /** Bytes that sorting that many rows takes beside the rows. */
    static long bytesFor(int rowCount) {
        return RangeSplitting.bytesFor(rowCount) + RangeSorter.bytesFor(Math.min(rowCount, RangeSplitting.RANGE_ROWS));
    }

    /** Looks at rows that are added to the store, so that prefixes use few bits: at all of them or at none. */
    void observe(Batch batch) {
        Column[] columns = new Column[keys.size()];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = batch.column(keys.get(k).column());
        }
        prefix.observe(columns, batch.rowCount());
    }

    /** Does the next step of what precedes {@link #next}; false if all is done. */
    boolean sortNext() {
        if (splitting == null) {
            if (prefixedRows == 0) {
                start();
            }
            computePrefixes();
            if (prefixedRows == rows.size()) {
                splitting = new RangeSplitting(prefixed, prefixedRows, sorter, prefix.complete());
            }
            return true;
        }
        return splitting.next();
    }

    private void start() {
        prefix.plan();
        prefixed.ensure(rows.size());
        Arrays.fill(keyOfColumn, -1);
        for (int k = 0; k < keys.size(); k++) {
            if (prefix.holds(k)) {
                keyOfColumn[keys.get(k).column()] = k;
            }
        }
    }

    private void computePrefixes() {
        int end = Math.min(rows.size(), prefixedRows + RangeSplitting.STEP_ROWS);
        Column[] columns = new Column[keys.size()];
        while (prefixedRows < end) {
            int chunk = prefixedRows / ColumnStore.CHUNK_ROWS;
            int length = Math.min(ColumnStore.CHUNK_ROWS, end - prefixedRows);
            for (int k = 0; k < columns.length; k++) {
                columns[k] = rows.column(keys.get(k).column()).chunk(chunk, length);
            }
            prefix.compute(columns, length, prefixed.prefixes().chunks()[chunk], 0);
            int[] numbers = prefixed.numbers().chunks()[chunk];
            for (int i = 0; i < length; i++) {
                numbers[i] = prefixedRows + i;
            }
            prefixedRows += length;
        }
    }

    /** Goes on to the next rows in order, at most {@code max} and {@link Batch#TARGET_ROWS}; returns how many. */
    int next(int max) {
        int wanted = Math.min(max, Batch.TARGET_ROWS);
        int count = 0;
        while (count < wanted && ensureRange()) {
            int length = Math.min(wanted - count, range.rows() - rangePosition);
            System.arraycopy(sorter.prefixes(), rangePosition, currentPrefixes, count, length);
            System.arraycopy(sorter.numbers(), rangePosition, currentNumbers, count, length);
            rangePosition += length;
            count += length;
        }
        return count;
    }

    /** Whether there is a row behind those that were given. */
    private boolean ensureRange() {
        if (rangePosition < range.rows()) {
            return true;
        }
        SortRange following = splitting.ready().poll();
        if (following == null) {
            return false;
        }
        range = following;
        rangePosition = 0;
        if (following.sorted()) {
            sorter.load(splitting.source(following), following);
        } else {
            sorter.sort(splitting.source(following), following, prefix.complete());
        }
        return true;
    }

    /** Passes over rows; returns how many there were of {@code count}. */
    long skip(long count) {
        long left = count;
        while (left > 0) {
            long length = Math.min(left, range.rows() - rangePosition);
            rangePosition += (int) length;
            left -= length;
            SortRange following = splitting.ready().peek();
            if (left > 0 && following != null && following.rows() <= left) {
                left -= following.rows();
                splitting.ready().poll();
            } else if (left > 0 && !ensureRange()) {
                break;
            }
        }
        return count - left;
    }

    /** Some of the rows that {@link #next} has come to. */
    Batch gather(int offset, int count) {
        List<Column> columns = new ArrayList<>(keyOfColumn.length);
        for (int c = 0; c < keyOfColumn.length; c++) {
            columns.add(
                    keyOfColumn[c] < 0
                            ? rows.column(c).gather(currentNumbers, offset, count)
                            : prefix.decode(keyOfColumn[c], currentPrefixes, offset, count));
        }
        return new Batch(count, columns);
    }
}
