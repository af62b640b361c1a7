package io.blink.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.RandomRows;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import io.blink.formats.record.RecordFormats;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroRecordFormatTest {
    private static final List<Field> EVERY_TYPE = fields("""
            flag BOOLEAN, tiny TINYINT, small SMALLINT, whole INT NOT NULL, big BIGINT, single FLOAT, number DOUBLE,
            price DECIMAL(7, 2), wide DECIMAL(38, 10), code CHAR(5), text STRING, raw BYTES, day DATE, clock TIME(6),
            moment TIMESTAMP(6), fine TIMESTAMP(9), `instant` TIMESTAMP_LTZ(6), list ARRAY<INT>, lists ARRAY<ARRAY<STRING>>,
            tags MAP<STRING NOT NULL, BIGINT>, nested ROW<a INT, b ARRAY<ROW<c STRING, d DOUBLE>>>""");

    private static final RecordFormat AVRO = RecordFormats.named("avro");

    private static List<Field> fields(String text) {
        return DataType.parse("ROW<" + text.replace('\n', ' ') + ">").fields();
    }

    private static Schema schema(List<Field> fields) {
        return AvroRecordFormat.schema(fields, AvroOptions.of("avro", Configuration.empty()));
    }

    private static List<byte[]> encode(List<Field> fields, Configuration options, Batch batch) {
        RecordEncoder encoder = AVRO.encoder(new EncodingRequest(
                fields, IntStream.range(0, fields.size()).boxed().toList(), ZoneOffset.UTC, options));
        encoder.begin(batch);
        List<byte[]> records = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            TextBuffer buffer = new TextBuffer();
            encoder.encode(row, buffer);
            records.add(Arrays.copyOf(buffer.bytes(), buffer.length()));
        }
        return records;
    }

    private static List<Object> decode(
            List<Field> fields, List<Integer> wanted, Configuration options, List<byte[]> records)
            throws MalformedRecord {
        DecodingRequest request = new DecodingRequest(fields, wanted, ZoneOffset.UTC, options);
        RecordDecoder decoder = AVRO.decoder(request);
        DecodedRows rows = new DecodedRows(request.columns());
        for (byte[] record : records) {
            byte[] within = new byte[record.length + 5];
            System.arraycopy(record, 0, within, 3, record.length);
            decoder.decode(within, 3, record.length, rows);
        }
        int count = rows.count();
        return RandomRows.rows(new Batch(count, rows.build()));
    }

    private static List<Integer> all(List<Field> fields) {
        return IntStream.range(0, fields.size()).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "json"})
    void theLibraryReadsWhatIsWrittenAndTheOtherWayRound(String encoding) throws Exception {
        boolean json = encoding.equals("json");
        Configuration options = new Configuration(Map.of("avro.encoding", encoding));
        Schema schema = schema(EVERY_TYPE);
        Batch batch = RandomRows.batch(EVERY_TYPE, json ? 100 : 500, 11);
        List<Object> rows = RandomRows.rows(batch);

        List<byte[]> ours = encode(EVERY_TYPE, options, batch);
        List<byte[]> theirs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(GenericRows.read(schema, EVERY_TYPE, ours.get(i), json)).isEqualTo(rows.get(i));
            theirs.add(GenericRows.written(schema, EVERY_TYPE, (List<?>) rows.get(i), json));
        }
        assertThat(decode(EVERY_TYPE, all(EVERY_TYPE), options, theirs)).isEqualTo(rows);
        List<Integer> some = List.of(14, 3, 20, 8);
        assertThat(decode(EVERY_TYPE, some, options, ours))
                .isEqualTo(rows.stream()
                        .map(row -> some.stream()
                                .map(((List<?>) row)::get)
                                .collect(ArrayList::new, List::add, List::addAll))
                        .toList());
    }

    @Test
    void theSchemaIsTheOneThatFlinkDerives() {
        List<Field> fields = fields(
                "id BIGINT NOT NULL, price DECIMAL(10, 2), at TIMESTAMP(3), seen TIMESTAMP_LTZ(3), r ROW<a STRING>");
        assertThat(schema(fields).toString())
                .isEqualTo(
                        "{\"type\":\"record\",\"name\":\"record\",\"namespace\":\"org.apache.flink.avro.generated\",\"fields\":["
                                + "{\"name\":\"id\",\"type\":\"long\"},"
                                + "{\"name\":\"price\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}],\"default\":null},"
                                + "{\"name\":\"at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}],\"default\":null},"
                                + "{\"name\":\"seen\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null},"
                                + "{\"name\":\"r\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"record_r\",\"fields\":["
                                + "{\"name\":\"a\",\"type\":[\"null\",\"string\"],\"default\":null}]}],\"default\":null}]}");
        AvroOptions legacy = AvroOptions.of("avro", new Configuration(Map.of("avro.timestamp_mapping.legacy", "true")));
        assertThat(AvroRecordFormat.schema(fields("at TIMESTAMP(3)"), legacy).toString())
                .contains("\"logicalType\":\"timestamp-millis\"");
        assertThatThrownBy(() -> AvroRecordFormat.schema(fields("at TIMESTAMP_LTZ(3)"), legacy))
                .hasMessageContaining("TIMESTAMP_LTZ(3) of 'at' with 'avro.timestamp_mapping.legacy'");
    }

    @Test
    void whatAvroDoesNotHaveIsRefusedByName() {
        assertThatThrownBy(() -> AVRO.check(fields("m MAP<INT, STRING>"), Configuration.empty()))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("MAP<INT, STRING> of 'm'")
                .hasMessageContaining("keys of its maps are strings");
        assertThatThrownBy(() -> AVRO.check(fields("t TIME(9)"), Configuration.empty()))
                .hasMessageContaining("declare TIME(6)");
        assertThatThrownBy(() -> AVRO.check(fields("`two words` INT"), Configuration.empty()))
                .hasMessageContaining("Rename the column");
    }

    /** Whatever a broken record says, it is a malformed one or rows, and takes no more than its bytes. */
    @Test
    void aDamagedRecordIsMalformedAndNothingElse() throws Exception {
        Batch batch = RandomRows.batch(EVERY_TYPE, 50, 12);
        List<byte[]> records = encode(EVERY_TYPE, Configuration.empty(), batch);
        DecodingRequest request =
                new DecodingRequest(EVERY_TYPE, List.of(3, 18, 19, 20), ZoneOffset.UTC, Configuration.empty());
        RecordDecoder decoder = AVRO.decoder(request);
        DecodedRows rows = new DecodedRows(request.columns());
        Random random = new Random(13);
        int malformed = 0;
        for (int trial = 0; trial < 3000; trial++) {
            byte[] damaged = records.get(random.nextInt(records.size())).clone();
            int length = random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length;
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            int before = rows.count();
            try {
                decoder.decode(damaged, 0, length, rows);
                assertThat(rows.count()).isEqualTo(before + 1);
            } catch (MalformedRecord e) {
                malformed++;
                rows.truncate(before);
            }
        }
        assertThat(malformed).isGreaterThan(1000);
        int count = rows.count();
        assertThat(RandomRows.rows(new Batch(count, rows.build()))).hasSize(count);
    }

    @Test
    void lengthsBeyondTheRecordAreFoundBeforeAnythingIsTakenForThem() throws IOException {
        byte[] huge = {2, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x0F};
        assertThatThrownBy(() -> decode(fields("s STRING"), List.of(0), Configuration.empty(), List.of(huge)))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("'s': the record ends within a value: 2147483647 bytes are needed");
        assertThatThrownBy(() -> decode(fields("a ARRAY<INT>"), List.of(), Configuration.empty(), List.of(huge)))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("'a': a block of 2147483647 items is longer than the record");
        assertThatThrownBy(() ->
                        decode(fields("n INT NOT NULL"), List.of(0), Configuration.empty(), List.of(new byte[] {2, 2})))
                .hasMessageContaining("1 bytes are left behind the record");
    }
}
