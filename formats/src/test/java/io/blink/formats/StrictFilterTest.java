package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that nobody applies behind the reader, on columns that nobody wants. */
class StrictFilterTest {
    /** More than it takes to give a filter up that leaves hardly anything out. */
    private static final int ROWS = 200_000;

    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final Field KEY = new Field("k", BIGINT);
    private static final Field VALUE = new Field("v", BIGINT);
    private static final List<Field> COLUMNS = List.of(KEY, VALUE);

    private final long[] values = new Random(7).longs(ROWS, -1, 100).toArray();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "csv"})
    void rowsThatFailAreLeftOutHoweverFewTheyAre(String format) throws IOException {
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            if (values[i] >= 0 && values[i] != 3) {
                expected.add((long) i);
            }
        }
        List<Long> keys = new ArrayList<>();
        long rows = read(format, strict(List.of(KEY), List.of(VALUE), 1), keys);
        assertThat(keys).isEqualTo(expected);
        assertThat(rows).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "csv"})
    void rowsAreCountedWithoutColumns(String format) throws IOException {
        long expected = 0;
        for (long value : values) {
            expected += value >= 0 && value != 3 ? 1 : 0;
        }
        assertThat(read(format, strict(List.of(), List.of(VALUE), 0), new ArrayList<>()))
                .isEqualTo(expected);
    }

    @Test
    void thereIsNoStrictFilterWithoutPredicates() {
        assertThatThrownBy(() -> new ReadRequest(
                        COLUMNS,
                        List.of(KEY),
                        List.of(VALUE),
                        List.of(isNot(1, 3)),
                        true,
                        0,
                        Long.MAX_VALUE,
                        ZoneOffset.UTC,
                        null,
                        List.of(),
                        null))
                .hasMessageContaining("without predicates");
    }

    private static Expression isNot(int column, long value) {
        return new Call(
                ScalarFunction.NOT_EQUALS,
                List.of(new InputColumn(column, BIGINT), new Literal(Long.toString(value), BIGINT)),
                DataType.of(TypeKind.BOOLEAN));
    }

    private static ReadRequest strict(List<Field> returned, List<Field> filterColumns, int column) {
        PredicateCompiler compiler = condition -> {
            int place = ((InputColumn) ((Call) condition).arguments().get(0)).index();
            return (batch, positions) -> {
                LongColumn numbers = (LongColumn) batch.column(place).flat();
                int count = 0;
                for (int i = 0; i < batch.rowCount(); i++) {
                    if (!numbers.isNull(i) && numbers.get(i) != 3) {
                        positions[count++] = i;
                    }
                }
                return count;
            };
        };
        return new ReadRequest(
                COLUMNS,
                returned,
                filterColumns,
                List.of(isNot(column, 3)),
                true,
                0,
                Long.MAX_VALUE,
                ZoneOffset.UTC,
                compiler,
                List.of(),
                null);
    }

    private long read(String format, ReadRequest request, List<Long> keys) throws IOException {
        Path file = write(format);
        long rows = 0;
        try (FileReader reader =
                FileFormats.open(format, new LocalFileSystem().open(file.toString()), request, Configuration.empty())) {
            for (Batch batch = reader.next(Batch.TARGET_ROWS); batch != null; batch = reader.next(Batch.TARGET_ROWS)) {
                assertThat(batch.columns()).hasSameSizeAs(request.columns());
                rows += batch.rowCount();
                for (int i = 0; i < batch.rowCount() && !request.columns().isEmpty(); i++) {
                    keys.add(((LongColumn) batch.column(0).flat()).get(i));
                }
            }
        }
        return rows;
    }

    /** Keys count rows; a value below 0 is NULL. */
    private Path write(String format) throws IOException {
        Path file = folder.resolve("rows." + format);
        try (OutputStream stream = Files.newOutputStream(file);
                FileWriter writer =
                        FileFormats.named(format).create(stream, file.toString(), COLUMNS, Configuration.empty())) {
            for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
                writer.write(batch(from, Math.min(ROWS, from + Batch.TARGET_ROWS)));
            }
            writer.finish();
        }
        return file;
    }

    private Batch batch(int from, int end) {
        LongColumnBuilder keys = new LongColumnBuilder(end - from);
        LongColumnBuilder numbers = new LongColumnBuilder(end - from);
        for (int i = from; i < end; i++) {
            keys.append(i);
            if (values[i] < 0) {
                numbers.appendNull();
            } else {
                numbers.append(values[i]);
            }
        }
        return new Batch(List.of(keys.build(), numbers.build()));
    }
}
