package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.operator.rows.BytesStore;
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
    /** Fewer rows are sorted as soon as ranked. */
    private static final int RANKED_ROWS_MIN = 1 << 10;

    private final List<SortKey> keys;
    private final RowStore rows;
    private final SortPrefix prefix;
    private final RangeSorter sorter;
    private final PrefixedRows prefixed = new PrefixedRows();
    /** By column: the key that it is and that prefixes hold in full, or -1. */
    private final int[] keyOfColumn;

    /** Of string keys with few values; else {@code null}. */
    private final StringRanks[] ranks;

    private boolean started;
    /** The string key that is being ranked, and the rows of it that were looked at. */
    private int rankedKey = -1;

    private int rankedRows;
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
        ranks = new StringRanks[keys.size()];
        keyOfColumn = new int[types.size()];
    }

    /** Bytes that sorting that many rows takes beside the rows. @param stringKeys as {@link #stringKeys} counts them */
    static long bytesFor(int rowCount, int stringKeys) {
        return RangeSplitting.bytesFor(rowCount)
                + RangeSorter.bytesFor(Math.min(rowCount, RangeSplitting.RANGE_ROWS))
                + (rowCount < RANKED_ROWS_MIN ? 0 : stringKeys * StringRanks.bytesFor(rowCount));
    }

    /** Keys that may be ranked. @param types of all columns */
    static int stringKeys(List<SortKey> keys, List<DataType> types) {
        return (int) keys.stream()
                .filter(key -> types.get(key.column()).physicalType() == PhysicalType.BYTES)
                .count();
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
        if (!started) {
            start();
        }
        if (rankedKey >= 0) {
            rankNext();
            return true;
        }
        if (splitting == null) {
            computePrefixes();
            if (prefixedRows == rows.size()) {
                splitting = new RangeSplitting(prefixed, prefixedRows, sorter, prefix.complete());
            }
            return true;
        }
        return splitting.next();
    }

    private void start() {
        started = true;
        prefixed.ensure(rows.size());
        lookForStrings();
    }

    /** Lays out prefixes. If they do not hold a string key in full, that is tried by ranks. */
    private void lookForStrings() {
        prefix.plan();
        int key = rows.size() < RANKED_ROWS_MIN ? -1 : prefix.firstNotHeld();
        if (key >= 0 && ranks[key] == null && column(key) instanceof BytesStore strings) {
            rankedKey = key;
            rankedRows = 0;
            ranks[key] = new StringRanks(strings);
        } else {
            rankedKey = -1;
            findKeysHeld();
        }
    }

    private ColumnStore column(int key) {
        return rows.column(keys.get(key).column());
    }

    private void rankNext() {
        int end = Math.min(rows.size(), rankedRows + RangeSplitting.STEP_ROWS);
        if (!ranks[rankedKey].add(rankedRows, end)) {
            ranks[rankedKey] = null;
            rankedKey = -1;
            findKeysHeld();
            return;
        }
        rankedRows = end;
        if (end == rows.size()) {
            prefix.rank(rankedKey, ranks[rankedKey].finish());
            lookForStrings();
        }
    }

    private void findKeysHeld() {
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
                columns[k] = ranks[k] == null ? column(k).chunk(chunk, length) : rankColumn(k, length);
            }
            prefix.compute(columns, length, prefixed.prefixes().chunks()[chunk], 0);
            int[] numbers = prefixed.numbers().chunks()[chunk];
            for (int i = 0; i < length; i++) {
                numbers[i] = prefixedRows + i;
            }
            prefixedRows += length;
        }
    }

    private Column rankColumn(int key, int length) {
        int[] places = new int[length];
        ranks[key].ranks(prefixedRows, length, places);
        boolean[] nulls = new boolean[length];
        for (int i = 0; i < length; i++) {
            nulls[i] = column(key).isNull(prefixedRows + i);
        }
        return new IntColumn(length, places, nulls);
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
