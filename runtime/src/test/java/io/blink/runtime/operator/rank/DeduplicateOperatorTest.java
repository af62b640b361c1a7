package io.blink.runtime.operator.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.ChangelogResult;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduplicateOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    /** Key, time, name, a number that tells rows apart. */
    private static final List<DataType> TYPES = List.of(BIGINT, DataType.timestamp(3), DataType.varchar(20), BIGINT);

    @TempDir
    Path directory;

    private static OperatorSpec.Deduplicate spec(List<SortKey> order, boolean last, boolean before) {
        return new OperatorSpec.Deduplicate(List.of(0), order, last, before, 0);
    }

    private KeyedRig rig(OperatorSpec.Deduplicate spec, int tasks) {
        return new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {0}),
                directory,
                tasks,
                (context, store) -> new DeduplicateOperator(spec, context, store));
    }

    private static Comparator<List<Object>> comparator(List<SortKey> order) {
        Comparator<List<Object>> comparator = (a, b) -> 0;
        for (SortKey key : order) {
            Comparator<Object> values = Comparator.nullsFirst(DeduplicateOperatorTest::compare);
            Comparator<List<Object>> next = Comparator.comparing(row -> row.get(key.column()), values);
            comparator = comparator.thenComparing(key.ascending() ? next : next.reversed());
        }
        return comparator;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    @Test
    void keepsTheRightRowOfEachKeyThroughRestarts() throws Exception {
        SortKey time = new SortKey(1, true, true);
        SortKey timeDescending = new SortKey(1, false, false);
        List<List<SortKey>> orders =
                List.of(List.of(), List.of(time), List.of(timeDescending), List.of(new SortKey(2, false, false), time));
        int seed = 0;
        for (List<SortKey> order : orders) {
            for (boolean last : new boolean[] {false, true}) {
                for (boolean before : new boolean[] {false, true}) {
                    check(spec(order, last, before), new Random(++seed));
                }
            }
        }
    }

    private void check(OperatorSpec.Deduplicate spec, Random random) throws Exception {
        Comparator<List<Object>> order = comparator(spec.order());
        Map<Object, List<Object>> model = new LinkedHashMap<>();
        try (KeyedRig rig = rig(spec, 1 + random.nextInt(3))) {
            ChangelogResult result = spec.emitsUpdateBefore() ? ChangelogResult.ofContents() : ChangelogResult.byKey(0);
            for (Batch batch : new RandomRows(random).batches(TYPES, 12_000, new int[] {900, 40, 10, 1000})) {
                for (List<Object> row : Rows.of(List.of(batch))) {
                    model.merge(row.get(0) == null ? "NULL" : row.get(0), row, (kept, next) -> {
                        int compared = order.compare(next, kept);
                        return compared < 0 || compared == 0 && spec.keepsLast() ? next : kept;
                    });
                }
                rig.add(0, batch);
                result.add(rig.taken());
                if (random.nextInt(4) == 0) {
                    rig.restart(1 + random.nextInt(3));
                }
            }
            Rows.assertSame(spec.toString(), result.rows(), new ArrayList<>(model.values()));
            if (spec.keepsFirstToCome()) {
                assertThat(result.changes()).isEqualTo(model.size());
            }
        }
    }
}
