package io.blink.core.spi.state;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * A table of an operator. Its name and types are part of every checkpoint; a table is only restored under the same.
 *
 * @param keyTypes neither ARRAY, MAP nor ROW; may be empty: one key
 * @param subkeyTypes what tells the entries of one key apart, and sorts them in a sorted map; neither ARRAY, MAP nor ROW. The key alone decides the key group
 * @param valueTypes any; may be empty: the table is a set
 */
public record TableSchema(String name, List<DataType> keyTypes, List<DataType> subkeyTypes, List<DataType> valueTypes) {
    public TableSchema {
        keyTypes = List.copyOf(keyTypes);
        subkeyTypes = List.copyOf(subkeyTypes);
        valueTypes = List.copyOf(valueTypes);
    }

    /** Of a table with one entry, or one list, for each key. */
    public static TableSchema of(String name, List<DataType> keyTypes, List<DataType> valueTypes) {
        return new TableSchema(name, keyTypes, List.of(), valueTypes);
    }
}
