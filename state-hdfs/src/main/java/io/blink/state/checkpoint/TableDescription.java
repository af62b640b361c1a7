package io.blink.state.checkpoint;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * A table whose pages a handle lists.
 *
 * @param id the pages' table
 * @param formatVersion of the content of its pages
 */
public record TableDescription(
        int id,
        String name,
        TableKind kind,
        int formatVersion,
        List<DataType> keyTypes,
        List<DataType> subkeyTypes,
        List<DataType> valueTypes) {
    public TableDescription {
        keyTypes = List.copyOf(keyTypes);
        subkeyTypes = List.copyOf(subkeyTypes);
        valueTypes = List.copyOf(valueTypes);
    }
}
