package io.blink.runtime.operator.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.ChangelogResult;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogNormalizeOperatorTest {
    private static final List<DataType> TYPES = List.of(
            DataType.varchar(20),
            DataType.of(TypeKind.BIGINT).withNullable(false),
            DataType.of(TypeKind.DOUBLE),
            DataType.array(DataType.of(TypeKind.INT)));

    @TempDir
    Path directory;

    private KeyedRig rig(boolean before, long ttl, int tasks) {
        OperatorSpec.ChangelogNormalize spec = new OperatorSpec.ChangelogNormalize(List.of(1), before, ttl);
        return new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {1}),
                directory,
                tasks,
                (context, store) -> new ChangelogNormalizeOperator(spec, context, store));
    }

    @Test
    void makesWholeChangelogsOfChangesByKeyThroughRestarts() throws Exception {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            boolean before = seed % 2 == 0;
            Map<Object, List<Object>> model = new HashMap<>();
            try (KeyedRig rig = rig(before, seed % 3 == 0 ? 1_000_000 : 0, 1 + random.nextInt(3))) {
                ChangelogResult result = before ? ChangelogResult.ofContents() : ChangelogResult.byKey(1);
                for (Batch rows : new RandomRows(random).batches(TYPES, 10_000, new int[] {3, 700, 4, 5})) {
                    byte[] kinds = new byte[rows.rowCount()];
                    List<List<Object>> values = Rows.of(List.of(rows));
                    for (int i = 0; i < kinds.length; i++) {
                        RowKind kind = RowKind.values()[random.nextInt(4)];
                        kinds[i] = (byte) kind.ordinal();
                        if (kind == RowKind.DELETE) {
                            model.remove(values.get(i).get(1));
                        } else if (kind != RowKind.UPDATE_BEFORE) {
                            model.put(values.get(i).get(1), values.get(i));
                        }
                    }
                    rig.add(0, new Batch(rows.rowCount(), rows.columns(), kinds));
                    result.add(rig.taken());
                    if (random.nextInt(4) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
                Rows.assertSame("seed " + seed, result.rows(), new ArrayList<>(model.values()));
            }
        }
    }

    @Test
    void whatChangesNothingGoesNoFurther() {
        try (KeyedRig rig = rig(true, 0, 1)) {
            Batch rows = new RandomRows(new Random(3))
                    .batches(TYPES, 40, new int[] {3, 1000, 4, 5})
                    .get(0);
            rig.add(0, rows);
            int keys = Rows.of(rig.taken()).size();
            rig.add(0, rows);
            assertThat(rig.taken()).isEmpty();
            byte[] deletes = new byte[rows.rowCount()];
            Arrays.fill(deletes, (byte) RowKind.DELETE.ordinal());
            rig.add(0, new Batch(rows.rowCount(), rows.columns(), deletes));
            assertThat(Rows.of(rig.taken())).hasSize(keys);
            rig.add(0, new Batch(rows.rowCount(), rows.columns(), deletes));
            assertThat(rig.taken()).isEmpty();
        }
    }
}
