package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatRoundTripTest {
    private static final List<Field> COLUMNS = List.of(
            field("flag", "BOOLEAN"),
            field("tiny", "TINYINT"),
            field("small", "SMALLINT"),
            field("whole", "INT NOT NULL"),
            field("big", "BIGINT"),
            field("single", "FLOAT"),
            field("number", "DOUBLE"),
            field("price", "DECIMAL(7, 2)"),
            field("wide", "DECIMAL(38, 10)"),
            field("code", "CHAR(5)"),
            field("text", "STRING"),
            field("raw", "BYTES"),
            field("day", "DATE"),
            field("moment", "TIMESTAMP(6)"),
            field("fine", "TIMESTAMP(9)"),
            field("instant", "TIMESTAMP_LTZ(6)"),
            field("list", "ARRAY<INT>"),
            field("lists", "ARRAY<ARRAY<STRING>>"),
            field("map", "MAP<STRING NOT NULL, BIGINT>"),
            field("nested", "ROW<a INT, b ARRAY<ROW<c STRING, d DOUBLE>>>"));

    @TempDir
    Path folder;

    private static Field field(String name, String type) {
        return new Field(name, DataType.parse(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "json", "avro"})
    void everyTypeComesBackAsItWasWritten(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        List<Batch> written = List.of(RandomRows.batch(COLUMNS, 3000, 1), RandomRows.batch(COLUMNS, 5000, 2));
        String path = write(format, written, COLUMNS, Map.of());

        List<Object> expected = new ArrayList<>();
        written.forEach(batch -> expected.addAll(RandomRows.rows(batch)));
        assertThat(read(format, path, ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC), 1000))
                .isEqualTo(expected);
        assertThat(read(format, path, ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC), 7777))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void theFooterGivesColumnsAndRows(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        List<Field> columns = List.of(field("a", "INT"), field("b", "STRING"), field("c", "DECIMAL(12, 2)"));
        String path = write(format, List.of(RandomRows.batch(columns, 10, 3)), columns, Map.of());
        assertThat(format.columns(new LocalFileSystem().open(path))).isEqualTo(columns);
        assertThat(format.rowCount(new LocalFileSystem().open(path))).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void columnsAreFoundByNameAndMissingOnesAreNull(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        Batch batch = RandomRows.batch(COLUMNS, 100, 4);
        String path = write(format, List.of(batch), COLUMNS, Map.of());
        List<Field> wanted = List.of(field("TEXT", "STRING"), field("absent", "INT"), field("big", "BIGINT"));
        List<Object> rows = read(format, path, ReadRequest.whole(COLUMNS, wanted, ZoneOffset.UTC), 64);
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Object> row = new ArrayList<>();
            row.add(RandomRows.value(batch.column(10), i));
            row.add(null);
            row.add(RandomRows.value(batch.column(4), i));
            expected.add(row);
        }
        assertThat(rows).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void fieldsThatNobodyAsksForAreNotRead(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        List<Field> stored = List.of(field("r", "ROW<a ROW<b INT, c STRING>, d BIGINT, e ROW<f STRING>>"));
        List<Field> wanted = List.of(field("r", "ROW<a ROW<c STRING>, e ROW<f STRING>>"));
        Batch batch = RandomRows.batch(stored, 3000, 8);
        String path = write(format, List.of(batch), stored, Map.of());
        List<Object> expected = new ArrayList<>();
        for (Object row : RandomRows.rows(batch)) {
            List<?> r = (List<?>) ((List<?>) row).get(0);
            List<Object> part = r == null ? null : new ArrayList<>();
            if (r != null) {
                part.add(r.get(0) == null ? null : singleton(((List<?>) r.get(0)).get(1)));
                part.add(r.get(2));
            }
            expected.add(singleton(part));
        }
        assertThat(read(format, path, ReadRequest.whole(stored, wanted, ZoneOffset.UTC), 1000))
                .isEqualTo(expected);
    }

    private static List<Object> singleton(Object value) {
        List<Object> list = new ArrayList<>();
        list.add(value);
        return list;
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void statisticsSkipWhatAFilterRulesOut(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        List<Field> columns = List.of(field("id", "BIGINT"));
        ColumnBuilder builder = ColumnBuilder.of(columns.get(0).type(), 10);
        for (long i = 0; i < 10; i++) {
            ((io.blink.core.column.LongColumnBuilder) builder).append(i);
        }
        Column ids = builder.build();
        String path = write(format, List.of(new Batch(List.of(ids))), columns, Map.of());
        DataType bigint = DataType.of(TypeKind.BIGINT);
        Call beyond = new Call(
                ScalarFunction.GREATER_THAN,
                List.of(new InputColumn(0, bigint), new Literal("100", bigint)),
                DataType.of(TypeKind.BOOLEAN));
        ReadRequest request =
                ReadRequest.whole(columns, columns, ZoneOffset.UTC).filtered(List.of(beyond), null);
        assertThat(read(format, path, request, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aTruncatedFileIsNamed(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        String path = write(format, List.of(RandomRows.batch(COLUMNS, 1000, 5)), COLUMNS, Map.of());
        byte[] whole = Files.readAllBytes(Path.of(path));
        Path cut = folder.resolve("cut" + format.extension());
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> read(format, cut.toString(), ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC), 100))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(cut.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aDamagedFileIsAnErrorOrReadsTheSame(String name) throws IOException {
        FileFormat format = FileFormats.named(name);
        Batch batch = RandomRows.batch(COLUMNS, 300, 6);
        String path = write(
                format,
                List.of(batch),
                COLUMNS,
                Map.of(name.equals("orc") ? "orc.compress" : "parquet.compression", "zstd"));
        byte[] whole = Files.readAllBytes(Path.of(path));
        Random random = new Random(7);
        int errors = 0;
        for (int trial = 0; trial < 60; trial++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = folder.resolve("damaged" + trial + format.extension());
            Files.write(file, damaged);
            try {
                read(format, file.toString(), ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC), 100);
            } catch (BlinkException e) {
                assertThat(e).hasMessageContaining(file.toString());
                errors++;
            }
        }
        assertThat(errors).isPositive();
    }

    private String write(FileFormat format, List<Batch> batches, List<Field> columns, Map<String, String> options)
            throws IOException {
        String path =
                folder.resolve("file" + System.nanoTime() + format.extension()).toString();
        try (FileWriter writer =
                format.create(new LocalFileSystem().create(path), path, columns, new Configuration(options))) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
        return path;
    }

    private List<Object> read(FileFormat format, String path, ReadRequest request, int maxRows) throws IOException {
        List<Object> rows = new ArrayList<>();
        try (FileReader reader = format.open(new LocalFileSystem().open(path), request, Configuration.empty())) {
            for (Batch batch = reader.next(maxRows); batch != null; batch = reader.next(maxRows)) {
                assertThat(batch.rowCount()).isPositive();
                rows.addAll(RandomRows.rows(batch));
            }
        }
        return rows;
    }
}
