package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose rows are ordered by their first column, {@code id}: what a condition on it leaves of their pages. */
class PageIndexTest {
    private static final int ROWS = 70_000;
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final List<Field> COLUMNS = List.of(
            new Field("id", INT),
            new Field("name", DataType.parse("STRING")),
            new Field("amount", DataType.parse("DECIMAL(9, 2)")),
            new Field("number", DataType.parse("DOUBLE")),
            new Field("wide", DataType.parse("DECIMAL(25, 3)")));

    @TempDir
    Path folder;

    private long bytesRead;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void rowsOfPagesThatMayPassAreWhatTheyAreInTheWholeFile(long seed) throws IOException {
        Batch rows = rows(seed);
        List<Object> all = RandomRows.rows(rows);
        Path file = write(rows, Map.of("parquet.compression", seed == 2 ? "zstd" : "snappy"));
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            int least = random.nextInt(ROWS * 2);
            int greatest = least + random.nextInt(i < 2 ? 1000 : ROWS);
            List<Expression> conditions = List.of(between(least, greatest));
            List<Object> expected = all.stream()
                    .filter(row -> passes(((List<?>) row).get(0), least, greatest))
                    .toList();
            assertThat(read(file, COLUMNS, conditions, predicates(least, greatest), 1 + random.nextInt(5000)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void pagesWithoutARowThatMayPassAreNotRead() throws IOException {
        Path file = write(rows(7), Map.of());
        read(file, COLUMNS, List.of(), null, 4096);
        long all = bytesRead;
        read(file, COLUMNS, List.of(between(1000, 1100)), predicates(1000, 1100), 4096);
        assertThat(bytesRead).isLessThan(all / 2);
        read(file, COLUMNS, List.of(between(-10, -5)), predicates(-10, -5), 4096);
        // The end of the file, where the footer is looked for.
        assertThat(bytesRead).isLessThanOrEqualTo(128 << 10);
    }

    @Test
    void aColumnThatTheFileLacksIsNullInTheRowsThatAreLeft() throws IOException {
        Path file = write(rows(8), Map.of());
        List<Field> columns = new ArrayList<>(COLUMNS);
        columns.add(new Field("later", DataType.parse("BIGINT")));
        List<Object> read = read(file, columns, List.of(between(60_000, 60_001)), predicates(60_000, 60_001), 4096);
        assertThat(read).isNotEmpty().allSatisfy(row -> assertThat(((List<?>) row).get(5))
                .isNull());
    }

    @Test
    void pagesAreLeftOutByDecimalsOfEitherSign() throws IOException {
        List<Field> columns = List.of(new Field("price", DataType.parse("DECIMAL(9, 2)")));
        long[] prices = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            prices[i] = i - ROWS / 2;
        }
        Path file = write(columns, new Batch(ROWS, List.of(new LongColumn(ROWS, prices, null))), Map.of());
        for (int least : new int[] {-34_000, -300, -1, 0, 200, 34_000}) {
            PredicateCompiler compiler = condition -> (batch, positions) -> {
                LongColumn values = (LongColumn) batch.column(0).flat();
                int count = 0;
                for (int i = 0; i < batch.rowCount(); i++) {
                    if (values.get(i) >= least && values.get(i) <= least + 500) {
                        positions[count++] = i;
                    }
                }
                return count;
            };
            DataType type = columns.get(0).type();
            Expression condition = new Call(
                    ScalarFunction.BETWEEN,
                    List.of(
                            new InputColumn(0, type),
                            new Literal(BigDecimal.valueOf(least, 2).toPlainString(), type),
                            new Literal(BigDecimal.valueOf(least + 500L, 2).toPlainString(), type)),
                    DataType.of(TypeKind.BOOLEAN));
            assertThat(read(file, columns, List.of(condition), compiler, 4096))
                    .isEqualTo(LongStream.rangeClosed(least, least + 500L)
                            .mapToObj(List::<Object>of)
                            .toList());
        }
    }

    private static Batch rows(long seed) {
        List<Field> others = COLUMNS.subList(1, COLUMNS.size());
        Batch random = RandomRows.batch(others, ROWS, seed);
        int[] ids = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            ids[i] = i * 2;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(new IntColumn(ROWS, ids, null));
        for (int i = 0; i < others.size(); i++) {
            columns.add(random.column(i));
        }
        return new Batch(ROWS, columns);
    }

    private Path write(Batch rows, Map<String, String> options) throws IOException {
        return write(COLUMNS, rows, options);
    }

    private Path write(List<Field> columns, Batch rows, Map<String, String> options) throws IOException {
        Path file = folder.resolve("rows-" + rows.hashCode() + ".parquet");
        try (OutputStream stream = Files.newOutputStream(file);
                FileWriter writer = FileFormats.named("parquet")
                        .create(stream, file.toString(), columns, new Configuration(options))) {
            for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
                writer.write(rows.slice(from, Math.min(Batch.TARGET_ROWS, ROWS - from)));
            }
            writer.finish();
        }
        return file;
    }

    private static Expression between(int least, int greatest) {
        return new Call(
                ScalarFunction.BETWEEN,
                List.of(
                        new InputColumn(0, INT),
                        new Literal(Integer.toString(least), INT),
                        new Literal(Integer.toString(greatest), INT)),
                DataType.of(TypeKind.BOOLEAN));
    }

    private static boolean passes(Object id, int least, int greatest) {
        int number = ((Number) id).intValue();
        return number >= least && number <= greatest;
    }

    private static PredicateCompiler predicates(int least, int greatest) {
        return condition -> (batch, positions) -> {
            IntColumn ids = (IntColumn) batch.column(0).flat();
            int count = 0;
            for (int i = 0; i < batch.rowCount(); i++) {
                if (passes(ids.get(i), least, greatest)) {
                    positions[count++] = i;
                }
            }
            return count;
        };
    }

    private List<Object> read(
            Path path, List<Field> columns, List<Expression> filters, PredicateCompiler predicates, int maxRows)
            throws IOException {
        ReadRequest request =
                ReadRequest.whole(columns, columns, ZoneOffset.UTC).filtered(filters, predicates);
        InputFile file = new CountedFile(new LocalFileSystem().open(path.toString()));
        bytesRead = 0;
        List<Object> rows = new ArrayList<>();
        try (FileReader reader = FileFormats.named("parquet").open(file, request, Configuration.empty())) {
            for (Batch batch = reader.next(maxRows); batch != null; batch = reader.next(maxRows)) {
                rows.addAll(RandomRows.rows(new Batch(
                        batch.rowCount(),
                        batch.columns().stream().map(Column::flat).toList())));
            }
        }
        return rows;
    }

    private final class CountedFile implements InputFile {
        private final InputFile file;

        CountedFile(InputFile file) {
            this.file = file;
        }

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) throws IOException {
            bytesRead += length;
            file.readFully(position, target, offset, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
