package io.blink.runtime.operator.over;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.OverWindow;
import io.blink.core.plan.OperatorSpec.Sort;
import io.blink.core.plan.OperatorSpec.TopRanks;
import io.blink.core.plan.RankLimit;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankLimitTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final List<DataType> ORDER_TYPES = List.of(
            BIGINT,
            DataType.of(TypeKind.DOUBLE),
            DataType.string(),
            DataType.decimal(33, 2),
            DataType.of(TypeKind.SMALLINT));
    private static final List<WindowFunction> RANKS =
            List.of(WindowFunction.ROW_NUMBER, WindowFunction.RANK, WindowFunction.DENSE_RANK);

    @TempDir
    Path directory;

    private List<Batch> run(
            OperatorSpec spec, List<DataType> types, List<DataType> output, List<Batch> input, int seed) {
        try (OperatorRig rig = new OperatorRig(spec, List.of(types), output, 64 << 20, directory, new Random(seed))) {
            return rig.run(List.of(input));
        }
    }

    /** Ranks and order keys of the rows that pass; which of equal rows have a row number is open. */
    private List<List<Object>> ranked(
            WindowFunction function,
            long limit,
            List<SortKey> order,
            List<DataType> types,
            List<Batch> rows,
            int seed) {
        List<SortKey> keys = new ArrayList<>(List.of(new SortKey(0, true, true)));
        keys.addAll(order);
        List<Batch> sorted = run(new Sort(keys), types, types, rows, seed);
        WindowCall rank = new WindowCall(
                function, null, List.of(), List.of(), false, -1, false, WindowFrame.WHOLE_PARTITION, BIGINT, null);
        List<DataType> output = new ArrayList<>(types);
        output.add(BIGINT);
        OverWindow spec = new OverWindow(List.of(0), order, List.of(rank), new RankLimit(0, limit));
        return Rows.of(run(spec, types, output, sorted, seed)).stream()
                .map(row -> List.of(String.valueOf(row.get(0)), String.valueOf(row.get(1)), row.get(3)))
                .toList();
    }

    private static List<List<Object>> within(List<List<Object>> rows, long limit) {
        return rows.stream().filter(row -> (Long) row.get(2) <= limit).toList();
    }

    @Test
    void rowsBeyondTheLimitAreDroppedBeforeOrBehindTheSort() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<DataType> types = List.of(DataType.of(TypeKind.INT), ORDER_TYPES.get(seed % 5), BIGINT);
            int[] distinct = {1 + random.nextInt(10), random.nextBoolean() ? 12 : 3000, 1000};
            List<Batch> rows = new RandomRows(random).batches(types, 3000, distinct);
            List<SortKey> order = List.of(new SortKey(1, random.nextBoolean(), random.nextBoolean()));
            WindowFunction function = RANKS.get(random.nextInt(3));
            long limit = 1 + random.nextInt(20);
            List<List<Object>> expected = within(ranked(function, Long.MAX_VALUE, order, types, rows, seed), limit);
            assertThat(ranked(function, limit, order, types, rows, seed)).isEqualTo(expected);

            List<Batch> first = run(new TopRanks(List.of(0), order, function, limit), types, types, rows, seed);
            assertThat(ranked(function, limit, order, types, first, seed))
                    .as("seed %s, %s <= %s", seed, function, limit)
                    .isEqualTo(expected);
        }
    }

    @Test
    void mostRowsOfLargePartitionsAreDroppedBeforeTheSort() {
        Random random = new Random(1);
        List<DataType> types =
                List.of(DataType.of(TypeKind.INT).withNullable(false), BIGINT.withNullable(false), BIGINT);
        List<Batch> rows = new RandomRows(random).batches(types, 60_000, new int[] {5, 1_000_000, 10});
        List<SortKey> order = List.of(new SortKey(1, true, true));
        List<Batch> first = run(new TopRanks(List.of(0), order, WindowFunction.RANK, 10), types, types, rows, 1);
        assertThat(first.stream().mapToInt(Batch::rowCount).sum()).isLessThan(20_000);
    }

    @Test
    void allRowsPassWhereMostDo() {
        Random random = new Random(2);
        List<DataType> types = List.of(BIGINT.withNullable(false), BIGINT.withNullable(false), BIGINT);
        List<Batch> rows = new RandomRows(random).batches(types, 80_000, new int[] {1 << 30, 1000, 10});
        List<SortKey> order = List.of(new SortKey(1, true, true));
        TopRanks spec = new TopRanks(List.of(0), order, WindowFunction.ROW_NUMBER, 2);
        try (OperatorRig rig = new OperatorRig(spec, List.of(types), types, 256 << 10, directory, random)) {
            List<Batch> passed = rig.run(List.of(rows));
            assertThat(passed.stream().mapToInt(Batch::rowCount).sum()).isGreaterThan(60_000);
        }
    }
}
