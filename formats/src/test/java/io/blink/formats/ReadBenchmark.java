package io.blink.formats;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Expression;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a row of reading files that Blink wrote: one column beside a key column, all rows or those of a few keys. Run by hand:
 * {@code org.openjdk.jmh.Main ReadBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {
    private static final int ROWS = 1 << 18;
    private static final int KEYS = 1000;

    @Param({"parquet", "orc"})
    public String format;

    @Param({"INT", "BIGINT", "DOUBLE", "DECIMAL(7, 2)", "STRING"})
    public String type;

    /** Different values: few come from a dictionary. */
    @Param({"100", "1000000"})
    public int values;

    private Path file;
    private List<Field> columns;

    @Setup
    public void prepare() throws IOException {
        columns = List.of(new Field("k", DataType.parse("INT")), new Field("v", DataType.parse(type)));
        file = Files.createTempFile("read-benchmark", "." + format);
        Random random = new Random(1);
        FileFormat written = FileFormats.named(format);
        try (OutputStream stream = Files.newOutputStream(file);
                FileWriter writer = written.create(stream, file.toString(), columns, Configuration.empty())) {
            for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
                writer.write(new Batch(List.of(
                        column(columns.get(0).type(), KEYS, 0, random),
                        column(columns.get(1).type(), values, 25, random))));
            }
            writer.finish();
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    /** @param nullEvery one value of so many is NULL; 0: none */
    private static Column column(DataType type, int distinct, int nullEvery, Random random) {
        ColumnBuilder builder = ColumnBuilder.of(type, Batch.TARGET_ROWS);
        for (int i = 0; i < Batch.TARGET_ROWS; i++) {
            if (nullEvery > 0 && random.nextInt(nullEvery) == 0) {
                builder.appendNull();
            } else {
                builder.append(value(type, random.nextInt(distinct)), 0);
            }
        }
        return builder.build();
    }

    private static Column value(DataType type, int number) {
        return switch (type.physicalType()) {
            case INT -> new IntColumn(1, new int[] {number}, null);
            case LONG -> new LongColumn(1, new long[] {number}, null);
            case DOUBLE -> new DoubleColumn(1, new double[] {number / 8.0}, null);
            case BYTES -> {
                byte[] text = ("value " + number).getBytes(StandardCharsets.UTF_8);
                yield new BytesColumn(1, text, new int[] {0, text.length}, null);
            }
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long everyRow() throws IOException {
        return read(List.of());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long oneKeyInTen() throws IOException {
        return read(List.of(new SmallKeys(0)));
    }

    private long read(List<KeyFilter> filters) throws IOException {
        ReadRequest request =
                ReadRequest.whole(columns, columns, ZoneOffset.UTC).keyFiltered(filters);
        long rows = 0;
        try (FileReader reader = FileFormats.named(format)
                .open(new LocalFileSystem().open(file.toString()), request, Configuration.empty())) {
            for (Batch batch = reader.next(Batch.TARGET_ROWS); batch != null; batch = reader.next(Batch.TARGET_ROWS)) {
                rows += batch.rowCount() + (batch.column(1) instanceof DictionaryColumn ? 1 : 0);
            }
        }
        return rows;
    }

    /** Passes a tenth of the keys. */
    private record SmallKeys(int column) implements KeyFilter {
        @Override
        public KeyFilter at(int otherColumn) {
            return new SmallKeys(otherColumn);
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
            int[] keys = ((IntColumn) values.flat()).values();
            int kept = 0;
            for (int i = 0; i < count; i++) {
                positions[kept] = positions[i];
                kept += keys[positions[i]] < KEYS / 10 ? 1 : 0;
            }
            return kept;
        }

        @Override
        public long retainedBytes() {
            return 0;
        }
    }
}
