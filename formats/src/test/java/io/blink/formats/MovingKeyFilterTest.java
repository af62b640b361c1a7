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
import io.blink.core.spi.connector.KeyFilter;
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
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key filter that becomes stricter while a file is read: what is left out of the rest. */
class MovingKeyFilterTest {
    private static final int ROWS = 200_000;
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final List<Field> COLUMNS =
            List.of(new Field("id", INT), new Field("other", DataType.of(TypeKind.BIGINT)));

    @TempDir
    Path folder;

    /** Ids up to a bound, and NULL. */
    private record UpTo(int column, AtomicInteger bound) implements KeyFilter {
        @Override
        public KeyFilter at(int otherColumn) {
            return new UpTo(otherColumn, bound);
        }

        @Override
        public boolean passesNothing() {
            return false;
        }

        @Override
        public int strictness() {
            return bound.get() == Integer.MAX_VALUE ? 0 : 1;
        }

        @Override
        public List<Expression> conditions() {
            if (strictness() == 0) {
                return List.of();
            }
            InputColumn id = new InputColumn(column, INT);
            Literal last = new Literal(Integer.toString(bound.get()), INT);
            return List.of(new Call(
                    ScalarFunction.OR,
                    List.of(
                            new Call(ScalarFunction.IS_NULL, List.of(id), BOOLEAN),
                            new Call(ScalarFunction.LESS_OR_EQUAL, List.of(id, last), BOOLEAN)),
                    BOOLEAN));
        }

        @Override
        public int select(Column values, int[] positions, int count) {
            IntColumn ids = (IntColumn) values.flat();
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int position = positions[i];
                positions[kept] = position;
                kept += ids.isNull(position) || ids.get(position) <= bound.get() ? 1 : 0;
            }
            return kept;
        }

        @Override
        public long retainedBytes() {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void whatLiesBehindTheBoundIsLeftOutFromThenOn(String format) throws IOException {
        Path file = write(format);
        UpTo filter = new UpTo(0, new AtomicInteger(Integer.MAX_VALUE));
        ReadRequest request =
                ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC).keyFiltered(List.of(filter));
        try (FileReader reader = FileFormats.named(format)
                .open(new LocalFileSystem().open(file.toString()), request, Configuration.empty())) {
            // More than it takes to find out that a filter of fixed strictness is of no use.
            long before = 0;
            while (before < 50_000) {
                before += reader.next(1000).rowCount();
            }
            assertThat(reader.figures().rowsKeyFiltered()).isZero();
            filter.bound().set(10);
            List<Long> nulls = new ArrayList<>();
            for (Batch batch = reader.next(1000); batch != null; batch = reader.next(1000)) {
                IntColumn ids = (IntColumn) batch.column(0).flat();
                for (int i = 0; i < batch.rowCount(); i++) {
                    assertThat(ids.isNull(i)).isTrue();
                    nulls.add(((LongColumn) batch.column(1).flat()).get(i));
                }
            }
            assertThat(nulls).containsExactly(other(ROWS - 1));
            assertThat(reader.figures().rowGroupsSkipped()).isPositive();
        }
    }

    /** Values that take their room in a file. */
    private static long other(int id) {
        return id * 0x9E3779B97F4A7C15L;
    }

    /** Ascending ids in many row groups; the last is NULL. */
    private Path write(String format) throws IOException {
        int[] ids = new int[ROWS];
        long[] others = new long[ROWS];
        boolean[] nulls = new boolean[ROWS];
        for (int i = 0; i < ROWS; i++) {
            ids[i] = i;
            others[i] = other(i);
        }
        nulls[ROWS - 1] = true;
        Batch rows = new Batch(ROWS, List.of(new IntColumn(ROWS, ids, nulls), new LongColumn(ROWS, others, null)));
        Map<String, String> options =
                Map.of("parquet.block.size", "128kb", "orc.stripe.size", "96kb", "orc.row.index.stride", "1000");
        Path file = folder.resolve("rows." + format);
        try (OutputStream stream = Files.newOutputStream(file);
                FileWriter writer = FileFormats.named(format)
                        .create(stream, file.toString(), COLUMNS, new Configuration(options))) {
            for (int from = 0; from < ROWS; from += 1000) {
                writer.write(rows.slice(from, 1000));
            }
            writer.finish();
        }
        return file;
    }
}
