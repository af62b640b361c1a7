package io.blink.core.spi.state;

import io.blink.core.column.Column;

/**
 * One row of values for each key. Keys come as columns of the schema's key types and, in {@code hashes}, as {@link io.blink.core.hash.ColumnHash} gives them; columns and arrays have at
 * least {@code rows} values and are not kept. If the schema has subkeys, there is a row for each key and subkey: their columns follow those of the key, the hashes are those of the key alone.
 *
 * <p>Entries are numbers that stay valid until the next call that changes the table ({@link #claim}, {@link #put}, {@link #remove}) or takes a snapshot, and through fifteen calls of {@link #find}.
 */
public interface ValueTable {
    /** Instead of an entry: the table does not have the key. */
    int NONE = -1;

    /** Keys in the table. May take as long as reading all of it. */
    long size();

    /** Finds the entry of each key; {@link #NONE} where there is none. */
    void find(Column[] keys, long[] hashes, int rows, int[] entries);

    /**
     * Finds the entry of each key, to be changed, and makes those that are missing, with values that are all NULL. A key may come more than once.
     *
     * @param fresh is set where a row made its entry
     * @return how many entries were made
     */
    int claim(Column[] keys, long[] hashes, int rows, int[] entries, boolean[] fresh);

    /** The values of entries, in that order, NULL for {@link #NONE}; entries may repeat. */
    Column[] values(int[] entries, int rows);

    /** Replaces the values of entries that the last call, a {@link #claim}, gave; each at most once. What is in {@code entries} is not valid afterwards. */
    void update(int[] entries, int rows, Column[] values);

    /**
     * Adds {@code addends[i]} to a BIGINT value of entry i, for entries that the last {@link #claim} gave; they may repeat and stay valid. NULL counts as 0. False if a sum did not fit; the values are
     * then undefined.
     *
     * @param column of the values
     */
    boolean add(int[] entries, int rows, int column, long[] addends);

    /** As {@link #add(int[], int, int, long[])}, to a DOUBLE value. */
    void add(int[] entries, int rows, int column, double[] addends);

    /**
     * Replaces a BIGINT or INT value of entry i by {@code candidates[i]} if that is less, or greater, or the value is NULL; for entries that the last {@link #claim} gave; they may repeat and stay
     * valid. The candidates fit the column's type, which may be any that lies in memory as these two.
     *
     * @param column of the values
     */
    void extreme(int[] entries, int rows, int column, long[] candidates, boolean greatest);

    /** Replaces the values of keys, or adds them. Of rows with the same key the last one counts. */
    void put(Column[] keys, long[] hashes, int rows, Column[] values);

    /** Removes keys; those that are not there are passed over. Returns how many were there. */
    int remove(Column[] keys, long[] hashes, int rows);

    /** All entries, in no particular order: key columns, subkey columns, value columns. The table must not change meanwhile. */
    TableCursor scan();
}
