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
    Batch read(Column[] keys, int row, Range range, Direction direction, int limit);

    /** Removes all entries of a range of one key; returns how many. */
    int removeRange(Column[] keys, int row, Range range);

    /** Which way {@link #read} goes. */
    enum Direction {
        ASCENDING,
        DESCENDING
    }

    /**
     * Part of a map. A bound is one row of order columns or the first few of them.
     *
     * @param from the least entry, included; {@code null}: from the first
     * @param to behind the greatest entry, not included; {@code null}: to the last
     */
    record Range(Column[] from, Column[] to) {
        public static final Range ALL = new Range(null, null);
    }
}
