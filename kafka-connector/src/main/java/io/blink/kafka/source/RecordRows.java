package io.blink.kafka.source;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.RowKind;
import io.blink.core.type.Field;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordFormats;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.table.KafkaTable;
import io.blink.kafka.table.TableColumn;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Rows of records: key and value are decoded each into columns of its own, metadata beside them, and the wanted columns are put together when a batch is taken. A value without
 * bytes removes the row of its key in a table of upserts, and is no row in any other.
 */
final class RecordRows {
    /** Where a wanted column comes from. */
    private record Source(Part part, int index) {}

    private enum Part {
        KEY,
        VALUE,
        /** What the value's format says besides. */
        FORMAT,
        METADATA
    }

    private final boolean upsert;
    private final List<Source> sources = new ArrayList<>();
    private final DecodedRows keys;
    private final DecodedRows values;
    private final MetadataRows metadata;
    private final RecordDecoder keyDecoder;
    private final RecordDecoder valueDecoder;
    private final int valueColumns;

    RecordRows(ScanHandle scan, ZoneId timeZone) {
        KafkaTable table = scan.table();
        upsert = table.upsert();
        List<TableColumn> keyParts = table.keyParts();
        List<TableColumn> valueParts = table.valueParts();
        List<Integer> wantedKeys = new ArrayList<>();
        List<Integer> wantedValues = new ArrayList<>();
        List<Field> wantedOfFormat = new ArrayList<>();
        List<TableColumn> wantedMetadata = new ArrayList<>();
        for (Field wanted : scan.columns()) {
            TableColumn column = table.columns().stream()
                    .filter(known -> known.name().equals(wanted.name()))
                    .findFirst()
                    .orElseThrow();
            if (column.metadata() != null) {
                sources.add(new Source(Part.METADATA, wantedMetadata.size()));
                wantedMetadata.add(column);
            } else if (column.formatMetadata() != null) {
                sources.add(new Source(Part.FORMAT, wantedOfFormat.size()));
                wantedOfFormat.add(new Field(column.formatMetadata(), column.type()));
            } else if (keyParts.contains(column)) {
                sources.add(new Source(Part.KEY, wantedKeys.size()));
                wantedKeys.add(keyParts.indexOf(column));
            } else {
                sources.add(new Source(Part.VALUE, wantedValues.size()));
                wantedValues.add(valueParts.indexOf(column));
            }
        }
        DecodingRequest key = new DecodingRequest(table.keyFields(), wantedKeys, timeZone, table.keyOptions());
        DecodingRequest value =
                new DecodingRequest(table.valueFields(), wantedValues, timeZone, table.valueOptions(), wantedOfFormat);
        keys = new DecodedRows(key.columns());
        values = new DecodedRows(nullable(value.allColumns()));
        valueColumns = wantedValues.size();
        metadata = new MetadataRows(wantedMetadata, timeZone);
        keyDecoder = wantedKeys.isEmpty()
                ? null
                : RecordFormats.named(table.options().get(KafkaOptions.KEY_FORMAT))
                        .decoder(key);
        valueDecoder =
                RecordFormats.named(table.options().get(KafkaOptions.FORMAT)).decoder(value);
    }

    /** A removed row has its key alone. */
    private static List<Field> nullable(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(field.name(), field.type().withNullable(true)))
                .toList();
    }

    int count() {
        return values.count();
    }

    long retainedBytes() {
        return keys.retainedBytes() + values.retainedBytes();
    }

    /** Adds what the record says, or nothing if it fails. */
    void add(ConsumerRecord<byte[], byte[]> record) throws MalformedRecord {
        int before = values.count();
        try {
            decode(record);
            for (int row = before; row < values.count(); row++) {
                metadata.add(record);
                if (row > before && keyDecoder != null) {
                    decodeKey(record);
                }
            }
        } catch (MalformedRecord e) {
            values.truncate(before);
            keys.truncate(keyDecoder == null ? 0 : before);
            metadata.truncate(before);
            throw e;
        }
    }

    private void decode(ConsumerRecord<byte[], byte[]> record) throws MalformedRecord {
        int before = values.count();
        byte[] value = record.value();
        if (value != null) {
            valueDecoder.decode(value, 0, value.length, values);
        } else if (upsert) {
            for (int column = 0; column < valueColumns; column++) {
                values.column(column).appendNull();
            }
            values.endRow(RowKind.DELETE);
        }
        if (values.count() > before && keyDecoder != null) {
            decodeKey(record);
        }
    }

    private void decodeKey(ConsumerRecord<byte[], byte[]> record) throws MalformedRecord {
        byte[] key = record.key();
        int before = keys.count();
        if (key == null) {
            throw new MalformedRecord("the record has no key");
        }
        try {
            keyDecoder.decode(key, 0, key.length, keys);
        } catch (MalformedRecord e) {
            throw new MalformedRecord("key: " + e.getMessage());
        }
        if (keys.count() != before + 1) {
            throw new MalformedRecord("the key cannot be read");
        }
    }

    /** The rows so far; none are left. {@code null} if there are none. */
    Batch build() {
        int count = values.count();
        if (count == 0) {
            return null;
        }
        byte[] kinds = kinds(count);
        List<Column> keyColumns = keys.build();
        List<Column> valueBuilt = values.build();
        List<Column> metadataColumns = metadata.build(count);
        List<Column> columns = sources.stream()
                .map(source -> switch (source.part()) {
                    case KEY -> keyColumns.get(source.index());
                    case VALUE -> valueBuilt.get(source.index());
                    case FORMAT -> valueBuilt.get(valueColumns + source.index());
                    case METADATA -> metadataColumns.get(source.index());
                })
                .toList();
        return new Batch(count, columns, kinds);
    }

    /** Whether a key was there before nobody knows here: what is not removed is an update. */
    private byte[] kinds(int count) {
        byte[] kinds = values.kinds();
        if (!upsert) {
            return kinds;
        }
        byte[] upserts = new byte[count];
        for (int i = 0; i < count; i++) {
            boolean removed = kinds != null && kinds[i] == RowKind.DELETE.ordinal();
            upserts[i] = (byte) (removed ? RowKind.DELETE : RowKind.UPDATE_AFTER).ordinal();
        }
        return upserts;
    }
}
