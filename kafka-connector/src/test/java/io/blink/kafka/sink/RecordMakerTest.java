package io.blink.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.MapColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.table.KafkaTable;
import io.blink.kafka.table.RecordMetadata;
import io.blink.kafka.table.TableColumn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordMakerTest {
    private static final DataType HEADERS = DataType.parse("MAP<STRING, BYTES>");

    /** Of rows with a time and headers, in the time zone of Berlin. */
    private static RecordMaker maker(DataType time) {
        List<TableColumn> columns = List.of(
                new TableColumn("n", DataType.parse("BIGINT"), null, null, false),
                new TableColumn("at", time, RecordMetadata.TIMESTAMP, null, false),
                new TableColumn("h", HEADERS, RecordMetadata.HEADERS, null, false));
        KafkaTable table = new KafkaTable(
                "c.d.t", List.of("t"), null, columns, List.of(), false, new Configuration(Map.of("format", "json")));
        List<Field> input = columns.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        return new RecordMaker(table, input, ZoneId.of("Europe/Berlin"));
    }

    private static Batch row(long micros, String header) {
        LongColumnBuilder n = new LongColumnBuilder(1);
        n.append(7);
        LongColumnBuilder at = new LongColumnBuilder(1);
        at.append(micros);
        MapColumnBuilder headers = (MapColumnBuilder) ColumnBuilder.of(HEADERS, 1);
        if (header == null) {
            headers.keys().appendNull();
        } else {
            ((BytesColumnBuilder) headers.keys()).append(header);
        }
        headers.values().appendNull();
        headers.endMap();
        return new Batch(1, List.of(n.build(), at.build(), headers.build()));
    }

    @Test
    void timesOfRecordsAreInstants() {
        long micros = Instant.parse("2024-07-01T10:00:00.123Z").toEpochMilli() * 1000;
        RecordMaker instants = maker(DataType.timestampLtz(3));
        instants.begin(row(micros, "h"));
        assertThat(instants.timestamp(0)).isEqualTo(micros / 1000);
        RecordMaker local = maker(DataType.timestamp(3));
        local.begin(row(micros, "h"));
        assertThat(local.timestamp(0))
                .isEqualTo(Instant.parse("2024-07-01T08:00:00.123Z").toEpochMilli());
        assertThat(local.headers(0)).extracting(header -> header.key()).containsExactly("h");
    }

    @Test
    void whatNoRecordHasIsNamed() {
        RecordMaker maker = maker(DataType.timestamp(3));
        maker.begin(row(3_599_999_999L, null));
        assertThatThrownBy(() -> maker.timestamp(0))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(KafkaErrorCode.INVALID_ROW))
                .hasMessage("Table c.d.t: METADATA 'timestamp' of column 'at' is 1969-12-31T23:59:59.999Z, and Kafka's"
                        + " records have no time before 1970.");
        assertThatThrownBy(() -> maker.headers(0)).hasMessageContaining("a key of METADATA 'headers' is NULL");
    }
}
