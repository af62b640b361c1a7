package io.blink.kafka.sink;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowKind;
import io.blink.core.column.TextBuffer;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormats;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.table.KafkaTable;
import io.blink.kafka.table.RecordMetadata;
import io.blink.kafka.table.TableColumn;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes the parts of records of the rows of batches. One thread. */
final class RecordMaker {
    private final String name;
    private final boolean upsert;
    /** {@code null}: records have no key. */
    private final RecordEncoder keyEncoder;

    private final RecordEncoder valueEncoder;
    private final ZoneId timeZone;
    private final TableColumn timestampColumn;
    private final int timestampIndex;
    private final int headersIndex;
    private final RowTopics topics;
    private final TextBuffer buffer = new TextBuffer();
    private Column timestamps;
    private MapColumn headers;
    private byte[] kinds;

    /** @param input names of the columns of the batches */
    RecordMaker(KafkaTable table, List<Field> input, ZoneId timeZone) {
        this.name = table.name();
        this.upsert = table.upsert();
        this.timeZone = timeZone;
        List<String> names = input.stream().map(Field::name).toList();
        valueEncoder = RecordFormats.named(table.options().get(KafkaOptions.FORMAT))
                .encoder(new EncodingRequest(
                        table.valueFields(), indices(table.valueParts(), names), timeZone, table.valueOptions()));
        keyEncoder = table.hasKey()
                ? RecordFormats.named(table.options().get(KafkaOptions.KEY_FORMAT))
                        .encoder(new EncodingRequest(
                                table.keyFields(), indices(table.keyParts(), names), timeZone, table.keyOptions()))
                : null;
        timestampColumn = written(table, RecordMetadata.TIMESTAMP);
        timestampIndex = timestampColumn == null ? -1 : names.indexOf(timestampColumn.name());
        TableColumn headersColumn = written(table, RecordMetadata.HEADERS);
        headersIndex = headersColumn == null ? -1 : names.indexOf(headersColumn.name());
        TableColumn topicColumn = written(table, RecordMetadata.TOPIC);
        topics = new RowTopics(table, topicColumn == null ? -1 : names.indexOf(topicColumn.name()));
    }

    private static List<Integer> indices(List<TableColumn> parts, List<String> names) {
        return parts.stream().map(column -> names.indexOf(column.name())).toList();
    }

    private static TableColumn written(KafkaTable table, RecordMetadata metadata) {
        return table.columns().stream()
                .filter(column -> column.metadata() == metadata && !column.virtual())
                .findFirst()
                .orElse(null);
    }

    void begin(Batch batch) {
        kinds = batch.rowKinds();
        valueEncoder.begin(batch);
        if (keyEncoder != null) {
            keyEncoder.begin(batch);
        }
        topics.begin(batch);
        timestamps = timestampIndex < 0 ? null : batch.column(timestampIndex).flat();
        headers =
                headersIndex < 0 ? null : (MapColumn) batch.column(headersIndex).flat();
    }

    /** Whether the row makes no record: the content before a change, which the content after it replaces. */
    boolean leavesOut(int row) {
        return upsert && kinds != null && kinds[row] == RowKind.UPDATE_BEFORE.ordinal();
    }

    /** Whether rows of one key may go to several topics. */
    boolean rowsSayTopic() {
        return topics.areSaidByRows();
    }

    String topic(int row) {
        return topics.of(row);
    }

    /** {@code null} where records have none. */
    byte[] key(int row) {
        return keyEncoder == null ? null : encoded(keyEncoder, row);
    }

    /** {@code null} for a row that is removed from a table of upserts. */
    byte[] value(int row) {
        boolean removed = upsert && kinds != null && kinds[row] == RowKind.DELETE.ordinal();
        return removed ? null : encoded(valueEncoder, row);
    }

    private byte[] encoded(RecordEncoder encoder, int row) {
        buffer.clear();
        encoder.encode(row, buffer);
        return Arrays.copyOf(buffer.bytes(), buffer.length());
    }

    /** Milliseconds since 1970, or {@code null} for the time of writing. */
    Long timestamp(int row) {
        if (timestamps == null || timestamps.isNull(row)) {
            return null;
        }
        long micros =
                timestamps instanceof LongColumn longs ? longs.get(row) : ((TimestampColumn) timestamps).micros()[row];
        long millis = Math.floorDiv(micros, 1000L);
        if (timestampColumn.type().kind() == TypeKind.TIMESTAMP) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
            millis -= local.atZone(timeZone).getOffset().getTotalSeconds() * 1000L;
        }
        if (millis < 0) {
            throw invalid("METADATA 'timestamp' of column '" + timestampColumn.name() + "' is "
                    + Instant.ofEpochMilli(millis) + ", and Kafka's records have no time before 1970");
        }
        return millis;
    }

    private BlinkException invalid(String why) {
        return new BlinkException(KafkaErrorCode.INVALID_ROW, "Table " + name + ": " + why + ".");
    }

    List<Header> headers(int row) {
        if (headers == null || headers.isNull(row)) {
            return List.of();
        }
        BytesColumn keys = (BytesColumn) headers.keys().flat();
        BytesColumn values = (BytesColumn) headers.values().flat();
        List<Header> made = new ArrayList<>();
        for (int entry = headers.offsets()[row]; entry < headers.offsets()[row + 1]; entry++) {
            if (keys.isNull(entry)) {
                throw invalid("a key of METADATA 'headers' is NULL");
            }
            byte[] value = values.isNull(entry)
                    ? null
                    : Arrays.copyOfRange(
                            values.bytes(), values.offset(entry), values.offset(entry) + values.length(entry));
            made.add(new RecordHeader(keys.string(entry), value));
        }
        return made;
    }
}
