package io.blink.formats.avro.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnText;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as Hive's Avro tables have them, made and read by Avro's own library with the schema that Hive derives. */
class HiveConventionTest {
    private static final Configuration HIVE = new Configuration(Map.of("avro.convention", "hive"));
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final List<Field> TIMES =
            List.of(new Field("at", DataType.parse("TIMESTAMP(9)")), new Field("day", DataType.parse("DATE")));
    private static final String HIVES_TIMES = """
            {"type":"record","name":"times","namespace":"db","fields":[
              {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
              {"name":"day","type":["null",{"type":"int","logicalType":"date"}],"default":null}]}""";

    private final AvroFileFormat format = new AvroFileFormat();

    @TempDir
    Path folder;

    private Path write(List<Field> columns, Batch batch) throws IOException {
        Path path = folder.resolve("written-" + columns.size() + ".avro");
        try (FileWriter writer =
                format.create(new LocalFileSystem().create(path.toString()), path.toString(), columns, HIVE)) {
            writer.write(batch);
            writer.finish();
        }
        return path;
    }

    private List<List<String>> read(Path path, List<Field> columns, Configuration options, ZoneId session)
            throws IOException {
        List<List<String>> rows = new ArrayList<>();
        ReadRequest whole = ReadRequest.whole(columns, columns, session);
        try (FileReader reader = format.open(new LocalFileSystem().open(path.toString()), whole, options)) {
            for (Batch batch = reader.next(100); batch != null; batch = reader.next(100)) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        texts.add(new ColumnText(columns.get(i).type(), session).text(batch.column(i), row));
                    }
                    rows.add(texts);
                }
            }
        }
        return rows;
    }

    @Test
    void theSchemaIsTheOneThatHiveDerives() throws IOException {
        List<Field> columns = List.of(
                new Field("small", DataType.parse("TINYINT")),
                new Field("code", DataType.parse("CHAR(3)")),
                new Field("name", DataType.parse("VARCHAR(20)")),
                new Field("note", DataType.parse("STRING")),
                new Field("price", DataType.parse("DECIMAL(9, 2)")),
                new Field("at", DataType.parse("TIMESTAMP(9)")),
                new Field("deep", DataType.parse("ARRAY<ROW<a MAP<STRING, BIGINT>, b ROW<c DATE>>>")));
        List<ColumnBuilder> builders =
                columns.stream().map(field -> ColumnBuilder.of(field.type(), 1)).toList();
        builders.forEach(ColumnBuilder::appendNull);
        Path path = write(
                columns, new Batch(builders.stream().map(ColumnBuilder::build).toList()));
        Schema expected = new Schema.Parser().parse("""
                {"type":"record","name":"baseRecord","fields":[
                  {"name":"small","type":["null","int"],"default":null},
                  {"name":"code","type":["null",{"type":"string","logicalType":"char","maxLength":3}],"default":null},
                  {"name":"name","type":["null",{"type":"string","logicalType":"varchar","maxLength":20}],"default":null},
                  {"name":"note","type":["null","string"],"default":null},
                  {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}],"default":null},
                  {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
                  {"name":"deep","type":["null",{"type":"array","items":["null",{"type":"record","name":"record_0","fields":[
                    {"name":"a","type":["null",{"type":"map","values":["null","long"]}],"default":null},
                    {"name":"b","type":["null",{"type":"record","name":"record_1","fields":[
                      {"name":"c","type":["null",{"type":"int","logicalType":"date"}],"default":null}]}],"default":null}]}]}],"default":null}]}""");
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(path.toFile(), new GenericDatumReader<>())) {
            assertThat(reader.getSchema()).isEqualTo(expected);
            assertThat(reader.getMetaString("writer.time.zone")).isEqualTo("UTC");
            assertThat(reader.getMetaString("writer.proleptic")).isEqualTo("true");
            assertThat(reader.next().get("deep")).isNull();
            assertThat(reader.hasNext()).isFalse();
        }
        assertThatThrownBy(() -> write(List.of(new Field("t", DataType.parse("TIMESTAMP_LTZ(3)"))), null))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("Hive's Avro tables have nothing for TIMESTAMP_LTZ(3) of 't'");
    }

    @Test
    void timestampsKeepTheirDigitsUpToMilliseconds() throws IOException {
        TimestampColumnBuilder at = new TimestampColumnBuilder(2);
        IntColumnBuilder day = new IntColumnBuilder(2);
        at.append(LocalDateTime.parse("2024-03-10T02:30:00").toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 123_456, 789);
        at.append(LocalDateTime.parse("1500-01-01T00:00:00").toEpochSecond(ZoneOffset.UTC) * 1_000_000, 0);
        day.append((int) LocalDate.parse("2024-02-29").toEpochDay());
        day.append((int) LocalDate.parse("1500-01-01").toEpochDay());
        Path path = write(TIMES, new Batch(List.of(at.build(), day.build())));
        assertThat(read(path, TIMES, HIVE, NEW_YORK))
                .containsExactly(
                        List.of("2024-03-10 02:30:00.123000000", "2024-02-29"),
                        List.of("1500-01-01 00:00:00.000000000", "1500-01-01"));
    }

    private Path writtenByHive(Map<String, String> properties, List<GenericRecord> records) throws IOException {
        Path path = folder.resolve("hive.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            properties.forEach(writer::setMeta);
            writer.create(records.get(0).getSchema(), path.toFile());
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        return path;
    }

    private static GenericRecord times(Long millis, Integer day) {
        GenericRecord record = new GenericData.Record(new Schema.Parser().parse(HIVES_TIMES));
        record.put("at", millis);
        record.put("day", day);
        return record;
    }

    private static long instant(String local, ZoneId zone) {
        return LocalDateTime.parse(local).atZone(zone).toInstant().toEpochMilli();
    }

    @Test
    void instantsAreShownInTheZoneOfTheFileElseOfTheSession() throws IOException {
        List<String> locals = List.of(
                "2024-01-15T12:00:00",
                "2024-03-10T01:59:59",
                "2024-03-10T03:00:00",
                "2024-07-01T00:00:00",
                "2024-11-03T00:59:59",
                "2024-11-03T02:00:00",
                "1883-01-01T00:00:00",
                "2024-01-15T12:00:00");
        List<GenericRecord> records = new ArrayList<>();
        locals.forEach(local -> records.add(times(instant(local, NEW_YORK), null)));
        records.add(times(null, 19_000));
        for (Map<String, String> properties :
                List.of(Map.of("writer.time.zone", "America/New_York"), Map.<String, String>of())) {
            ZoneId session = properties.isEmpty() ? NEW_YORK : ZoneId.of("Asia/Tokyo");
            List<List<String>> rows = read(writtenByHive(properties, records), TIMES, HIVE, session);
            assertThat(rows).hasSize(records.size());
            for (int i = 0; i < locals.size(); i++) {
                assertThat(rows.get(i).get(0)).isEqualTo(locals.get(i).replace('T', ' ') + ".000000000");
            }
            assertThat(rows.get(locals.size())).containsExactly(null, "2022-01-08");
        }
        assertThat(read(writtenByHive(Map.of(), records), TIMES, Configuration.empty(), NEW_YORK)
                        .get(0)
                        .get(0))
                .as("counts as they are, unless it is a table of Hive's")
                .isEqualTo("2024-01-15 17:00:00.000000000");
    }

    @Test
    void daysAreGregorianUnlessTheFileSaysThatTheyAreNot() throws IOException {
        GregorianCalendar julian = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        julian.clear();
        julian.set(1500, 0, 15, 6, 0, 0);
        long millis = julian.getTimeInMillis();
        List<GenericRecord> records = List.of(times(millis, (int) Math.floorDiv(millis, 86_400_000L)));
        assertThat(read(
                        writtenByHive(Map.of("writer.time.zone", "UTC", "writer.proleptic", "false"), records),
                        TIMES,
                        HIVE,
                        NEW_YORK))
                .containsExactly(List.of("1500-01-15 06:00:00.000000000", "1500-01-15"));
        String proleptic = Instant.ofEpochMilli(millis).toString().substring(0, 10);
        assertThat(read(writtenByHive(Map.of("writer.time.zone", "UTC"), records), TIMES, HIVE, NEW_YORK))
                .containsExactly(List.of(proleptic + " 06:00:00.000000000", proleptic));
    }

    @Test
    void textsAndFieldsOfOtherCaseAreRead() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"r","fields":[
                  {"name":"Code","type":["null",{"type":"string","logicalType":"char","maxLength":5}],"default":null},
                  {"name":"kind","type":{"type":"enum","name":"k","symbols":["A","B"]}}]}""");
        GenericRecord record = new GenericData.Record(schema);
        record.put("Code", "ab   ");
        record.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"));
        List<Field> columns = List.of(
                new Field("code", DataType.parse("CHAR(5)")),
                new Field("kind", DataType.string()),
                new Field("added", DataType.parse("INT")));
        Path path = writtenByHive(Map.of(), List.of(record));
        assertThat(read(path, columns, HIVE, ZoneOffset.UTC)).containsExactly(Arrays.asList("ab", "B", null));
    }
}
