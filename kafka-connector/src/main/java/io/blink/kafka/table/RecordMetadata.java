package io.blink.kafka.table;

import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a record has besides key and value. */
public enum RecordMetadata {
    TOPIC(DataType.string(), true),
    PARTITION(DataType.of(TypeKind.INT), false),
    OFFSET(DataType.of(TypeKind.BIGINT), false),
    LEADER_EPOCH(DataType.of(TypeKind.INT), false),
    TIMESTAMP(DataType.timestampLtz(3), true),
    /** {@code CreateTime}, {@code LogAppendTime} or {@code NoTimestampType}. */
    TIMESTAMP_TYPE(DataType.string(), false),
    HEADERS(DataType.map(DataType.string(), DataType.bytes()), true);

    private final DataType type;
    private final boolean writable;

    RecordMetadata(DataType type, boolean writable) {
        this.type = type;
        this.writable = writable;
    }

    /** As in {@code METADATA FROM 'timestamp-type'}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether who writes a record says it. */
    public boolean isWritable() {
        return writable;
    }

    /** By key, the types in which they are known. */
    public static Map<String, DataType> types() {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (RecordMetadata metadata : values()) {
            types.put(metadata.key(), metadata.type);
        }
        return types;
    }

    public static RecordMetadata of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
