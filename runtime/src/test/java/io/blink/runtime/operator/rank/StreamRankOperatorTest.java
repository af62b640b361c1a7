package io.blink.runtime.operator.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.ChangelogResult;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamRankOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT).withNullable(false);
    /** Partition, price, name, number. */
    private static final List<DataType> TYPES = List.of(BIGINT, BIGINT, DataType.varchar(20), BIGINT);

    private static final List<SortKey> ORDER = List.of(new SortKey(1, false, false), new SortKey(2, true, true));

    @TempDir
    Path directory;

    private static OperatorSpec.StreamRank spec(
            WindowFunction function, long from, long to, boolean rank, boolean retracting, boolean before) {
        return new OperatorSpec.StreamRank(
                List.of(0), ORDER, function, from, to, rank, retracting, List.of(), 2000, before, 0);
    }

    private KeyedRig rig(OperatorSpec.StreamRank spec, int tasks) {
        int[] keys = spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        return new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(keys),
                directory,
                tasks,
                (context, store) -> new StreamRankOperator(spec, context, store));
    }

    // ---- Random changelogs

    private static final class Source {
        private final Random random;
        private final boolean retracting;
        private final int partitions;
        private final int prices;
        private final List<List<Object>> present = new ArrayList<>();
        private long numbers;

        Source(Random random, boolean retracting, int partitions, int prices) {
            this.random = random;
            this.retracting = retracting;
            this.partitions = partitions;
            this.prices = prices;
        }

        Batch next() {
            int wanted = 1 + random.nextInt(random.nextInt(5) == 0 ? 3000 : 40);
            List<List<Object>> rows = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            while (rows.size() < wanted) {
                if (retracting && !present.isEmpty() && random.nextInt(5) < 2) {
                    int at = random.nextInt(present.size());
                    List<Object> old = present.get(at);
                    List<Object> last = present.remove(present.size() - 1);
                    if (at < present.size()) {
                        present.set(at, last);
                    }
                    rows.add(old);
                    boolean update = random.nextBoolean();
                    kinds.add(update ? RowKind.UPDATE_BEFORE : RowKind.DELETE);
                    if (update) {
                        rows.add(row(old.get(0)));
                        kinds.add(RowKind.UPDATE_AFTER);
                        present.add(rows.get(rows.size() - 1));
                    }
                } else {
                    rows.add(row((long) random.nextInt(partitions)));
                    kinds.add(RowKind.INSERT);
                    present.add(rows.get(rows.size() - 1));
                }
            }
            return batch(rows, kinds);
        }

        /** Some rows come twice where the input takes rows back, for then nothing tells which of them is which. */
        private List<Object> row(Object partition) {
            List<Object> row = new ArrayList<>();
            row.add(partition);
            row.add((long) random.nextInt(prices));
            row.add(random.nextInt(5) == 0 ? null : "n" + random.nextInt(3));
            row.add(retracting && random.nextInt(3) == 0 ? 0 : ++numbers);
            return row;
        }
    }

    private static Batch batch(List<List<Object>> rows, List<RowKind> kinds) {
        int count = rows.size();
        long[][] numbers = new long[TYPES.size()][count];
        int[] offsets = new int[count + 1];
        boolean[] nulls = new boolean[count];
        byte[] kindBytes = new byte[count];
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            for (int c : new int[] {0, 1, 3}) {
                numbers[c][i] = ((Number) rows.get(i).get(c)).longValue();
            }
            nulls[i] = rows.get(i).get(2) == null;
            names.append(nulls[i] ? "" : rows.get(i).get(2));
            offsets[i + 1] = names.length();
            kindBytes[i] = (byte) kinds.get(i).ordinal();
        }
        byte[] bytes = names.toString().getBytes(StandardCharsets.UTF_8);
        boolean inserts = kinds.stream().allMatch(kind -> kind == RowKind.INSERT);
        return new Batch(
                count,
                List.of(
                        new LongColumn(count, numbers[0], null),
                        new LongColumn(count, numbers[1], null),
                        new BytesColumn(count, bytes, offsets, nulls),
                        new LongColumn(count, numbers[3], null)),
                inserts ? null : kindBytes);
    }

    // ---- The model

    private static final Comparator<List<Object>> BY_ORDER = Comparator.<List<Object>, Long>comparing(
                    row -> (Long) row.get(1), Comparator.reverseOrder())
            .thenComparing(row -> (String) row.get(2), Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The ranks of each row but for the choice among peers: rows with order columns and rank alone. */
    private static List<List<Object>> expected(OperatorSpec.StreamRank spec, List<List<Object>> rows) {
        Map<Object, List<List<Object>>> partitions = new TreeMap<>();
        for (List<Object> row : rows) {
            Object key = spec.partitionKeys().isEmpty() ? 0L : row.get(0);
            partitions.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<List<Object>> expected = new ArrayList<>();
        for (List<List<Object>> partition : partitions.values()) {
            partition.sort(BY_ORDER);
            long rank = 0;
            for (int i = 0; i < partition.size(); i++) {
                boolean peer = i > 0 && BY_ORDER.compare(partition.get(i - 1), partition.get(i)) == 0;
                rank = switch (spec.function()) {
                    case ROW_NUMBER -> i + 1;
                    case RANK -> peer ? rank : i + 1;
                    default -> peer ? rank : rank + 1;
                };
                if (rank >= spec.from() && rank <= spec.to()) {
                    expected.add(visible(spec, partition.get(i), rank));
                }
            }
        }
        return expected;
    }

    /** ROW_NUMBER may choose among peers; the other functions may not. */
    private static List<Object> visible(OperatorSpec.StreamRank spec, List<Object> row, long rank) {
        List<Object> values = new ArrayList<>();
        values.add(spec.partitionKeys().isEmpty() ? null : row.get(0));
        values.add(row.get(1));
        values.add(row.get(2));
        values.add(spec.function() == WindowFunction.ROW_NUMBER ? null : ((Number) row.get(3)).longValue());
        values.add(spec.rankColumn() ? rank : null);
        return values;
    }

    private static List<List<Object>> actual(OperatorSpec.StreamRank spec, ChangelogResult result) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : result.rows()) {
            rows.add(visible(spec, row, spec.rankColumn() ? (Long) row.get(4) : 0));
        }
        return rows;
    }

    private void check(OperatorSpec.StreamRank spec, Random random) throws Exception {
        Source source =
                new Source(random, spec.retracting(), 1 + random.nextInt(60), random.nextBoolean() ? 5 : 100_000);
        try (KeyedRig rig = rig(spec, 1 + random.nextInt(3))) {
            boolean byRank = !spec.emitsUpdateBefore() && spec.updatesRanks();
            ChangelogResult result = byRank ? ChangelogResult.byKey(0, 4) : ChangelogResult.ofContents();
            for (int step = 0; step < 40; step++) {
                rig.add(0, source.next());
                result.add(rig.taken());
                if (step % 8 == 7) {
                    Rows.assertSame(spec + " at " + step, actual(spec, result), expected(spec, source.present));
                    assertThat(result.rows()).allMatch(row -> source.present.contains(row.subList(0, 4)));
                }
                if (random.nextInt(6) == 0) {
                    rig.restart(spec.partitionKeys().isEmpty() ? 1 : 1 + random.nextInt(3));
                }
            }
        }
    }

    @Test
    void followsRandomChangelogsThroughRestarts() throws Exception {
        int seed = 0;
        for (WindowFunction function :
                List.of(WindowFunction.ROW_NUMBER, WindowFunction.RANK, WindowFunction.DENSE_RANK)) {
            for (int bits = 0; bits < 8; bits++) {
                boolean retracting = (bits & 1) > 0;
                boolean rank = (bits & 2) > 0;
                boolean before = (bits & 4) > 0 || !rank;
                long to = 1 + seed % 4 * 3;
                long from = seed % 5 == 4 ? to / 2 + 1 : 1;
                check(spec(function, from, to, rank, retracting, before), new Random(++seed));
            }
        }
    }

    @Test
    void ranksAllRowsWithoutPartitions() throws Exception {
        for (boolean retracting : new boolean[] {false, true}) {
            OperatorSpec.StreamRank spec = new OperatorSpec.StreamRank(
                    List.of(), ORDER, WindowFunction.ROW_NUMBER, 11, 500, false, retracting, List.of(), 100, true, 0);
            Random random = new Random(4);
            Source source = new Source(random, retracting, 3, 100_000);
            try (KeyedRig rig = rig(spec, 1)) {
                ChangelogResult result = ChangelogResult.ofContents();
                for (int step = 0; step < 40; step++) {
                    rig.add(0, source.next());
                    result.add(rig.taken());
                    if (step % 10 == 9) {
                        rig.restart(1);
                    }
                }
                Rows.assertSame("all", actual(spec, result), expected(spec, source.present));
            }
        }
    }

    @Test
    void whatABatchBringsAndDrivesOutNeverGoesOut() {
        OperatorSpec.StreamRank spec = spec(WindowFunction.ROW_NUMBER, 1, 1, false, false, true);
        try (KeyedRig rig = rig(spec, 1)) {
            List<List<Object>> rows = new ArrayList<>();
            for (long price = 0; price < 100; price++) {
                rows.add(List.of(7L, price, "n", price));
            }
            List<RowKind> kinds = rows.stream().map(row -> RowKind.INSERT).toList();
            rig.add(0, batch(rows, kinds));
            assertThat(Rows.of(rig.taken())).containsExactly(rows.get(99));
            rig.add(0, batch(rows.subList(0, 50), kinds.subList(0, 50)));
            assertThat(rig.taken()).isEmpty();
        }
    }

    @Test
    void onlyOneRowOfEachPartitionIsARowThatChanges() {
        OperatorSpec.StreamRank spec = spec(WindowFunction.ROW_NUMBER, 1, 1, false, false, false);
        try (KeyedRig rig = rig(spec, 1)) {
            ChangelogResult result = ChangelogResult.byKey(0);
            for (long price = 1; price <= 3; price++) {
                rig.add(0, batch(List.of(List.of(7L, price, "n", price)), List.of(RowKind.INSERT)));
                result.add(rig.taken());
            }
            assertThat(result.rows()).containsExactly(List.of(7L, 3L, "n", 3L));
            assertThat(result.changes()).isEqualTo(3);
        }
    }

    /** Rows by partition and number, whose prices rise; names change as they like. */
    private static final class RisingRows {
        private final Random random;
        private final int partitions;
        private final Map<List<Object>, List<Object>> present = new HashMap<>();

        RisingRows(Random random) {
            this.random = random;
            partitions = 1 + random.nextInt(20);
        }

        Batch next() {
            List<List<Object>> rows = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 2000 : 30);
            while (rows.size() < wanted) {
                long partition = random.nextInt(partitions);
                long number = random.nextInt(40);
                List<Object> old = present.get(List.of(partition, number));
                long price = (old == null ? 0 : (Long) old.get(1)) + random.nextInt(3);
                List<Object> row = List.of(partition, price, "n" + random.nextInt(100), number);
                if (old != null && random.nextInt(3) == 0) {
                    rows.add(old);
                    kinds.add(RowKind.UPDATE_BEFORE);
                }
                rows.add(row);
                kinds.add(old == null ? RowKind.INSERT : RowKind.UPDATE_AFTER);
                present.put(List.of(partition, number), row);
            }
            return batch(rows, kinds);
        }

        List<List<Object>> ranked(long from, long to) {
            Map<Object, List<List<Object>>> ofPartition = new TreeMap<>();
            present.values().forEach(row -> ofPartition
                    .computeIfAbsent(row.get(0), key -> new ArrayList<>())
                    .add(row));
            List<List<Object>> ranked = new ArrayList<>();
            for (List<List<Object>> rows : ofPartition.values()) {
                rows.sort(Comparator.<List<Object>, Long>comparing(row -> -(Long) row.get(1))
                        .thenComparing(row -> (Long) row.get(3)));
                ranked.addAll(rows.subList((int) Math.min(from - 1, rows.size()), (int) Math.min(to, rows.size())));
            }
            return ranked;
        }
    }

    @Test
    void rowsThatRiseReplaceThoseOfTheirKeyAndOnlyThoseWithARankAreKept() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            boolean rank = seed % 2 == 0;
            long to = 1 + seed % 5;
            long from = seed % 4 == 3 ? (to + 1) / 2 : 1;
            List<SortKey> order = List.of(new SortKey(1, false, false), new SortKey(3, true, true));
            OperatorSpec.StreamRank spec = new OperatorSpec.StreamRank(
                    List.of(0), order, WindowFunction.ROW_NUMBER, from, to, rank, false, List.of(0, 3), 50, true, 0);
            RisingRows source = new RisingRows(random);
            try (KeyedRig rig = rig(spec, 1 + random.nextInt(3))) {
                ChangelogResult result = ChangelogResult.ofContents();
                for (int step = 0; step < 40; step++) {
                    rig.add(0, source.next());
                    result.add(rig.taken());
                    List<List<Object>> rows =
                            result.rows().stream().map(row -> row.subList(0, 4)).toList();
                    Rows.assertSame(spec + " at " + step, rows, source.ranked(from, to));
                    if (random.nextInt(6) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
            }
        }
    }

    @Test
    void rowsThatRiseDoNotGo() {
        OperatorSpec.StreamRank spec = new OperatorSpec.StreamRank(
                List.of(0), ORDER, WindowFunction.ROW_NUMBER, 1, 2, true, false, List.of(0, 3), 50, true, 0);
        try (KeyedRig rig = rig(spec, 1)) {
            assertThatThrownBy(() -> rig.add(0, batch(List.of(List.of(1L, 1L, "n", 1L)), List.of(RowKind.DELETE))))
                    .hasMessageContaining("takes no deletions");
        }
    }
}
