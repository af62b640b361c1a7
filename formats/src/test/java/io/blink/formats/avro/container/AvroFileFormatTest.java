package io.blink.formats.avro.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.RandomRows;
import io.blink.formats.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFileFormatTest {
    private static final List<Field> COLUMNS =
            List.of(new Field("id", DataType.parse("BIGINT")), new Field("name", DataType.parse("STRING")));

    private final AvroFileFormat format = new AvroFileFormat();

    @TempDir
    Path folder;

    private Path write(Batch batch, int flushes, String codec) throws IOException {
        Path path = folder.resolve("rows.avro");
        Files.deleteIfExists(path);
        Configuration options = new Configuration(Map.of("avro.codec", codec));
        try (FileWriter writer =
                format.create(new LocalFileSystem().create(path.toString()), path.toString(), COLUMNS, options)) {
            for (int i = 0; i < flushes; i++) {
                int from = batch.rowCount() * i / flushes;
                writer.write(batch.slice(from, batch.rowCount() * (i + 1) / flushes - from));
                writer.flush();
            }
            writer.finish();
            assertThat(writer.bytes()).isEqualTo(Files.size(path));
        }
        return path;
    }

    private List<Object> read(Path path, ReadRequest request) throws IOException {
        List<Object> rows = new ArrayList<>();
        try (FileReader reader =
                format.open(new LocalFileSystem().open(path.toString()), request, Configuration.empty())) {
            for (Batch batch = reader.next(100); batch != null; batch = reader.next(100)) {
                rows.addAll(RandomRows.rows(batch));
            }
        }
        return rows;
    }

    private static ReadRequest whole() {
        return ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void theLibraryReadsWhatIsWritten(String codec) throws IOException {
        Batch batch = RandomRows.batch(COLUMNS, 5000, 1);
        Path path = write(batch, 3, codec);
        List<Object> rows = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(path.toFile(), new GenericDatumReader<>())) {
            assertThat(reader.getMetaString("avro.codec")).isEqualTo(codec);
            for (GenericRecord record : reader) {
                Object name = record.get("name");
                rows.add(Arrays.asList(record.get("id"), name == null ? null : hex(name.toString())));
            }
        }
        assertThat(rows).isEqualTo(RandomRows.rows(batch));
        assertThat(read(path, whole())).isEqualTo(rows);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void whatTheLibraryWritesIsRead(String codec) throws IOException {
        Schema schema = SchemaBuilder.record("r")
                .namespace("a.b")
                .fields()
                .requiredString("name")
                .requiredInt("unasked")
                .requiredLong("ID")
                .endRecord();
        Path path = folder.resolve("library.avro");
        List<Object> expected = new ArrayList<>();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.fromString(codec)).setSyncInterval(200).create(schema, path.toFile());
            for (long i = 0; i < 1000; i++) {
                GenericRecord record = new GenericData.Record(schema);
                record.put("ID", i);
                record.put("name", "n" + i);
                record.put("unasked", 7);
                writer.append(record);
                expected.add(List.of(i, hex("n" + i)));
            }
        }
        assertThat(read(path, whole())).isEqualTo(expected);
        for (long size : new long[] {37, 300, 5000}) {
            assertThat(inParts(path, size)).as("in parts of %s bytes", size).isEqualTo(expected);
        }
        assertThat(format.columns(new LocalFileSystem().open(path.toString())))
                .containsExactly(
                        new Field("name", DataType.parse("STRING NOT NULL")),
                        new Field("unasked", DataType.parse("INT NOT NULL")),
                        new Field("ID", DataType.parse("BIGINT NOT NULL")));
    }

    private List<Object> inParts(Path path, long size) throws IOException {
        List<Object> rows = new ArrayList<>();
        for (long offset = 0; offset < Files.size(path); offset += size) {
            rows.addAll(read(path, whole().part(offset, size)));
        }
        return rows;
    }

    @Test
    void whereverAFileIsCutInTwoEachRowIsReadOnce() throws IOException {
        Batch batch = RandomRows.batch(COLUMNS, 60, 2);
        Path path = write(batch, 6, "null");
        List<Object> expected = RandomRows.rows(batch);
        for (long cut = 1; cut < Files.size(path); cut++) {
            List<Object> rows = read(path, whole().part(0, cut));
            rows.addAll(read(path, whole().part(cut, Long.MAX_VALUE)));
            assertThat(rows).as("cut at %s", cut).isEqualTo(expected);
        }
    }

    @Test
    void columnsFollowFromTheSchema() throws IOException {
        List<Field> columns = List.of(
                new Field("a", DataType.parse("INT NOT NULL")),
                new Field("b", DataType.parse("ARRAY<ROW<c DOUBLE, d BYTES>>")),
                new Field("e", DataType.parse("MAP<STRING NOT NULL, DECIMAL(9, 2)>")),
                new Field("f", DataType.parse("TIMESTAMP(3)")),
                new Field("g", DataType.parse("TIMESTAMP_LTZ(6)")),
                new Field("h", DataType.parse("TIME(3)")),
                new Field("i", DataType.parse("DATE")));
        Path path = folder.resolve("types.avro");
        try (FileWriter writer = format.create(
                new LocalFileSystem().create(path.toString()), path.toString(), columns, Configuration.empty())) {
            writer.finish();
        }
        assertThat(format.columns(new LocalFileSystem().open(path.toString()))).isEqualTo(columns);
        assertThat(read(path, ReadRequest.whole(columns, columns, ZoneOffset.UTC)))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(write(RandomRows.batch(COLUMNS, 10, 3), 1, "null"));
        refuses("{\"id\":1}".getBytes(StandardCharsets.UTF_8), "its first bytes are not 'Obj' and 1");
        byte[] otherCodec = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("avro.codec\bnull", "avro.codec\blzma")
                .getBytes(StandardCharsets.ISO_8859_1);
        refuses(otherCodec, "its codec is 'lzma'; Blink reads null, deflate, snappy and zstandard");
        byte[] otherMarker = bytes.clone();
        otherMarker[bytes.length - 1]++;
        refuses(otherMarker, "the file's sync marker does not follow it");
        List<Field> number = List.of(new Field("name", DataType.parse("INT")));
        Path path = write(RandomRows.batch(COLUMNS, 10, 3), 1, "null");
        assertThatThrownBy(() -> read(path, ReadRequest.whole(number, number, ZoneOffset.UTC)))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("'name'");
    }

    @Test
    void aCountOfRecordsThatTheBytesCannotHoldIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(write(RandomRows.batch(COLUMNS, 1, 3), 1, "null"));
        byte[] sync = Arrays.copyOfRange(bytes, bytes.length - 16, bytes.length);
        Schema nothing = SchemaBuilder.record("r").fields().endRecord();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ContainerHeader.bytes(nothing, BlockCodec.NULL, Map.of(), sync));
        // 2^48 records of no bytes.
        file.writeBytes(new byte[] {-128, -128, -128, -128, -128, -128, -128, 1, 0});
        file.writeBytes(sync);
        refuses(file.toByteArray(), "records in 0 bytes");
    }

    private void refuses(byte[] bytes, String message) throws IOException {
        Path path = Files.write(folder.resolve("damaged.avro"), bytes);
        assertThatThrownBy(() -> read(path, whole()))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(message);
    }
}
