package io.blink.runtime.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec.HashJoin;
import io.blink.core.plan.RuntimeFilter;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.KeySelections;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filters that a join makes of its build side. */
class KeyFilterTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final int COLUMN = 3;

    @TempDir
    Path directory;

    private KeyFilter filter(DataType type, List<Batch> build, boolean nullsEqual, long memory) {
        HashJoin spec = new HashJoin(JoinType.INNER, List.of(0), List.of(0), List.of(nullsEqual), null);
        PendingKeyFilter pending = new PendingKeyFilter(new RuntimeFilter(1, 0, COLUMN));
        boolean[] told = new boolean[1];
        pending.listener(() -> told[0] = true);
        try (OperatorRig rig = new OperatorRig(
                        spec, List.of(List.of(type), List.of(type)), List.of(type, type), memory, directory, random());
                JoinOperator join = JoinOperator.of(spec, rig.context())) {
            join.decides(pending);
            rig.run(join, List.of(List.of(), build));
        }
        assertThat(pending.isDecided()).isTrue();
        assertThat(told[0]).isTrue();
        return pending.filter();
    }

    private KeyFilter filter(DataType type, List<Batch> build, boolean nullsEqual) {
        return filter(type, build, nullsEqual, 64 << 20);
    }

    private static Random random() {
        return new Random(11);
    }

    private static int[] select(KeyFilter filter, Column values) {
        int[] positions = IntStream.range(0, values.size()).toArray();
        int count = filter.select(values, positions, positions.length);
        return java.util.Arrays.copyOf(positions, count);
    }

    private static Set<Object> values(List<Batch> batches) {
        Set<Object> values = new HashSet<>();
        Rows.of(batches).forEach(row -> values.add(row.get(0)));
        return values;
    }

    @Test
    void everyRowThatHasAnEqualKeyPassesWhateverItsTypeAndEncoding() {
        List<DataType> types = List.of(
                DataType.of(TypeKind.BOOLEAN),
                DataType.of(TypeKind.TINYINT),
                DataType.of(TypeKind.SMALLINT),
                DataType.of(TypeKind.INT),
                BIGINT,
                DataType.of(TypeKind.DATE),
                DataType.decimal(10, 2),
                DataType.decimal(28, 2),
                DataType.string(),
                DataType.of(TypeKind.FLOAT),
                DOUBLE,
                DataType.timestamp(6),
                DataType.timestamp(9));
        for (int seed = 1; seed <= 6; seed++) {
            for (DataType type : types) {
                RandomRows rows = new RandomRows(new Random(seed));
                boolean nullsEqual = seed % 2 == 0;
                List<Batch> build = rows.batches(List.of(type), 300, new int[] {50 * seed});
                Set<Object> keys = values(build);
                KeyFilter filter = filter(type, build, nullsEqual);
                for (Batch probe : rows.batches(List.of(type), 1000, new int[] {400})) {
                    List<List<Object>> probed = Rows.of(List.of(probe));
                    Set<Integer> passed = new HashSet<>();
                    for (int position : select(filter, probe.column(0))) {
                        passed.add(position);
                    }
                    for (int i = 0; i < probe.rowCount(); i++) {
                        Object value = probed.get(i).get(0);
                        boolean useful = keys.contains(value) && (value != null || nullsEqual);
                        assertThat(passed.contains(i) || !useful)
                                .as("%s %s, seed %s", type, value, seed)
                                .isTrue();
                        assertThat(value == null && !nullsEqual && passed.contains(i))
                                .as("a NULL that equals nothing, %s", type)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void integersOfASmallRangePassExactly() {
        Batch build = new Batch(List.of(new LongColumn(4, new long[] {-7, 1000, 12, 63}, null)));
        KeyFilter filter = filter(BIGINT, List.of(build), false);
        long[] probed = {-8, -7, -6, 0, 12, 13, 63, 64, 999, 1000, 1001, Long.MIN_VALUE, Long.MAX_VALUE};
        assertThat(select(filter, new LongColumn(probed.length, probed, null))).containsExactly(1, 4, 6, 9);
        assertThat(filter.conditions()).hasSize(1).first().hasToString("BETWEEN($3, -7, 1000)");
        assertThat(filter.at(5).conditions()).first().hasToString("BETWEEN($5, -7, 1000)");
    }

    @Test
    void theWholeRangeOfLongsIsFiltered() {
        long[] keys = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        Batch build = new Batch(List.of(new LongColumn(4, keys, null)));
        KeyFilter filter = filter(BIGINT, List.of(build), false);
        assertThat(select(filter, new LongColumn(4, keys, null))).containsExactly(0, 1, 2, 3);
        long[] others = new Random(5).longs(1000).toArray();
        assertThat(select(filter, new LongColumn(1000, others, null))).hasSizeLessThan(300);
    }

    @Test
    void negativeZeroIsZeroAndEachNanIsNan() {
        double otherNan = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
        Batch build = new Batch(List.of(new DoubleColumn(2, new double[] {0.0, Double.NaN}, null)));
        KeyFilter filter = filter(DOUBLE, List.of(build), false);
        assertThat(select(filter, new DoubleColumn(3, new double[] {-0.0, otherNan, 0.0}, null)))
                .containsExactly(0, 1, 2);
    }

    @Test
    void aBuildSideWithoutKeysPassesNothingButNullsThatAreEqual() {
        Column probe = new LongColumn(3, new long[3], new boolean[] {false, true, false});
        KeyFilter none = filter(BIGINT, List.of(), false);
        assertThat(none.passesNothing()).isTrue();
        assertThat(select(none, probe)).isEmpty();
        Batch onlyNull = new Batch(List.of(new LongColumn(1, new long[1], new boolean[] {true})));
        KeyFilter nulls = filter(BIGINT, List.of(onlyNull), true);
        assertThat(nulls.passesNothing()).isFalse();
        assertThat(nulls.conditions()).isEmpty();
        assertThat(select(nulls, probe)).containsExactly(1);
        assertThat(filter(DOUBLE, List.of(), false).passesNothing()).isTrue();
    }

    @Test
    void aJoinThatSpillsOrHasLittleMemoryMakesNoFilter() {
        List<Batch> build = new RandomRows(random()).batches(List.of(BIGINT), 20_000, new int[] {1 << 20});
        assertThat(filter(BIGINT, build, false, 64 << 10)).isNull();
        assertThat(filter(BIGINT, build, false, 8 << 20)).isNull();
        assertThat(filter(BIGINT, build, false, 64 << 20)).isNotNull();
    }

    @Test
    void aFilterThatLeavesNothingOutIsGivenUp() {
        long[] all = IntStream.range(0, 4096).asLongStream().toArray();
        Batch batch = new Batch(List.of(
                new LongColumn(4096, all, null),
                new LongColumn(4096, all, null),
                new LongColumn(4096, all, null),
                new LongColumn(4096, all, null)));
        KeyFilter filter = filter(BIGINT, List.of(new Batch(List.of(batch.column(0)))), false);
        KeySelections selections = new KeySelections(List.of(filter));
        for (int i = 0; i < 20; i++) {
            assertThat(selections.select(batch)).isSameAs(batch);
        }
        long[] absent = all.clone();
        java.util.Arrays.fill(absent, -1);
        Batch unfiltered = new Batch(
                List.of(batch.column(0), batch.column(0), batch.column(0), new LongColumn(4096, absent, null)));
        assertThat(selections.select(unfiltered)).isSameAs(unfiltered);
        assertThat(new KeySelections(List.of(filter)).select(unfiltered)).isNull();
    }
}
