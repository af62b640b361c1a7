package io.blink.formats.parquet;

import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.apache.parquet.filter2.predicate.FilterApi.intColumn;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of ours, whose columns have shares of NULLs and numbers of distinct values drawn by the seed, through parquet-java's own reader. */
class ParquetWriterTest {
    private static final List<Field> COLUMNS = List.of(
            field("id", "INT NOT NULL"),
            field("whole", "INT"),
            field("small", "SMALLINT"),
            field("flag", "BOOLEAN"),
            field("big", "BIGINT"),
            field("price", "DECIMAL(7, 2)"),
            field("wide", "DECIMAL(30, 4)"),
            field("number", "DOUBLE"),
            field("single", "FLOAT"),
            field("text", "STRING"),
            field("fine", "TIMESTAMP(9)"),
            field("list", "ARRAY<INT>"));

    private static final int ROWS = 45_000;

    @TempDir
    Path folder;

    private static Field field(String name, String type) {
        return new Field(name, DataType.parse(type));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void parquetJavaReadsWhatWasWritten(long seed) throws IOException {
        List<List<Object>> rows = rows(new Random(seed));
        Path file = write(rows, seed % 2 == 0 ? "300 kb" : "128 mb");
        int next = 0;
        try (ParquetReader<Group> reader =
                new GroupReaderBuilder(file).usePageChecksumVerification().build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                assertThat(row(group)).isEqualTo(rows.get(next++));
            }
        }
        assertThat(next).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(longs = {11})
    void statisticsTellSmallestLargestAndNulls(long seed) throws IOException {
        List<List<Object>> rows = rows(new Random(seed));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(write(rows, "300 kb")))) {
            int from = 0;
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                List<List<Object>> group = rows.subList(from, from + (int) block.getRowCount());
                for (int i = 0; i < COLUMNS.size() - 1; i++) {
                    assertDescribes(block.getColumns().get(i), values(group, i));
                }
                from += (int) block.getRowCount();
            }
            assertThat(from).isEqualTo(ROWS);
        }
    }

    private static List<Object> values(List<List<Object>> rows, int column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Each column has values of one class, which compares with itself.
    private static void assertDescribes(ColumnChunkMetaData chunk, List<Object> values) {
        Statistics<?> statistics = chunk.getStatistics();
        List<Comparable> there = values.stream()
                .filter(Objects::nonNull)
                .map(value -> (Comparable) value)
                .sorted()
                .toList();
        assertThat(statistics.getNumNulls()).isEqualTo(values.size() - there.size());
        assertThat(statistics.hasNonNullValue()).isEqualTo(!there.isEmpty());
        if (!there.isEmpty()) {
            assertThat(plain(statistics.genericGetMin(), chunk)).isEqualTo(there.get(0));
            assertThat(plain(statistics.genericGetMax(), chunk)).isEqualTo(there.get(there.size() - 1));
        }
    }

    private static Object plain(Object stored, ColumnChunkMetaData chunk) {
        if (!(stored instanceof Binary binary)) {
            return stored;
        }
        boolean text = chunk.getPath().toDotString().equals("text");
        return text ? binary.toStringUsingUTF8() : new BigInteger(binary.getBytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void thePageIndexLeadsToTheRow(long seed) throws IOException {
        List<List<Object>> rows = rows(new Random(seed));
        Path file = write(rows, "128 mb");
        for (int wanted : new int[] {0, 19_999, 20_000, 31_234, ROWS - 1}) {
            try (ParquetReader<Group> reader = new GroupReaderBuilder(file)
                    .withFilter(FilterCompat.get(eq(intColumn("id"), wanted)))
                    .useColumnIndexFilter()
                    .build()) {
                assertThat(row(reader.read())).isEqualTo(rows.get(wanted));
                assertThat(reader.read()).isNull();
            }
        }
    }

    @Test
    void notANumberAndNegativeZeroAreKept() throws IOException {
        List<Field> columns = List.of(field("number", "DOUBLE"), field("single", "FLOAT"));
        DoubleColumnBuilder numbers =
                (DoubleColumnBuilder) ColumnBuilder.of(columns.get(0).type(), 4);
        FloatColumnBuilder singles =
                (FloatColumnBuilder) ColumnBuilder.of(columns.get(1).type(), 4);
        double[] values = {Double.NaN, -0.0, 0.0, Double.NEGATIVE_INFINITY};
        for (double value : values) {
            numbers.append(value);
            singles.append((float) value);
        }
        Path file = folder.resolve("special.parquet");
        write(file, columns, new Batch(List.of(numbers.build(), singles.build())), "128 mb");
        try (ParquetReader<Group> reader = new GroupReaderBuilder(file).build()) {
            for (double value : values) {
                Group row = reader.read();
                assertThat(Double.compare(row.getDouble(0, 0), value)).isZero();
                assertThat(Float.compare(row.getFloat(1, 0), (float) value)).isZero();
            }
        }
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            for (ColumnChunkMetaData chunk :
                    reader.getFooter().getBlocks().get(0).getColumns()) {
                assertThat(chunk.getStatistics().minAsString()).isEqualTo("-Infinity");
                assertThat(chunk.getStatistics().maxAsString())
                        .as("NaN counts as larger than any number, and must not lie beyond the bounds")
                        .isEqualTo("Infinity");
            }
        }
    }

    private static List<List<Object>> rows(Random random) {
        List<List<Object>> rows = new ArrayList<>();
        int[] nullPercent = new int[COLUMNS.size()];
        int[] distinct = new int[COLUMNS.size()];
        for (int i = 1; i < COLUMNS.size(); i++) {
            nullPercent[i] = new int[] {0, 5, 60, 100}[random.nextInt(4)];
            distinct[i] = new int[] {1, 3, 1_000, 15_000, 1 << 30}[random.nextInt(5)];
        }
        boolean sorted = random.nextBoolean();
        for (int id = 0; id < ROWS; id++) {
            List<Object> row = new ArrayList<>(List.of(id));
            for (int i = 1; i < COLUMNS.size(); i++) {
                boolean there = random.nextInt(100) >= nullPercent[i];
                int number = sorted ? (int) ((long) id * distinct[i] / ROWS) : random.nextInt(distinct[i]);
                row.add(there ? value(i, number) : null);
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object value(int column, int number) {
        return switch (column) {
            case 1 -> number - 500;
            case 2 -> (int) (short) number;
            case 3 -> number % 2 == 0;
            case 4 -> number * 0x9E3779B97F4A7C15L;
            case 5 -> BigInteger.valueOf(number % 9_999_999 - 4_000_000);
            case 6 -> BigInteger.valueOf(number - 1_000L).shiftLeft(66).add(BigInteger.valueOf(number));
            case 7 -> number / 7d - 100;
            case 8 -> number / 7f - 100;
            case 9 -> "text %0120d".formatted(number);
            case 10 -> number * 1_000_003L - (1L << 50);
            default -> number % 4 == 0 ? List.of() : number % 4 == 1 ? List.of(number) : List.of(number, 7, -number);
        };
    }

    private Path write(List<List<Object>> rows, String rowGroup) throws IOException {
        List<ColumnBuilder> builders = COLUMNS.stream()
                .map(column -> ColumnBuilder.of(column.type(), rows.size()))
                .toList();
        for (List<Object> row : rows) {
            for (int i = 0; i < builders.size(); i++) {
                append(builders.get(i), row.get(i));
            }
        }
        Path file = folder.resolve("rows.parquet");
        Batch batch = new Batch(builders.stream().map(ColumnBuilder::build).toList());
        write(file, COLUMNS, batch, rowGroup);
        return file;
    }

    private static void write(Path file, List<Field> columns, Batch batch, String rowGroup) throws IOException {
        Configuration options = new Configuration(Map.of("parquet.block.size", rowGroup));
        String path = file.toString();
        try (FileWriter writer =
                new ParquetFormat().create(new LocalFileSystem().create(path), path, columns, options)) {
            for (int from = 0; from < batch.rowCount(); from += 4096) {
                int first = from;
                int length = Math.min(4096, batch.rowCount() - from);
                writer.write(new Batch(batch.columns().stream()
                        .map(column -> column.slice(first, length))
                        .toList()));
            }
            writer.finish();
        }
    }

    private static void append(ColumnBuilder target, Object value) {
        if (value == null) {
            target.appendNull();
        } else if (target instanceof IntColumnBuilder ints) {
            ints.append((int) value);
        } else if (target instanceof ShortColumnBuilder shorts) {
            shorts.append((short) (int) value);
        } else if (target instanceof ByteColumnBuilder flags) {
            flags.append((byte) ((boolean) value ? 1 : 0));
        } else if (target instanceof LongColumnBuilder longs) {
            longs.append(((Number) value).longValue());
        } else if (target instanceof Decimal128ColumnBuilder decimals) {
            BigInteger unscaled = (BigInteger) value;
            decimals.append(unscaled.shiftRight(64).longValue(), unscaled.longValue());
        } else if (target instanceof DoubleColumnBuilder doubles) {
            doubles.append((double) value);
        } else if (target instanceof FloatColumnBuilder floats) {
            floats.append((float) value);
        } else if (target instanceof TimestampColumnBuilder timestamps) {
            timestamps.append(Math.floorDiv((long) value, 1000), (int) Math.floorMod((long) value, 1000L));
        } else if (target instanceof ArrayColumnBuilder arrays) {
            ((List<?>) value).forEach(element -> append(arrays.elements(), element));
            arrays.endArray();
        } else {
            ((BytesColumnBuilder) target).append((String) value);
        }
    }

    private static List<Object> row(Group group) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            row.add(group.getFieldRepetitionCount(i) == 0 ? null : read(group, i));
        }
        return row;
    }

    private static Object read(Group group, int column) {
        return switch (column) {
            case 3 -> group.getBoolean(column, 0);
            case 4, 10 -> group.getLong(column, 0);
            case 5, 6 -> new BigInteger(group.getBinary(column, 0).getBytes());
            case 7 -> group.getDouble(column, 0);
            case 8 -> group.getFloat(column, 0);
            case 9 -> group.getString(column, 0);
            case 11 -> {
                Group list = group.getGroup(column, 0);
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                    elements.add(list.getGroup(0, i).getInteger(0, 0));
                }
                yield elements;
            }
            default -> group.getInteger(column, 0);
        };
    }

    private static final class GroupReaderBuilder extends ParquetReader.Builder<Group> {
        GroupReaderBuilder(Path file) {
            super(new LocalInputFile(file));
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
