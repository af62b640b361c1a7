package io.blink.kafka.source;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.MapColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.type.TypeKind;
import io.blink.kafka.table.RecordMetadata;
import io.blink.kafka.table.TableColumn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The metadata columns of the records of one partition. Topic and partition are the same in all. */
final class MetadataRows {
    private static final int ROWS = 1024;

    private final List<TableColumn> columns;
    private final ColumnBuilder[] builders;
    private final ZoneId timeZone;

    MetadataRows(List<TableColumn> columns, ZoneId timeZone) {
        this.columns = List.copyOf(columns);
        this.timeZone = timeZone;
        builders = columns.stream()
                .map(column -> ColumnBuilder.of(column.type(), ROWS))
                .toArray(ColumnBuilder[]::new);
    }

    private static boolean isConstant(RecordMetadata metadata) {
        return metadata == RecordMetadata.TOPIC || metadata == RecordMetadata.PARTITION;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        for (int i = 0; i < builders.length; i++) {
            boolean known = isConstant(columns.get(i).metadata()) && builders[i].size() > 0;
            if (!known) {
                append(record, columns.get(i), builders[i]);
            }
        }
    }

    void truncate(int rows) {
        for (ColumnBuilder builder : builders) {
            builder.truncate(Math.min(rows, builder.size()));
        }
    }

    private void append(ConsumerRecord<byte[], byte[]> record, TableColumn column, ColumnBuilder target) {
        switch (column.metadata()) {
            case TOPIC -> ((BytesColumnBuilder) target).append(record.topic());
            case PARTITION -> appendInteger(record.partition(), target);
            case OFFSET -> ((LongColumnBuilder) target).append(record.offset());
            case LEADER_EPOCH -> {
                if (record.leaderEpoch().isPresent()) {
                    appendInteger(record.leaderEpoch().get(), target);
                } else {
                    target.appendNull();
                }
            }
            case TIMESTAMP -> appendTimestamp(record.timestamp(), column, target);
            case TIMESTAMP_TYPE -> ((BytesColumnBuilder) target).append(record.timestampType().name);
            case HEADERS -> appendHeaders(record, (MapColumnBuilder) target);
        }
    }

    private static void appendInteger(int value, ColumnBuilder target) {
        if (target instanceof LongColumnBuilder longs) {
            longs.append(value);
        } else {
            ((IntColumnBuilder) target).append(value);
        }
    }

    private void appendTimestamp(long millis, TableColumn column, ColumnBuilder target) {
        long shift = column.type().kind() == TypeKind.TIMESTAMP
                ? timeZone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L
                : 0;
        long micros = Math.multiplyExact(millis + shift, 1000L);
        if (target instanceof TimestampColumnBuilder timestamps) {
            timestamps.append(micros, 0);
        } else {
            ((LongColumnBuilder) target).append(micros);
        }
    }

    /** A key may come several times, in a map it is once: as with Kafka's own {@code lastHeader} the last one counts. */
    private static void appendHeaders(ConsumerRecord<byte[], byte[]> record, MapColumnBuilder target) {
        for (Header header : record.headers()) {
            if (record.headers().lastHeader(header.key()) != header) {
                continue;
            }
            ((BytesColumnBuilder) target.keys()).append(header.key());
            byte[] value = header.value();
            if (value == null) {
                target.values().appendNull();
            } else {
                ((BytesColumnBuilder) target.values()).append(value, 0, value.length);
            }
        }
        target.endMap();
    }

    List<Column> build(int count) {
        List<Column> built = new ArrayList<>(builders.length);
        for (int i = 0; i < builders.length; i++) {
            Column column = builders[i].build();
            built.add(isConstant(columns.get(i).metadata()) ? new ConstantColumn(count, column) : column);
        }
        return built;
    }
}
