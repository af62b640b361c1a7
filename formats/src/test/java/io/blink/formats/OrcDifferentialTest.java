package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ORC files of orc-core's writer, of shapes of values, stripes and row groups drawn by the seed, read as a whole, in parts and by conditions. */
class OrcDifferentialTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final int ROWS = 9000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOLEAN",
                "TINYINT",
                "SMALLINT",
                "INT",
                "BIGINT",
                "FLOAT",
                "DOUBLE",
                "DECIMAL(7, 2)",
                "DECIMAL(38, 10)",
                "CHAR(5)",
                "STRING",
                "BYTES",
                "DATE",
                "TIMESTAMP(6)",
                "TIMESTAMP(9)",
                "TIMESTAMP_LTZ(6)",
                "BIGINT NOT NULL",
                "STRING NOT NULL",
                "ARRAY<INT>",
                "ARRAY<ARRAY<STRING>>",
                "MAP<STRING NOT NULL, BIGINT>",
                "ROW<a INT, b ARRAY<ROW<c STRING, d DOUBLE>>>"
            })
    void eachTypeIsReadAsItWasWritten(String type) throws IOException {
        List<Field> columns = List.of(new Field("k", BIGINT), new Field("v", DataType.parse(type)));
        Column values = RandomRows.batch(columns, ROWS, 5).column(1);
        check(columns, new Batch(List.of(numbers(0, new Random(1)), values)), "snappy");
    }

    @ParameterizedTest
    @CsvSource({"1, none", "2, zlib", "3, snappy", "4, zstd", "5, none", "6, zstd"})
    void eachShapeOfNumbersIsReadAsItWasWritten(long seed, String codec) throws IOException {
        Random random = new Random(seed);
        List<Field> columns = new ArrayList<>(List.of(new Field("k", BIGINT)));
        List<Column> values = new ArrayList<>(List.of(numbers(0, random)));
        for (int shape = 0; shape < 8; shape++) {
            columns.add(new Field("v" + shape, BIGINT));
            values.add(numbers(shape, random));
        }
        check(columns, new Batch(values), codec);
    }

    /** Of shapes that each of the run-length encodings is made for, with and without NULLs. */
    private static LongColumn numbers(int shape, Random random) {
        long[] values = new long[ROWS];
        boolean[] nulls = random.nextBoolean() || shape == 0 ? null : new boolean[ROWS];
        long last = 0;
        for (int i = 0; i < ROWS; i++) {
            last = switch (shape) {
                case 0 -> i;
                case 1 -> i / 7;
                case 2 -> random.nextInt(1 << 20);
                case 3 -> random.nextInt(40) == 0 ? random.nextLong() >> 20 : 1000 + random.nextInt(50);
                case 4 -> last + random.nextInt(90);
                case 5 -> last - random.nextInt(1 << 14);
                case 6 -> random.nextLong();
                default -> random.nextInt(3000) == 0 ? random.nextLong() : last;
            };
            values[i] = last;
            if (nulls != null) {
                nulls[i] = random.nextInt(5) == 0;
            }
        }
        return new LongColumn(ROWS, values, nulls);
    }

    private void check(List<Field> columns, Batch batch, String codec) throws IOException {
        Map<String, String> options =
                Map.of("orc.compress", codec, "orc.stripe.size", "96kb", "orc.row.index.stride", "1000");
        List<Object> rows = RandomRows.rows(batch);
        Path file = write(columns, batch, options);
        assertThat(read(file, ReadRequest.whole(columns, columns, ZoneOffset.UTC), 1000))
                .isEqualTo(rows);

        KeyFilter sparse = new MultiplesOf(0, 997);
        assertThat(read(file, request(columns, List.of(), List.of(sparse)), 4096))
                .isEqualTo(rows.stream()
                        .filter(row -> ((Number) ((List<?>) row).get(0)).longValue() % 997 == 0)
                        .toList());

        Expression late = new Call(
                ScalarFunction.BETWEEN,
                List.of(new InputColumn(0, BIGINT), new Literal("4100", BIGINT), new Literal("4200", BIGINT)),
                DataType.of(TypeKind.BOOLEAN));
        List<Object> near = read(file, request(columns, List.of(late), List.of()), 700);
        assertThat(near).hasSizeLessThanOrEqualTo(2000).isEqualTo(rows.subList(4000, 4000 + near.size()));
        assertThat(near.size()).isGreaterThan(200);

        // Row groups are left out, and rows of the others.
        assertThat(read(file, request(columns, List.of(late), List.of(new MultiplesOf(0, 1039))), 700))
                .isEqualTo(List.of(rows.get(4156)));
    }

    private static ReadRequest request(List<Field> columns, List<Expression> filters, List<KeyFilter> keys) {
        return ReadRequest.whole(columns, columns, ZoneOffset.UTC)
                .filtered(filters, null)
                .keyFiltered(keys);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void eachStripeBelongsToOnePartOfTheFile(int parts) throws IOException {
        List<Field> columns = List.of(new Field("k", BIGINT), new Field("v", BIGINT));
        Batch batch = new Batch(List.of(numbers(0, new Random(1)), numbers(6, new Random(2))));
        Path file = write(columns, batch, Map.of("orc.stripe.size", "16kb", "orc.row.index.stride", "1000"));
        long length = java.nio.file.Files.size(file);
        List<Object> rows = new ArrayList<>();
        for (long from = 0; from < length; from += length / parts + 1) {
            rows.addAll(read(
                    file, ReadRequest.whole(columns, columns, ZoneOffset.UTC).part(from, length / parts + 1), 4096));
        }
        assertThat(rows).isEqualTo(RandomRows.rows(batch));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBloomFilterRulesRowGroupsOut(boolean bloomFilter) throws IOException {
        List<Field> columns = List.of(new Field("k", BIGINT));
        long[] keys = new Random(3).longs(ROWS).toArray();
        Map<String, String> options = bloomFilter
                ? Map.of("orc.bloom.filter.columns", "k", "orc.row.index.stride", "1000")
                : Map.of("orc.row.index.stride", "1000");
        Path file = write(columns, new Batch(List.of(new LongColumn(ROWS, keys, null))), options);
        Expression equals = new Call(
                ScalarFunction.EQUALS,
                List.of(new InputColumn(0, BIGINT), new Literal(Long.toString(keys[4500]), BIGINT)),
                DataType.of(TypeKind.BOOLEAN));
        List<Object> read = read(file, request(columns, List.of(equals), List.of()), 4096);
        assertThat(read).contains(List.of(keys[4500]));
        if (bloomFilter) {
            assertThat(read).hasSizeLessThan(ROWS / 2);
        } else {
            assertThat(read).hasSizeGreaterThan(ROWS / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100_000})
    void stringsOfOneDictionaryStayIdsOrBecomeValues(int distinct) throws IOException {
        List<Field> columns = List.of(new Field("v", DataType.parse("STRING")));
        ColumnBuilder builder = ColumnBuilder.of(columns.get(0).type(), ROWS);
        Random random = new Random(4);
        for (int i = 0; i < ROWS; i++) {
            if (i % 11 == 0) {
                builder.appendNull();
            } else {
                byte[] text = ("text " + random.nextInt(distinct)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                ((io.blink.core.column.BytesColumnBuilder) builder).append(text, 0, text.length);
            }
        }
        Batch batch = new Batch(List.of(builder.build()));
        Path file = write(columns, batch, Map.of("orc.row.index.stride", "1000"));
        try (FileReader reader = open(file, ReadRequest.whole(columns, columns, ZoneOffset.UTC))) {
            Batch first = reader.next(4096);
            assertThat(first.column(0) instanceof io.blink.core.column.DictionaryColumn)
                    .isEqualTo(distinct == 20);
        }
        assertThat(read(file, ReadRequest.whole(columns, columns, ZoneOffset.UTC), 1000))
                .isEqualTo(RandomRows.rows(batch));
    }

    @org.junit.jupiter.api.Test
    void aWiderTypeOfTheTableIsRead() throws IOException {
        List<Field> stored = List.of(new Field("a", DataType.parse("INT")), new Field("b", DataType.parse("INT")));
        Batch batch = new Batch(
                List.of(new IntColumn(3, new int[] {1, 2, -3}, null), new IntColumn(3, new int[] {4, 5, 6}, null)));
        Path file = write(stored, batch, Map.of());
        List<Field> wanted = List.of(new Field("A", BIGINT), new Field("b", DataType.parse("STRING")));
        assertThat(read(file, ReadRequest.whole(wanted, wanted, ZoneOffset.UTC), 10))
                .isEqualTo(List.of(List.of(1L, "34"), List.of(2L, "35"), List.of(-3L, "36")));
    }

    private Path write(List<Field> columns, Batch batch, Map<String, String> options) throws IOException {
        Path file = folder.resolve("file" + columns.size() + ".orc");
        FileFormat format = FileFormats.named("orc");
        try (FileWriter writer = format.create(
                java.nio.file.Files.newOutputStream(file), file.toString(), columns, new Configuration(options))) {
            // Stripes end between batches.
            for (int from = 0; from < batch.rowCount(); from += 500) {
                writer.write(batch.slice(from, Math.min(500, batch.rowCount() - from)));
            }
            writer.finish();
        }
        return file;
    }

    private static FileReader open(Path file, ReadRequest request) throws IOException {
        return FileFormats.named("orc")
                .open(new LocalFileSystem().open(file.toString()), request, Configuration.empty());
    }

    private static List<Object> read(Path file, ReadRequest request, int maxRows) throws IOException {
        List<Object> rows = new ArrayList<>();
        try (FileReader reader = open(file, request)) {
            for (Batch batch = reader.next(maxRows); batch != null; batch = reader.next(maxRows)) {
                assertThat(batch.rowCount()).isPositive().isLessThanOrEqualTo(maxRows);
                rows.addAll(RandomRows.rows(batch));
            }
        }
        return rows;
    }

    /** Multiples of a number are the keys. */
    private record MultiplesOf(int column, long number) implements KeyFilter {
        @Override
        public KeyFilter at(int otherColumn) {
            return new MultiplesOf(otherColumn, number);
        }

        @Override
        public boolean passesNothing() {
            return false;
        }

        @Override
        public List<Expression> conditions() {
            return List.of();
        }

        @Override
        public int select(Column values, int[] positions, int count) {
            long[] keys = ((LongColumn) values.flat()).values();
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (keys[positions[i]] % number == 0) {
                    positions[kept++] = positions[i];
                }
            }
            return kept;
        }

        @Override
        public long retainedBytes() {
            return 0;
        }
    }
}
