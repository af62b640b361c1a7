package io.blink.kafka.table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.type.DataType;

/**
 * A column of a table. It lies in the key or in the value unless one of these says where it comes from.
 *
 * @param metadata of the record, or {@code null}
 * @param formatMetadata what the value's format says of the record, by the format's key, or {@code null}
 * @param virtual whether it is only read
 */
public record TableColumn(String name, DataType type, RecordMetadata metadata, String formatMetadata, boolean virtual) {
    @JsonIgnore
    public boolean isStored() {
        return metadata == null && formatMetadata == null;
    }
}
