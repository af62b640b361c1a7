package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.connector.RowPredicate;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.bytes.PiecePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file whose rows are all in one row group or stripe, of wide strings: what a reader holds of it. */
class BoundedReadingTest {
    private static final int ROWS = 200_000;
    private static final int TEXT_BYTES = 1_200;
    private static final int RANDOM_BYTES = 100;
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType TEXT = DataType.parse("STRING");
    private static final List<Field> COLUMNS = List.of(new Field("id", INT), new Field("text", TEXT));

    /** Of a window, half of which is read ahead, and the pages or codec chunks that are larger or cross its border. */
    private static final long HELD_BYTES_MAX = PiecePlan.BYTES_MAX + (8 << 20);

    /** 16 MB by what rows have in the mean; arrays grow in steps. */
    private static final long BATCH_BYTES_MAX = 40L << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "parquet, parquet.compression, snappy, parquet.block.size, 1gb",
        "orc, orc.compress, snappy, orc.stripe.size, 1gb"
    })
    void aRowGroupIsNeverHeldAsAWhole(String format, String codecKey, String codec, String sizeKey, String size)
            throws IOException {
        Path file = write(format, Map.of(codecKey, codec, sizeKey, size));
        assertThat(Files.size(file)).isGreaterThan(PiecePlan.BYTES_MAX * 5 / 4);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            for (ExecutorService ahead : Arrays.asList(threads, null)) {
                assertThat(read(format, file, List.of(), null, ahead)).isEqualTo(ROWS);
                assertThat(read(format, file, List.of(oneOfHundred()), BoundedReadingTest::compile, ahead))
                        .isEqualTo(ROWS / 100);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Expression oneOfHundred() {
        DataType flag = DataType.of(TypeKind.BOOLEAN);
        return new Call(ScalarFunction.NOT_EQUALS, List.of(new InputColumn(0, INT), new Literal("-1", INT)), flag);
    }

    /** Stands for a condition that nothing is known of. */
    private static RowPredicate compile(Expression condition) {
        return (batch, positions) -> {
            IntColumn ids = (IntColumn) batch.column(0).flat();
            int count = 0;
            for (int i = 0; i < batch.rowCount(); i++) {
                if (ids.get(i) % 100 == 7) {
                    positions[count++] = i;
                }
            }
            return count;
        };
    }

    private static long read(
            String format, Path path, List<Expression> filters, PredicateCompiler predicates, ExecutorService ahead)
            throws IOException {
        ReadRequest request = ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC)
                .filtered(filters, predicates)
                .readAhead(ahead);
        InputFile file = new LocalFileSystem().open(path.toString());
        long rows = 0;
        long textBytes = 0;
        try (FileReader reader = FileFormats.named(format).open(file, request, Configuration.empty())) {
            for (Batch batch = reader.next(Batch.TARGET_ROWS); batch != null; batch = reader.next(Batch.TARGET_ROWS)) {
                assertThat(batch.retainedBytes()).isLessThan(BATCH_BYTES_MAX);
                BytesColumn text = (BytesColumn) batch.column(1).flat();
                rows += batch.rowCount();
                textBytes += text.offsets()[batch.rowCount()] - text.offsets()[0];
            }
            assertThat(reader.heldBytesMost()).isPositive().isLessThan(HELD_BYTES_MAX);
        }
        assertThat(textBytes).isEqualTo(rows * TEXT_BYTES);
        return rows;
    }

    private Path write(String format, Map<String, String> options) throws IOException {
        Path file = folder.resolve("wide." + format);
        Random random = new Random(5);
        try (OutputStream stream = Files.newOutputStream(file);
                FileWriter writer = FileFormats.named(format)
                        .create(stream, file.toString(), COLUMNS, new Configuration(options))) {
            for (int first = 0; first < ROWS; first += Batch.TARGET_ROWS) {
                writer.write(batch(first, Math.min(Batch.TARGET_ROWS, ROWS - first), random));
            }
            writer.finish();
        }
        return file;
    }

    private static Batch batch(int first, int rows, Random random) {
        int[] ids = new int[rows];
        int[] offsets = new int[rows + 1];
        byte[] text = new byte[rows * TEXT_BYTES];
        byte[] noise = new byte[RANDOM_BYTES];
        Arrays.fill(text, (byte) 'a');
        for (int i = 0; i < rows; i++) {
            ids[i] = first + i;
            offsets[i + 1] = (i + 1) * TEXT_BYTES;
            random.nextBytes(noise);
            for (int k = 0; k < RANDOM_BYTES; k++) {
                text[offsets[i] + k] = (byte) (' ' + (noise[k] & 0x3F));
            }
        }
        return new Batch(rows, List.of(new IntColumn(rows, ids, null), new BytesColumn(rows, text, offsets, null)));
    }
}
