package io.blink.core.spi.state;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * A table of an operator. Its name and types are part of every checkpoint; a table is only restored under the same.
 *
 * @param keyTypes neither ARRAY, MAP nor ROW; may be empty: one key
 * @param orderTypes what the entries of one key of a sorted map are sorted by, neither ARRAY, MAP nor ROW; empty for other tables
 * @param valueTypes any; may be empty: the table is a set
 */
public record TableSchema(String name, List<DataType> keyTypes, List<DataType> orderTypes, List<DataType> valueTypes) {
    public TableSchema {
        keyTypes = List.copyOf(keyTypes);
        orderTypes = List.copyOf(orderTypes);
        valueTypes = List.copyOf(valueTypes);
    }

    /** Of a value or list table. */
    public static TableSchema of(String name, List<DataType> keyTypes, List<DataType> valueTypes) {
        return new TableSchema(name, keyTypes, List.of(), valueTypes);
    }
}
