package io.blink.core.spi.state;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * A table of an operator. Its name and types, and whether it has a time to live, are part of every checkpoint; a table is only restored under the same.
 *
 * <p>With a time to live an entry (a value of a {@link ValueTable}, one element of a {@link ListTable}, one entry of a {@link SortedMapTable}; timers have none) is over when so much processing time
 * has passed since it was last written: by {@code put} or {@code append}, or by {@code claim}, whether values follow or not. Reading does not prolong it. What is over is never seen again, not
 * after a restore either, which keeps the times; a {@code claim} of it makes it anew. The memory comes back bit by bit, as the table is changed; until then {@code size} and {@code lengths} may
 * count it. When the table is opened with another time to live than before, the new one holds for all of its entries.
 *
 * @param keyTypes neither ARRAY, MAP nor ROW; may be empty: one key
 * @param subkeyTypes what tells the entries of one key apart, and sorts them in a sorted map; neither ARRAY, MAP nor ROW. The key alone decides the key group
 * @param valueTypes any; may be empty: the table is a set
 * @param timeToLiveMillis 0: for ever
 */
public record TableSchema(
        String name,
        List<DataType> keyTypes,
        List<DataType> subkeyTypes,
        List<DataType> valueTypes,
        long timeToLiveMillis) {
    public TableSchema {
        keyTypes = List.copyOf(keyTypes);
        subkeyTypes = List.copyOf(subkeyTypes);
        valueTypes = List.copyOf(valueTypes);
        if (timeToLiveMillis < 0) {
            throw new IllegalArgumentException("Table '" + name + "': a time to live of " + timeToLiveMillis + " ms");
        }
    }

    /** Of a table whose entries last for ever. */
    public TableSchema(String name, List<DataType> keyTypes, List<DataType> subkeyTypes, List<DataType> valueTypes) {
        this(name, keyTypes, subkeyTypes, valueTypes, 0);
    }

    /** Of a table with one entry, or one list, for each key. */
    public static TableSchema of(String name, List<DataType> keyTypes, List<DataType> valueTypes) {
        return new TableSchema(name, keyTypes, List.of(), valueTypes);
    }

    /** The same table; 0: entries last for ever. */
    public TableSchema withTimeToLive(long millis) {
        return new TableSchema(name, keyTypes, subkeyTypes, valueTypes, millis);
    }
}
