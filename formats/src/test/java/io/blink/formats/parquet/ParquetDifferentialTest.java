package io.blink.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.FileReader;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of parquet-java's own writer, of encodings, codecs, page sizes and shares of NULLs drawn by the seed, against parquet-java's own reader. */
class ParquetDifferentialTest {
    private static final String[] STORED = {
        "int32 whole", "int32 price (DECIMAL(7,2))", "int32 positive (INTEGER(32,false))", "int32 day (DATE)",
        "int64 big", "int64 amount (DECIMAL(15,3))", "int64 moment (TIMESTAMP(MICROS,false))", "double number",
        "float single", "boolean flag", "binary text (STRING)", "fixed_len_byte_array(9) wide (DECIMAL(20,4))"
    };
    private static final String[] WANTED = {
        "INT", "DECIMAL(7, 2)", "BIGINT", "DATE",
        "BIGINT", "DECIMAL(15, 3)", "TIMESTAMP(6)", "DOUBLE",
        "FLOAT", "BOOLEAN", "STRING", "DECIMAL(20, 4)"
    };
    /** Wider types, by the same order; those that are not widened stay. */
    private static final String[] WIDENED = {
        "BIGINT", "DECIMAL(12, 4)", "DECIMAL(18, 2)", "DATE",
        "DECIMAL(20, 0)", "DECIMAL(18, 5)", "TIMESTAMP(6)", "DOUBLE",
        "DOUBLE", "BOOLEAN", "STRING", "DECIMAL(24, 8)"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyValueIsWhatParquetJavaReads(long seed) throws IOException {
        Path file = write(new Random(seed));
        List<List<Object>> expected = expected(file);
        for (String[] types : List.of(WANTED, WIDENED)) {
            List<Field> columns = columns(types);
            ReadRequest whole = ReadRequest.whole(columns, columns, ZoneOffset.UTC);
            for (int batchRows : new int[] {113, 4096}) {
                assertThat(read(file, whole, batchRows)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void rowsThatPassAConditionHaveTheSameValues(long seed) throws IOException {
        Random random = new Random(seed);
        Path file = write(random);
        List<List<Object>> all = expected(file);
        List<Field> columns = columns(WANTED);
        for (int share : new int[] {0, 1, 20, 60, 100}) {
            List<List<Object>> expected =
                    all.stream().filter(row -> passes(row.get(4), share)).toList();
            for (int batchRows : new int[] {113, 4096}) {
                assertThat(read(file, selecting(columns, share), batchRows)).isEqualTo(expected);
            }
        }
    }

    /** Condition over column 4, {@code big}, that the compiler here takes as: hashes below the share. */
    private static ReadRequest selecting(List<Field> columns, int share) {
        DataType bigint = DataType.of(TypeKind.BIGINT);
        Expression condition = new Call(
                ScalarFunction.NOT_EQUALS,
                List.of(new InputColumn(4, bigint), new Literal("0", bigint)),
                DataType.of(TypeKind.BOOLEAN));
        PredicateCompiler compiler = compiled -> (batch, positions) -> {
            int count = 0;
            for (int i = 0; i < batch.rowCount(); i++) {
                if (passes(value(batch.column(0), columns.get(4).type(), i), share)) {
                    positions[count++] = i;
                }
            }
            return count;
        };
        return ReadRequest.whole(columns, columns, ZoneOffset.UTC).filtered(List.of(condition), compiler);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void rowsThatPassKeyFiltersHaveTheSameValues(long seed) throws IOException {
        Path file = write(new Random(seed));
        List<List<Object>> all = expected(file);
        for (String[] types : List.of(WANTED, WIDENED)) {
            List<Field> columns = columns(types);
            List<KeyFilter> filters = List.of(
                    new EvenKeys(0, columns.get(0).type(), -200_000, 200_000),
                    new EvenKeys(4, columns.get(4).type(), -9_000_000_000L, 9_000_000_000L));
            List<List<Object>> useful = all.stream()
                    .filter(row ->
                            isKey(row.get(0), -200_000, 200_000) && isKey(row.get(4), -9_000_000_000L, 9_000_000_000L))
                    .toList();
            ReadRequest request =
                    ReadRequest.whole(columns, columns, ZoneOffset.UTC).keyFiltered(filters);
            for (int batchRows : new int[] {113, 4096}) {
                List<List<Object>> read = read(file, request, batchRows);
                assertThat(read).containsAll(useful);
                assertThat(all).containsAll(read);
                // A filter is given up only after many rows that pass.
                assertThat(read.stream().filter(row -> !useful.contains(row)).toList())
                        .as("rows of no use")
                        .isEmpty();
            }
        }
    }

    private static boolean isKey(Object value, long least, long greatest) {
        if (value == null) {
            return false;
        }
        long number = ((Number) value).longValue();
        return number >= least && number <= greatest && number % 2 == 0;
    }

    /** Even numbers of a range are the keys. */
    private record EvenKeys(int column, DataType type, long least, long greatest) implements KeyFilter {
        @Override
        public KeyFilter at(int otherColumn) {
            return new EvenKeys(otherColumn, type, least, greatest);
        }

        @Override
        public boolean passesNothing() {
            return false;
        }

        @Override
        public List<Expression> conditions() {
            return List.of(new Call(
                    ScalarFunction.BETWEEN,
                    List.of(
                            new InputColumn(column, type),
                            new Literal(Long.toString(least), type),
                            new Literal(Long.toString(greatest), type)),
                    DataType.of(TypeKind.BOOLEAN)));
        }

        @Override
        public int select(Column values, int[] positions, int count) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                Object value = value(values, type, positions[i]);
                if (isKey(value, least, greatest)) {
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

    private static boolean passes(Object big, int share) {
        return big == null ? share >= 60 : Math.floorMod(big.hashCode() * 31, 100) < share;
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void damageIsToldWithTheFileAndNeverAnythingElse(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(write(random));
        List<Field> columns = columns(WANTED);
        ReadRequest request = ReadRequest.whole(columns, columns, ZoneOffset.UTC);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = whole.clone();
            int at = 4 + random.nextInt(damaged.length / 2);
            for (int k = 0; k < 16; k++) {
                damaged[at + k] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged-" + seed + "-" + i), damaged);
            try {
                read(file, request, 1000);
            } catch (BlinkException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
        Path file = Files.write(folder.resolve("cut-" + seed), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> read(file, request, 1000))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("bytes");
    }

    private static List<Field> columns(String[] types) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < STORED.length; i++) {
            fields.add(new Field(STORED[i].split(" ")[1], DataType.parse(types[i])));
        }
        return fields;
    }

    private Path write(Random random) throws IOException {
        StringBuilder text = new StringBuilder("message rows {");
        int[] nullPercent = new int[STORED.length];
        int[] distinct = new int[STORED.length];
        int[] shares = {0, 0, 5, 50, 100};
        for (int i = 0; i < STORED.length; i++) {
            boolean required = random.nextInt(4) == 0;
            nullPercent[i] = required ? 0 : shares[random.nextInt(shares.length)];
            distinct[i] = new int[] {1, 3, 100, 1 << 30}[random.nextInt(4)];
            text.append(required ? " required " : " optional ")
                    .append(STORED[i])
                    .append(";");
        }
        MessageType schema = MessageTypeParser.parseMessageType(text + " }");
        Path file = folder.resolve("rows-" + random.nextInt() + ".parquet");
        CompressionCodecName[] codecs = {
            CompressionCodecName.SNAPPY,
            CompressionCodecName.ZSTD,
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.GZIP
        };
        int rows = 1 + random.nextInt(2500);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withCompressionCodec(codecs[random.nextInt(codecs.length)])
                .withWriterVersion(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(random.nextInt(3) > 0)
                .withByteStreamSplitEncoding(random.nextInt(4) == 0)
                .withDictionaryPageSize(1 << 8 + random.nextInt(9))
                .withPageSize(1 << 8 + random.nextInt(10))
                .withPageRowCountLimit(1 + random.nextInt(5000))
                .withMinRowCountForPageSizeCheck(10)
                .withRowGroupRowCountLimit(500 + random.nextInt(4000))
                .build()) {
            boolean runs = random.nextBoolean();
            for (int row = 0; row < rows; row++) {
                writer.write(group(schema, random, nullPercent, distinct, runs ? row / 50 : row));
            }
        }
        return file;
    }

    private static Group group(MessageType schema, Random random, int[] nullPercent, int[] distinct, int place) {
        Group group = new SimpleGroup(schema);
        for (int i = 0; i < STORED.length; i++) {
            boolean there = random.nextInt(100) >= nullPercent[i];
            // Of equal place the same values, so that some files hold long runs.
            Random values = new Random(place * 31L + i);
            int number = values.nextInt(distinct[i]);
            if (there) {
                add(group, schema.getType(i).asPrimitiveType(), i, number, distinct[i] == 1 << 30 ? values : null);
            }
        }
        return group;
    }

    private static void add(Group group, PrimitiveType type, int index, int number, Random large) {
        switch (type.getPrimitiveTypeName()) {
            case INT32 -> group.add(index, index == 1 ? number % 9_999_999 - 500 : number * (large == null ? 1 : -3));
            case INT64 -> group.add(index, large == null ? number - 1L : large.nextLong() >> 13);
            case DOUBLE -> group.add(index, number / 7d);
            case FLOAT -> group.add(index, number / 7f);
            case BOOLEAN -> group.add(index, number % 2 == 0);
            case BINARY -> group.add(index, "text " + number);
            case FIXED_LEN_BYTE_ARRAY ->
                group.add(index, fixed(BigInteger.valueOf(number - 100).shiftLeft(30)));
            case INT96 -> throw new IllegalArgumentException(type.toString());
        }
    }

    private static Binary fixed(BigInteger value) {
        byte[] bytes = new byte[9];
        Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
        byte[] digits = value.toByteArray();
        System.arraycopy(digits, 0, bytes, 9 - digits.length, digits.length);
        return Binary.fromConstantByteArray(bytes);
    }

    private static List<List<Object>> expected(Path file) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        try (org.apache.parquet.hadoop.ParquetReader<Group> reader = new GroupReaderBuilder(file).build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < STORED.length; i++) {
                    row.add(group.getFieldRepetitionCount(i) == 0 ? null : expected(group, i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Object expected(Group group, int index) {
        return switch (index) {
            case 0, 3 -> BigDecimal.valueOf(group.getInteger(index, 0)).stripTrailingZeros();
            case 1 -> BigDecimal.valueOf(group.getInteger(index, 0), 2).stripTrailingZeros();
            case 2 ->
                BigDecimal.valueOf(Integer.toUnsignedLong(group.getInteger(index, 0)))
                        .stripTrailingZeros();
            case 4, 6 -> BigDecimal.valueOf(group.getLong(index, 0)).stripTrailingZeros();
            case 5 -> BigDecimal.valueOf(group.getLong(index, 0), 3).stripTrailingZeros();
            case 7 -> group.getDouble(index, 0);
            case 8 -> (double) group.getFloat(index, 0);
            case 9 -> group.getBoolean(index, 0);
            case 10 -> group.getString(index, 0);
            default -> new BigDecimal(new BigInteger(group.getBinary(index, 0).getBytes()), 4).stripTrailingZeros();
        };
    }

    private static final class GroupReaderBuilder extends org.apache.parquet.hadoop.ParquetReader.Builder<Group> {
        GroupReaderBuilder(Path file) {
            super(new LocalInputFile(file));
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static List<List<Object>> read(Path file, ReadRequest request, int batchRows) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        try (FileReader reader = new ParquetFormat()
                .open(new LocalFileSystem().open(file.toString()), request, new Configuration(Map.of()))) {
            for (Batch batch = reader.next(batchRows); batch != null; batch = reader.next(batchRows)) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    List<Object> row = new ArrayList<>();
                    for (int column = 0; column < STORED.length; column++) {
                        row.add(value(
                                batch.column(column),
                                request.columns().get(column).type(),
                                i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static Object value(Column encoded, DataType type, int position) {
        if (encoded.isNull(position)) {
            return null;
        }
        Column column = encoded.flat();
        int scale = type.kind() == TypeKind.DECIMAL ? type.scale() : 0;
        if (column instanceof IntColumn ints) {
            return BigDecimal.valueOf(ints.get(position)).stripTrailingZeros();
        } else if (column instanceof LongColumn longs) {
            return BigDecimal.valueOf(longs.get(position), scale).stripTrailingZeros();
        } else if (column instanceof Decimal128Column decimals) {
            return new BigDecimal(decimals.unscaled(position), scale).stripTrailingZeros();
        } else if (column instanceof DoubleColumn doubles) {
            return doubles.get(position);
        } else if (column instanceof FloatColumn floats) {
            return (double) floats.get(position);
        } else if (column instanceof ByteColumn flags) {
            return flags.get(position) == 1;
        }
        BytesColumn strings = (BytesColumn) column;
        return new String(strings.bytes(), strings.offset(position), strings.length(position), StandardCharsets.UTF_8);
    }
}
