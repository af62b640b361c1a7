package io.blink.formats.filesystem;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a table's METADATA columns may say of the file that a row stands in. */
enum FileMetadata {
    PATH("file.path", DataType.string()),
    NAME("file.name", DataType.string()),
    SIZE("file.size", DataType.of(TypeKind.BIGINT)),
    MODIFICATION_TIME("file.modification-time", DataType.timestampLtz(3));

    private final String key;
    private final DataType type;

    FileMetadata(String key, DataType type) {
        this.key = key;
        this.type = type;
    }

    static Map<String, DataType> types() {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (FileMetadata metadata : values()) {
            types.put(metadata.key, metadata.type);
        }
        return types;
    }

    static FileMetadata of(String key) {
        return Arrays.stream(values())
                .filter(metadata -> metadata.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metadata " + key));
    }

    /** A column of one value. */
    Column column(Field column, FileSplit split, ZoneId zone) {
        ColumnBuilder builder = ColumnBuilder.of(column.type(), 1);
        switch (this) {
            case PATH -> ((BytesColumnBuilder) builder).append(split.path());
            case NAME ->
                ((BytesColumnBuilder) builder)
                        .append(split.path().substring(split.path().lastIndexOf('/') + 1));
            case SIZE -> ((LongColumnBuilder) builder).append(split.fileBytes());
            case MODIFICATION_TIME -> appendTime(split.modificationMillis(), column.type(), zone, builder);
        }
        return builder.build();
    }

    private static void appendTime(long millis, DataType type, ZoneId zone, ColumnBuilder builder) {
        long shiftSeconds = type.kind() == TypeKind.TIMESTAMP
                ? zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds()
                : 0;
        long micros = Math.multiplyExact(millis + shiftSeconds * 1000L, 1000L);
        if (builder instanceof TimestampColumnBuilder timestamps) {
            timestamps.append(micros, 0);
        } else {
            ((LongColumnBuilder) builder).append(micros);
        }
    }
}
