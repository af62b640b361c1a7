package io.blink.runtime.operator.unnest;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.plan.OperatorSpec.Unnest;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnnestOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBERS = DataType.array(BIGINT);

    @TempDir
    Path directory;

    @Test
    void givesEachElementWithItsRowAndItsNumber() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            boolean outer = random.nextBoolean();
            List<Batch> input = batches(random);
            List<Batch> output = run(new Unnest(List.of(0), 1, true, outer), input, List.of(INT, BIGINT, INT));
            assertThat(output).allMatch(batch -> batch.rowCount() <= Batch.TARGET_ROWS);
            assertThat(Rows.of(output)).as("seed " + seed).isEqualTo(expected(input, outer));
        }
    }

    @Test
    void fieldsOfRowsBecomeColumns() {
        DataType row = DataType.row(List.of(new Field("a", BIGINT), new Field("b", INT)));
        RowColumn rows = new RowColumn(
                3,
                List.of(
                        new LongColumn(3, new long[] {1, 2, 3}, null),
                        new IntColumn(3, new int[] {7, 8, 9}, new boolean[] {false, true, false})),
                new boolean[] {false, false, true});
        ArrayColumn arrays = new ArrayColumn(2, rows, new int[] {0, 1, 3}, null);
        Batch batch = new Batch(List.of(new IntColumn(2, new int[] {5, 6}, null), arrays));
        List<Batch> output = run(
                new Unnest(List.of(0), 1, false, false),
                List.of(INT, DataType.array(row)),
                List.of(batch),
                List.of(INT, BIGINT, INT));
        assertThat(Rows.of(output))
                .extracting(Rows::text)
                .containsExactlyElementsOf(List.of(
                        Rows.text(Arrays.asList(5, 1L, 7)),
                        Rows.text(Arrays.asList(6, 2L, null)),
                        Rows.text(Arrays.asList(6, null, null))));
    }

    @Test
    void longArraysAreSharedNotCopied() {
        long[] values = new long[20_000];
        ArrayColumn arrays =
                new ArrayColumn(1, new LongColumn(values.length, values, null), new int[] {0, 20_000}, null);
        Batch batch = new Batch(List.of(new IntColumn(1, new int[] {1}, null), arrays));
        List<Batch> output =
                run(new Unnest(List.of(0, 1), 1, false, false), List.of(batch), List.of(INT, NUMBERS, BIGINT));
        assertThat(output).hasSize(5);
        assertThat(output).allSatisfy(part -> {
            assertThat(part.column(0)).isInstanceOf(DictionaryColumn.class);
            assertThat(((DictionaryColumn) part.column(1)).dictionary()).isSameAs(arrays);
        });
    }

    private List<Batch> run(Unnest spec, List<Batch> input, List<DataType> output) {
        return run(spec, List.of(INT, NUMBERS), input, output);
    }

    private List<Batch> run(Unnest spec, List<DataType> types, List<Batch> input, List<DataType> output) {
        try (OperatorRig rig = new OperatorRig(spec, List.of(types), output, 16 << 20, directory, new Random(1))) {
            return rig.run(List.of(input));
        }
    }

    private static List<Batch> batches(Random random) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int rows = 1 + random.nextInt(200);
            int[] numbers = new int[rows];
            Arrays.setAll(numbers, row -> random.nextInt(1000));
            batches.add(new Batch(List.of(new IntColumn(rows, numbers, null), encoded(random, rows))));
        }
        return batches;
    }

    private static Column encoded(Random random, int rows) {
        return switch (random.nextInt(3)) {
            case 0 -> arrays(random, rows);
            case 1 -> new ConstantColumn(rows, arrays(random, 1));
            default -> {
                int[] ids = new int[rows];
                Arrays.setAll(ids, row -> random.nextInt(7));
                yield new DictionaryColumn(rows, ids, arrays(random, 7));
            }
        };
    }

    private static ArrayColumn arrays(Random random, int rows) {
        int[] offsets = new int[rows + 1];
        boolean[] nulls = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            nulls[row] = random.nextInt(5) == 0;
            offsets[row + 1] = offsets[row] + (nulls[row] ? 0 : random.nextInt(60));
        }
        long[] values = random.longs(offsets[rows]).toArray();
        boolean[] missing = new boolean[values.length];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = random.nextInt(9) == 0;
        }
        return new ArrayColumn(rows, new LongColumn(values.length, values, missing), offsets, nulls);
    }

    private static List<List<Object>> expected(List<Batch> batches, boolean outer) {
        List<List<Object>> rows = new ArrayList<>();
        for (Batch batch : batches) {
            ArrayColumn arrays = (ArrayColumn) batch.column(1).flat();
            LongColumn elements = (LongColumn) arrays.elements();
            for (int row = 0; row < batch.rowCount(); row++) {
                Object kept = Rows.value(batch.column(0), row);
                int start = arrays.offsets()[row];
                for (int i = start; i < arrays.offsets()[row + 1]; i++) {
                    Object element = elements.isNull(i) ? null : Rows.value(elements, i);
                    rows.add(Arrays.asList(kept, element, number(i - start + 1)));
                }
                if (outer && start == arrays.offsets()[row + 1]) {
                    rows.add(Arrays.asList(kept, null, null));
                }
            }
        }
        return rows;
    }

    private static Object number(int number) {
        return Rows.value(new IntColumn(1, new int[] {number}, null), 0);
    }
}
