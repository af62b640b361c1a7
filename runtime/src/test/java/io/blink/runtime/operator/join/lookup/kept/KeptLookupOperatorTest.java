package io.blink.runtime.operator.join.lookup.kept;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.expression.Call;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.spi.connector.LookupSource;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.join.lookup.request.KeyLookupJoinOperator;
import io.blink.runtime.operator.kit.ChangelogResult;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLookupOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    /** Key and value of the rows; key and number of the table's. */
    private static final List<DataType> TYPES = List.of(BIGINT, BIGINT);

    private static final long MINUTE = 60_000;

    @TempDir
    Path directory;

    private final Random random = new Random(5);
    /** Of rows of the table, which are others each time that it is asked. */
    private long tableNumber;

    /** Has for each key none to three rows, now and then many. */
    private final class ChangingTable implements LookupSource {
        @Override
        public LookupRows lookup(Column[] keys, int count) {
            List<long[]> rows = new ArrayList<>();
            int[] counts = new int[count];
            for (int i = 0; i < count; i++) {
                counts[i] = random.nextInt(20) == 0 ? 70 : random.nextInt(4);
                for (int r = 0; r < counts[i]; r++) {
                    rows.add(new long[] {((LongColumn) keys[0].flat()).values()[i], tableNumber++});
                }
            }
            return new LookupRows(batch(rows, null), counts);
        }

        @Override
        public void close() {}
    }

    private static Batch batch(List<long[]> rows, List<RowKind> kinds) {
        long[][] columns = new long[2][rows.size()];
        byte[] kindBytes = kinds == null ? null : new byte[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            columns[0][i] = rows.get(i)[0];
            columns[1][i] = rows.get(i)[1];
            if (kinds != null) {
                kindBytes[i] = (byte) kinds.get(i).ordinal();
            }
        }
        return new Batch(
                rows.size(),
                List.of(new LongColumn(rows.size(), columns[0], null), new LongColumn(rows.size(), columns[1], null)),
                kindBytes);
    }

    private static OperatorSpec.KeptLookup spec(JoinType type, List<Integer> rowKey) {
        Call equal = new Call(
                ScalarFunction.EQUALS,
                List.of(new InputColumn(1, BIGINT), new InputColumn(2, BIGINT)),
                DataType.of(TypeKind.BOOLEAN));
        OperatorSpec.KeyLookupJoin lookup = new OperatorSpec.KeyLookupJoin(
                type,
                List.of(1),
                equal,
                new ConnectorHandle("keys", 1, "{}"),
                "c.d.keys",
                OperatorRig.fields(TYPES),
                null,
                true,
                3,
                MINUTE,
                null);
        return new OperatorSpec.KeptLookup(lookup, rowKey, 0);
    }

    private KeyedRig rig(JoinType type, List<Integer> rowKey, int tasks) {
        OperatorSpec.KeptLookup spec = spec(type, rowKey);
        return new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(rowKey.stream().mapToInt(Integer::intValue).toArray()),
                directory,
                tasks,
                (context, store) -> new KeptLookupOperator(
                        spec,
                        context,
                        store,
                        new KeyLookupJoinOperator(
                                (OperatorSpec.KeyLookupJoin) spec.lookup(), context, ChangingTable::new)));
    }

    /** Changes of rows, each of which has a key of its own; several of one key may stand in one batch. */
    private Batch changesByKey(Map<Long, long[]> rows) {
        List<long[]> changed = new ArrayList<>();
        List<RowKind> kinds = new ArrayList<>();
        int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 1000 : 20);
        while (changed.size() < wanted) {
            long key = random.nextInt(200);
            long[] old = rows.remove(key);
            boolean stays = old == null || random.nextInt(3) > 0;
            if (old != null) {
                changed.add(old);
                kinds.add(stays ? RowKind.UPDATE_BEFORE : RowKind.DELETE);
            }
            if (stays) {
                long[] row = {key, random.nextInt(50)};
                changed.add(row);
                kinds.add(old == null ? RowKind.INSERT : RowKind.UPDATE_AFTER);
                rows.put(key, row);
            }
        }
        return batch(changed, kinds);
    }

    @Test
    void whatGoesIsWhatWasFoundWhenItCame() throws Exception {
        for (JoinType type : List.of(JoinType.INNER, JoinType.LEFT)) {
            Map<Long, long[]> rows = new HashMap<>();
            ChangelogResult result = ChangelogResult.ofContents();
            try (KeyedRig rig = rig(type, List.of(0), 2)) {
                for (int step = 0; step < 60; step++) {
                    rig.add(0, changesByKey(rows));
                    result.add(rig.taken());
                    if (random.nextInt(5) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
                List<List<Object>> there = result.rows();
                assertThat(there).isNotEmpty().allSatisfy(row -> {
                    long[] left = rows.get(row.get(0));
                    assertThat(left).isNotNull();
                    assertThat(row.get(1)).isEqualTo(left[1]);
                });
                if (type == JoinType.LEFT) {
                    assertThat(there.stream().map(row -> row.get(0)).distinct()).hasSize(rows.size());
                }
                List<long[]> last = List.copyOf(rows.values());
                rig.add(0, batch(last, last.stream().map(row -> RowKind.DELETE).toList()));
                assertThat(result.add(rig.taken()).rows()).isEmpty();
                rig.endInputs();
            }
        }
    }

    @Test
    void ofRowsAlikeEachGoesWithWhatItWasGiven() throws Exception {
        List<long[]> rows = new ArrayList<>();
        ChangelogResult result = ChangelogResult.ofContents();
        try (KeyedRig rig = rig(JoinType.LEFT, List.of(0, 1), 2)) {
            for (int step = 0; step < 40; step++) {
                List<long[]> changed = new ArrayList<>();
                List<RowKind> kinds = new ArrayList<>();
                for (int i = random.nextInt(60); i >= 0; i--) {
                    boolean goes = !rows.isEmpty() && random.nextInt(2) == 0;
                    long[] row = goes
                            ? rows.remove(random.nextInt(rows.size()))
                            : new long[] {random.nextInt(3), random.nextInt(2)};
                    if (!goes) {
                        rows.add(row);
                    }
                    changed.add(row);
                    kinds.add(goes ? RowKind.DELETE : RowKind.INSERT);
                }
                rig.add(0, batch(changed, kinds));
                result.add(rig.taken());
                if (random.nextInt(5) == 0) {
                    rig.restart(1 + random.nextInt(3));
                }
            }
            rig.add(0, batch(rows, rows.stream().map(row -> RowKind.DELETE).toList()));
            assertThat(result.add(rig.taken()).rows()).isEmpty();
        }
    }

    @Test
    void ofARowThatIsNotKnownNothingGoes() {
        try (KeyedRig rig = rig(JoinType.LEFT, List.of(0), 1)) {
            rig.add(0, batch(List.of(new long[] {1, 2}), List.of(RowKind.DELETE)));
            assertThat(rig.taken()).isEmpty();
        }
    }

    @Test
    void aRowThatComesAndGoesInOneBatchIsNotLookedUp() {
        try (KeyedRig rig = rig(JoinType.LEFT, List.of(0), 1)) {
            List<long[]> rows = List.of(new long[] {1, 2}, new long[] {1, 2}, new long[] {1, 3}, new long[] {1, 3});
            rig.add(0, batch(rows, List.of(RowKind.INSERT, RowKind.DELETE, RowKind.INSERT, RowKind.UPDATE_BEFORE)));
            assertThat(rig.taken()).isEmpty();
            assertThat(tableNumber).isZero();
        }
    }

    /** Gives its rows a NULL when it is let. */
    private static final class HeldLookup implements Operator {
        private final CompletableFuture<Void> let = new CompletableFuture<>();
        private Batch rows;

        @Override
        public boolean needsInput(int input) {
            return rows == null;
        }

        @Override
        public void addInput(int input, Batch batch) {
            rows = batch;
        }

        @Override
        public void endInput(int input) {
            throw new AssertionError("its rows come from another operator");
        }

        @Override
        public Batch output() {
            if (rows == null || !let.isDone()) {
                return null;
            }
            List<Column> columns = new ArrayList<>(rows.columns());
            columns.add(new LongColumn(rows.rowCount(), new long[rows.rowCount()], null));
            columns.add(new LongColumn(rows.rowCount(), new long[rows.rowCount()], null));
            Batch joined = new Batch(rows.rowCount(), columns);
            rows = null;
            return joined;
        }

        @Override
        public boolean finished() {
            return rows == null;
        }

        @Override
        public Wait waitsFor() {
            return rows == null ? Wait.NONE : Wait.until(let);
        }

        @Override
        public void close() {
            rows = null;
        }
    }

    @Test
    void whileALookupIsUnderWayNothingElsePasses() {
        HeldLookup lookup = new HeldLookup();
        OperatorSpec.KeptLookup spec = spec(JoinType.LEFT, List.of(0));
        List<Operator> made = new ArrayList<>();
        try (KeyedRig rig =
                new KeyedRig(spec, List.of(TYPES), List.of(new int[] {0}), directory, 1, (context, store) -> {
                    made.add(new KeptLookupOperator(spec, context, store, lookup));
                    return made.get(0);
                })) {
            Operator operator = made.get(0);
            operator.addInput(0, batch(List.of(new long[] {1, 2}), null));
            assertThat(operator.output()).isNull();
            assertThat(operator.waitsFor().isNone()).isFalse();
            assertThat(operator.needsInput(0)).isFalse();
            lookup.let.complete(null);
            assertThat(Rows.of(List.of(operator.output()))).containsExactly(List.of(1L, 2L, 0L, 0L));
            assertThat(operator.output()).isNull();
            assertThat(operator.waitsFor().isNone()).isTrue();
            assertThat(operator.needsInput(0)).isTrue();
            operator.endInput(0);
            assertThat(operator.finished()).isTrue();
        }
    }
}
