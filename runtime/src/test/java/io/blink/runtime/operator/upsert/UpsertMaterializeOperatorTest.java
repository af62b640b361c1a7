package io.blink.runtime.operator.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SinkConflict;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.ChangelogResult;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpsertMaterializeOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    /** Primary key, the key of the query's rows, value. */
    private static final List<DataType> TYPES = List.of(BIGINT, BIGINT, BIGINT);

    @TempDir
    Path directory;

    private KeyedRig rig(SinkConflict conflict, List<Integer> identity, boolean before, int tasks) {
        OperatorSpec.UpsertMaterialize spec =
                new OperatorSpec.UpsertMaterialize(List.of(0), identity, conflict, "db.t", before, 0);
        return new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {0}),
                directory,
                tasks,
                (context, store) -> new UpsertMaterializeOperator(spec, context, store));
    }

    private static Batch batch(List<long[]> rows, List<RowKind> kinds) {
        int count = rows.size();
        long[][] columns = new long[3][count];
        byte[] kindBytes = new byte[count];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < 3; c++) {
                columns[c][i] = rows.get(i)[c];
            }
            kindBytes[i] = (byte) kinds.get(i).ordinal();
        }
        return new Batch(
                count,
                List.of(
                        new LongColumn(count, columns[0], null),
                        new LongColumn(count, columns[1], null),
                        new LongColumn(count, columns[2], null)),
                kindBytes);
    }

    /** The rows of a query by its own key, and in which order they claim the places of primary keys. */
    private static final class Query {
        private final Random random;
        private final boolean lastWins;
        private final Map<Long, long[]> rows = new HashMap<>();
        private final Map<Long, List<long[]>> claims = new HashMap<>();

        Query(Random random, boolean lastWins) {
            this.random = random;
            this.lastWins = lastWins;
        }

        Batch next() {
            List<long[]> changed = new ArrayList<>();
            List<RowKind> kinds = new ArrayList<>();
            int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 2000 : 20);
            while (changed.size() < wanted) {
                long key = random.nextInt(600);
                long[] old = rows.remove(key);
                long[] row = {random.nextInt(80), key, random.nextInt(1000)};
                if (old != null && random.nextInt(3) == 0) {
                    changed.add(old);
                    kinds.add(RowKind.DELETE);
                    claims.get(old[0]).removeIf(claim -> claim[1] == key);
                    continue;
                }
                if (old != null) {
                    boolean samePlace = old[0] == row[0];
                    changed.add(old);
                    kinds.add(samePlace ? RowKind.UPDATE_BEFORE : RowKind.DELETE);
                    List<long[]> places = claims.get(old[0]);
                    if (samePlace && !lastWins) {
                        places.replaceAll(claim -> claim[1] == key ? row : claim);
                    } else {
                        places.removeIf(claim -> claim[1] == key);
                    }
                    if (!(samePlace && !lastWins)) {
                        claims.computeIfAbsent(row[0], k -> new ArrayList<>()).add(row);
                    }
                    kinds.add(samePlace ? RowKind.UPDATE_AFTER : RowKind.INSERT);
                } else {
                    claims.computeIfAbsent(row[0], k -> new ArrayList<>()).add(row);
                    kinds.add(RowKind.INSERT);
                }
                changed.add(row);
                rows.put(key, row);
            }
            return batch(changed, kinds);
        }

        List<List<Object>> standing() {
            List<List<Object>> standing = new ArrayList<>();
            claims.forEach((place, claimants) -> {
                if (!claimants.isEmpty()) {
                    long[] row = claimants.get(lastWins ? claimants.size() - 1 : 0);
                    standing.add(List.of(row[0], row[1], row[2]));
                }
            });
            return standing;
        }

        boolean conflicts() {
            return claims.values().stream().anyMatch(claimants -> claimants.size() > 1);
        }
    }

    @Test
    void theLastRowStandsAndTheOneBeforeItAgainWhenItGoes() throws Exception {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            boolean before = seed % 2 == 0;
            Query query = new Query(random, true);
            try (KeyedRig rig = rig(SinkConflict.DEDUPLICATE, List.of(1), before, 1 + random.nextInt(3))) {
                ChangelogResult result = before ? ChangelogResult.ofContents() : ChangelogResult.byKey(0);
                for (int step = 0; step < 40; step++) {
                    rig.add(0, query.next());
                    result.add(rig.taken());
                    if (random.nextInt(5) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
                Rows.assertSame("seed " + seed, result.rows(), query.standing());
            }
        }
    }

    @Test
    void whicheverWayRowsAreDealtOutToBatchesTheSameOneStands() throws Exception {
        for (SinkConflict conflict : List.of(SinkConflict.DEDUPLICATE, SinkConflict.NOTHING)) {
            Random random = new Random(5);
            Query query = new Query(random, conflict == SinkConflict.DEDUPLICATE);
            try (KeyedRig rig = rig(conflict, List.of(1), false, 1)) {
                ChangelogResult result = ChangelogResult.byKey(0);
                for (int step = 0; step < 30; step++) {
                    Batch rows = query.next();
                    int size;
                    for (int i = 0; i < rows.rowCount(); i += size) {
                        size = rows.rowKinds()[i] == RowKind.UPDATE_BEFORE.ordinal() ? 2 : 1;
                        rig.add(0, rows.slice(i, size));
                    }
                    if (step % 10 == 9) {
                        rig.restart(1);
                    }
                    rig.watermark(step);
                    result.add(rig.taken());
                    Rows.assertSame(conflict + " at " + step, result.rows(), query.standing());
                }
            }
        }
    }

    @Test
    void waitsForTheWatermarkBeforeItCallsItAConflict() throws Exception {
        try (KeyedRig rig = rig(SinkConflict.ERROR, List.of(1), true, 2)) {
            ChangelogResult result = ChangelogResult.ofContents();
            rig.add(0, batch(List.of(new long[] {1, 10, 5}), List.of(RowKind.INSERT)));
            rig.watermark(1);
            rig.add(0, batch(List.of(new long[] {1, 11, 6}), List.of(RowKind.INSERT)));
            assertThat(result.add(rig.taken()).rows()).containsExactly(List.of(1L, 10L, 5L));
            rig.restart(1);
            rig.add(0, batch(List.of(new long[] {1, 10, 5}), List.of(RowKind.DELETE)));
            rig.watermark(2);
            assertThat(result.add(rig.taken()).rows()).containsExactly(List.of(1L, 11L, 6L));
            rig.add(0, batch(List.of(new long[] {1, 12, 7}), List.of(RowKind.INSERT)));
            assertThatThrownBy(() -> rig.watermark(3))
                    .hasMessageContaining("primary key (c0) = (1) of db.t")
                    .hasMessageContaining("ON CONFLICT");
        }
    }

    @Test
    void equalRowsAreCounted() {
        try (KeyedRig rig = rig(SinkConflict.DEDUPLICATE, List.of(1, 2), true, 1)) {
            ChangelogResult result = ChangelogResult.ofContents();
            long[] row = {1, 10, 5};
            rig.add(0, batch(List.of(row, row), List.of(RowKind.INSERT, RowKind.INSERT)));
            rig.add(0, batch(List.of(row), List.of(RowKind.DELETE)));
            assertThat(result.add(rig.taken()).rows()).containsExactly(List.of(1L, 10L, 5L));
            rig.add(0, batch(List.of(row), List.of(RowKind.DELETE)));
            assertThat(result.add(rig.taken()).rows()).isEmpty();
        }
        try (KeyedRig rig = rig(SinkConflict.ERROR, List.of(1, 2), true, 1)) {
            long[] row = {1, 10, 5};
            rig.add(0, batch(List.of(row, row), List.of(RowKind.INSERT, RowKind.INSERT)));
            assertThatThrownBy(rig::endInputs).hasMessageContaining("(1) of db.t");
        }
    }

    @Test
    void conflictsOfRandomQueriesAreFound() throws Exception {
        int failed = 0;
        for (int seed = 0; seed < 5; seed++) {
            Query query = new Query(new Random(seed), false);
            Batch rows = query.next();
            try (KeyedRig rig = rig(SinkConflict.ERROR, List.of(1), true, 2)) {
                rig.add(0, rows);
                if (query.conflicts()) {
                    assertThatThrownBy(() -> rig.watermark(1)).hasMessageContaining("several rows");
                    failed++;
                } else {
                    rig.watermark(1);
                    Rows.assertSame("seed " + seed, Rows.of(rig.taken()), query.standing());
                }
            }
        }
        assertThat(failed).isPositive();
    }
}
