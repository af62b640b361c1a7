package io.blink.core.spi.state;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;

/**
 * For each key a map sorted by {@link TableSchema#subkeyTypes}: NULL first, then ascending, strings by their UTF-8 bytes, NaN last. Keys and hashes as for {@link ValueTable}.
 */
public interface SortedMapTable {
    /** Entries of all keys. */
    long size();

    /** Replaces or adds entries. Of rows with the same key and order the last one counts. */
    void put(Column[] keys, long[] hashes, int rows, Column[] order, Column[] values);

    /** The values of entries, NULL where there is none. */
    Column[] get(Column[] keys, int rows, Column[] order);

    /** Removes entries; returns how many were there. */
    int remove(Column[] keys, int rows, Column[] order);

    /** The first entries of a range of one key, or its last ones from the last on: order columns, then value columns. */
    default Batch read(Column[] keys, int row, Range range, Direction direction, int limit) {
        return readEach(rowOf(keys, row), 1, range, direction, limit).entries();
    }

    /**
     * The first entries of a range of each of many keys, or its last ones from the last on, at most {@code limit} of each key. Keys may repeat.
     *
     * @param ranges row i of its bounds is for key i
     */
    Entries readEach(Column[] keys, int rows, Range ranges, Direction direction, int limit);

    /** Removes all entries of a range of one key; returns how many. */
    default int removeRange(Column[] keys, int row, Range range) {
        return removeEach(rowOf(keys, row), 1, range);
    }

    /**
     * Removes all entries of a range of each of many keys; returns how many.
     *
     * @param ranges row i of its bounds is for key i
     */
    int removeEach(Column[] keys, int rows, Range ranges);

    private static Column[] rowOf(Column[] columns, int row) {
        Column[] one = new Column[columns.length];
        for (int c = 0; c < one.length; c++) {
            one[c] = columns[c].slice(row, 1);
        }
        return one;
    }

    /**
     * Entries of many keys, one key's behind the other's.
     *
     * @param ends those of key i are {@code ends[i - 1] .. ends[i]}, the first from 0
     * @param entries order columns, then value columns
     */
    record Entries(int[] ends, Batch entries) {}

    /** Which way a range is read. */
    enum Direction {
        ASCENDING,
        DESCENDING
    }

    /**
     * Part of a map. A bound is a row of order columns or of the first few of them; {@link #readEach} and {@link #removeEach} take one for each key, the others one.
     *
     * @param from the least entry, included; {@code null}: from the first
     * @param to behind the greatest entry, not included; {@code null}: to the last
     */
    record Range(Column[] from, Column[] to) {
        public static final Range ALL = new Range(null, null);
    }
}
