package io.blink.runtime.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.Sort;
import io.blink.core.plan.OperatorSpec.TopN;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.INT),
            BIGINT,
            BIGINT.withNullable(false),
            DataType.of(TypeKind.SMALLINT),
            DataType.of(TypeKind.BOOLEAN),
            DataType.of(TypeKind.DOUBLE),
            DataType.of(TypeKind.FLOAT),
            DataType.decimal(12, 2),
            DataType.decimal(33, 2),
            DataType.string(),
            DataType.timestamp(9),
            DataType.of(TypeKind.DATE));

    @TempDir
    Path directory;

    private record Case(List<SortKey> keys, List<DataType> types, List<Batch> batches) {
        List<List<Object>> sorted() {
            List<List<Object>> rows = new ArrayList<>(Rows.of(batches));
            rows.sort((left, right) -> compare(keys, left, right));
            return rows;
        }
    }

    private static Case randomCase(Random random, int rows) {
        List<DataType> types = new ArrayList<>();
        int[] distinct = new int[4];
        for (int i = 0; i < 4; i++) {
            types.add(TYPES.get(random.nextInt(TYPES.size())));
            distinct[i] = random.nextBoolean() ? 5 : 2000;
        }
        List<SortKey> keys = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int k = 0; k < count; k++) {
            keys.add(new SortKey(k, random.nextBoolean(), random.nextBoolean()));
        }
        return new Case(keys, types, new RandomRows(random).batches(types, rows, distinct));
    }

    private static int compare(List<SortKey> keys, List<Object> left, List<Object> right) {
        for (SortKey key : keys) {
            Object l = left.get(key.column());
            Object r = right.get(key.column());
            int order;
            if (l == null || r == null) {
                order = l == r ? 0 : (l == null) == key.nullsFirst() ? -1 : 1;
            } else {
                order = values(l, r) * (key.ascending() ? 1 : -1);
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int values(Object left, Object right) {
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
        } else if (left instanceof Long number) {
            return number.compareTo((Long) right);
        } else if (left instanceof BigInteger number) {
            return number.compareTo((BigInteger) right);
        } else if (left instanceof Double number) {
            return number.compareTo((Double) right);
        }
        List<?> pair = (List<?>) left;
        int micros = ((Long) pair.get(0)).compareTo((Long) ((List<?>) right).get(0));
        return micros != 0 ? micros : ((Integer) pair.get(1)).compareTo((Integer) ((List<?>) right).get(1));
    }

    private long check(int seed, OperatorSpec spec, Case test, long memory, List<List<Object>> expected) {
        try (OperatorRig rig =
                new OperatorRig(spec, List.of(test.types()), test.types(), memory, directory, new Random(seed))) {
            List<List<Object>> actual = Rows.of(rig.run(List.of(test.batches())));
            assertThat(actual.size()).as("seed %s, %s", seed, spec).isEqualTo(expected.size());
            for (int i = 0; i < actual.size(); i++) {
                assertThat(compare(test.keys(), actual.get(i), expected.get(i)))
                        .as("seed %s, %s, row %s: %s for %s", seed, spec, i, actual.get(i), expected.get(i))
                        .isZero();
            }
            if (spec instanceof Sort) {
                Rows.assertSame("seed " + seed, actual, expected);
            }
            assertThat(rig.pool().peakBytes()).isLessThanOrEqualTo(memory);
            return rig.statistics().spilledBytes();
        }
    }

    @Test
    void sortsByKeysOfEveryType() {
        for (int seed = 0; seed < 40; seed++) {
            Case test = randomCase(new Random(seed), 1500);
            check(seed, new Sort(test.keys()), test, 64 << 20, test.sorted());
        }
    }

    @Test
    void rowsThatDoNotFitAreSortedInRuns() {
        for (int seed = 100; seed < 110; seed++) {
            Case test = randomCase(new Random(seed), 4000);
            assertThat(check(seed, new Sort(test.keys()), test, 80 << 10, test.sorted()))
                    .isPositive();
        }
    }

    @Test
    void manyRunsAreMergedInSeveralPasses() {
        Random random = new Random(7);
        List<Batch> batches = new ArrayList<>();
        for (int b = 0; b < 300; b++) {
            BytesColumnBuilder strings = new BytesColumnBuilder(20);
            for (int i = 0; i < 20; i++) {
                strings.append("k" + random.nextInt(100_000) + "x".repeat(500));
            }
            batches.add(new Batch(List.of(strings.build())));
        }
        Case test = new Case(List.of(new SortKey(0, true, true)), List.of(DataType.string()), batches);
        long spilled = check(7, new Sort(test.keys()), test, 96 << 10, test.sorted());
        assertThat(spilled).as("runs were merged into longer runs").isGreaterThan(2 * 300 * 20 * 500L);
    }

    @Test
    void severalRunsInMemoryAreMerged() {
        Random random = new Random(3);
        List<Batch> batches = new ArrayList<>();
        for (int b = 0; b < 80; b++) {
            batches.add(
                    new Batch(List.of(new LongColumn(4096, random.longs(4096).toArray(), null))));
        }
        long before = Long.MIN_VALUE;
        Sort spec = new Sort(List.of(new SortKey(0, true, true)));
        try (OperatorRig rig =
                new OperatorRig(spec, List.of(List.of(BIGINT)), List.of(BIGINT), 64 << 20, directory, random)) {
            List<Batch> output = rig.run(List.of(batches));
            assertThat(output.stream().mapToInt(Batch::rowCount).sum()).isEqualTo(80 * 4096);
            for (Batch batch : output) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    long value = ((LongColumn) batch.column(0)).get(i);
                    assertThat(value).isGreaterThanOrEqualTo(before);
                    before = value;
                }
            }
        }
    }

    @Test
    void rangesThatDoNotFitTheCacheAreSplitWhateverTheirPrefixes() {
        List<SortKey> keys =
                List.of(new SortKey(0, false, true), new SortKey(1, true, false), new SortKey(2, true, true));
        List<DataType> types = List.of(BIGINT, DataType.string(), DataType.of(TypeKind.INT));
        for (int seed = 500; seed < 506; seed++) {
            int[] distinct = {seed % 2 == 0 ? 1 : 3, seed % 3 == 0 ? 1 : 500, 100};
            Case test = new Case(keys, types, new RandomRows(new Random(seed)).batches(types, 90_000, distinct));
            List<List<Object>> sorted = test.sorted();
            check(seed, new Sort(keys), test, 64 << 20, sorted);
            check(seed, new TopN(keys, 700, 80_000), test, 64 << 20, sorted.subList(80_000, 80_700));
        }
    }

    @Test
    void rowsOfOneLongKeyAreSortedByIt() {
        List<SortKey> keys = List.of(new SortKey(0, true, true));
        List<DataType> types = List.of(DataType.string());
        Random random = new Random(9);
        List<Batch> batches = new ArrayList<>();
        for (int b = 0; b < 20; b++) {
            BytesColumnBuilder builder = new BytesColumnBuilder(4096);
            for (int i = 0; i < 4096; i++) {
                builder.append("the same for all " + random.nextInt(50_000));
            }
            batches.add(new Batch(List.of(builder.build())));
        }
        Case test = new Case(keys, types, batches);
        check(9, new Sort(keys), test, 64 << 20, test.sorted());
    }

    @Test
    void topNGivesTheFirstRowsOfTheOrder() {
        for (int seed = 200; seed < 230; seed++) {
            Random random = new Random(seed);
            Case test = randomCase(random, 12_000);
            int limit = random.nextInt(300);
            int offset = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
            List<List<Object>> expected = test.sorted();
            expected = expected.subList(Math.min(offset, expected.size()), Math.min(limit + offset, expected.size()));
            check(seed, new TopN(test.keys(), limit, offset), test, 64 << 20, expected);
        }
    }

    @Test
    void topNWithMoreRowsThanFitSpills() {
        for (int seed = 300; seed < 304; seed++) {
            Case test = randomCase(new Random(seed), 8000);
            List<List<Object>> expected = test.sorted().subList(10, 4010);
            assertThat(check(seed, new TopN(test.keys(), 4000, 10), test, 90 << 10, expected))
                    .isPositive();
        }
    }

    @Test
    void mergesSortedChannels() {
        for (int seed = 400; seed < 420; seed++) {
            Random random = new Random(seed);
            int channels = random.nextInt(6);
            Case all = randomCase(random, 1);
            SortedMerge merge = new SortedMerge(all.keys(), all.types(), channels);
            List<List<Object>> expected = new ArrayList<>();
            List<List<Batch>> inputs = new ArrayList<>();
            for (int c = 0; c < channels; c++) {
                int[] distinct = {20, 20, 20, 20};
                List<Batch> rows =
                        random.nextInt(4) == 0 ? List.of() : new RandomRows(random).batches(all.types(), 500, distinct);
                try (OperatorRig rig = new OperatorRig(
                        new Sort(all.keys()), List.of(all.types()), all.types(), 64 << 20, directory, random)) {
                    inputs.add(new ArrayList<>(rig.run(List.of(rows))));
                }
                expected.addAll(Rows.of(rows));
            }
            expected.sort(Comparator.comparing(row -> row, (left, right) -> compare(all.keys(), left, right)));
            int skipped = random.nextBoolean() ? 0 : random.nextInt(expected.size() + 2);
            merge.skip(skipped);
            List<List<Object>> actual = Rows.of(drain(merge, inputs, random));
            expected = expected.subList(Math.min(skipped, expected.size()), expected.size());
            assertThat(actual.size()).isEqualTo(expected.size());
            for (int i = 0; i < actual.size(); i++) {
                assertThat(compare(all.keys(), actual.get(i), expected.get(i)))
                        .as("seed %s", seed)
                        .isZero();
            }
            if (skipped == 0) {
                Rows.assertSame("seed " + seed, actual, expected);
            }
        }
    }

    private static List<Batch> drain(SortedMerge merge, List<List<Batch>> inputs, Random random) {
        List<Batch> output = new ArrayList<>();
        while (!merge.finished()) {
            for (int c = 0; c < inputs.size(); c++) {
                if (merge.needs(c) && random.nextBoolean()) {
                    if (inputs.get(c).isEmpty()) {
                        merge.end(c);
                    } else {
                        Batch next = inputs.get(c).remove(0);
                        int cut = random.nextInt(next.rowCount());
                        merge.add(c, next.slice(0, cut + 1));
                        if (cut + 1 < next.rowCount()) {
                            inputs.get(c).add(0, next.slice(cut + 1, next.rowCount() - cut - 1));
                        }
                    }
                }
            }
            for (Batch batch = merge.next(); batch != null; batch = merge.next()) {
                output.add(batch);
            }
        }
        return output;
    }
}
