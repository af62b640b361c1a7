package io.blink.core.spi.state;

import io.blink.core.column.Column;

/** A list of rows for each key, in the order in which they were appended. Keys and hashes as for {@link ValueTable}. */
public interface ListTable {
    /** Keys that have elements. */
    long size();

    /** Appends row i of {@code elements} to the list of key i; a key may come more than once. */
    void append(Column[] keys, long[] hashes, int rows, Column[] elements);

    /** The lengths of the lists of keys; with a time to live, at most as much too long as there are elements that are over. */
    void lengths(Column[] keys, long[] hashes, int rows, int[] lengths);

    /**
     * The elements of each key, one list behind the other. The caller bounds what it asks for by {@link #lengths}.
     */
    Lists read(Column[] keys, long[] hashes, int rows);

    /** Removes the lists of keys; those that are not there are passed over. */
    void clear(Column[] keys, long[] hashes, int rows);

    /**
     * Lists one behind the other.
     *
     * @param ends list i is {@code ends[i - 1] .. ends[i]}, the first from 0
     */
    record Lists(int[] ends, Column[] elements) {}
}
