package io.blink.runtime.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.HashJoin;
import io.blink.core.plan.OperatorSpec.NestedLoopJoin;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.task.OperatorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final List<DataType> KEYS = List.of(
            INT,
            DataType.of(TypeKind.BIGINT),
            DataType.string(),
            DataType.of(TypeKind.DOUBLE),
            DataType.decimal(28, 2));

    @TempDir
    Path directory;

    /** Columns of both sides: two keys, then an INT that residual conditions compare, then a payload. */
    private record Case(
            OperatorSpec spec,
            JoinType type,
            List<DataType> left,
            List<DataType> right,
            List<Batch> leftRows,
            List<Batch> rightRows,
            JoinModel.Condition keys,
            JoinModel.Condition residual) {
        List<List<Object>> expected() {
            return JoinModel.join(type, leftRows, rightRows, right.size(), left.size(), keys, residual);
        }

        List<DataType> output() {
            List<DataType> types = new ArrayList<>(left);
            if (type.emitsRightColumns()) {
                types.addAll(right);
            } else if (type == JoinType.MARK) {
                types.add(BOOLEAN);
            }
            return types;
        }
    }

    private static Case hashJoin(Random random, JoinType type, int leftRows, int rightRows, int values) {
        List<DataType> types = new ArrayList<>();
        types.add(KEYS.get(random.nextInt(KEYS.size())));
        types.add(KEYS.get(random.nextInt(KEYS.size())));
        types.add(INT);
        List<DataType> left = new ArrayList<>(types);
        List<DataType> right = new ArrayList<>(types);
        left.add(DataType.of(TypeKind.BIGINT));
        right.add(DataType.string());
        int keys = 1 + random.nextInt(2);
        boolean residual = random.nextInt(3) == 0;
        List<Boolean> nullsEqual = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            nullsEqual.add(random.nextInt(4) == 0);
        }
        List<Integer> columns = IntStream.range(0, keys).boxed().toList();
        RandomRows rows = new RandomRows(random);
        int[] distinct = {values, keys == 1 ? 5 : 3, 10, 1000};
        return new Case(
                new HashJoin(type, columns, columns, nullsEqual, residual ? lessThan(2, left.size() + 2) : null),
                type,
                left,
                right,
                rows.batches(left, leftRows, distinct),
                rows.batches(right, rightRows, distinct),
                (l, r) -> equal(l, r, keys, nullsEqual),
                (l, r) -> residual ? less(l.get(2), r.get(2)) : Boolean.TRUE);
    }

    private static Case nestedLoopJoin(Random random, JoinType type, int leftRows, int rightRows) {
        List<DataType> types = List.of(INT, DataType.string());
        boolean cross = random.nextInt(5) == 0;
        RandomRows rows = new RandomRows(random);
        int[] distinct = {60, 100};
        JoinModel.Condition condition = (l, r) -> cross ? Boolean.TRUE : less(l.get(0), r.get(0));
        boolean nullAware = type == JoinType.MARK || type == JoinType.NULL_AWARE_ANTI;
        return new Case(
                new NestedLoopJoin(type, cross ? null : lessThan(0, 2)),
                type,
                types,
                types,
                rows.batches(types, leftRows, distinct),
                rows.batches(types, rightRows, distinct),
                nullAware ? condition : (l, r) -> true,
                nullAware ? (l, r) -> true : condition);
    }

    private static Expression lessThan(int left, int right) {
        return new Call(
                ScalarFunction.LESS_THAN, List.of(new InputColumn(left, INT), new InputColumn(right, INT)), BOOLEAN);
    }

    private static Boolean less(Object left, Object right) {
        return left == null || right == null ? null : (Boolean) ((Long) left < (Long) right);
    }

    private static Boolean equal(List<Object> left, List<Object> right, int keys, List<Boolean> nullsEqual) {
        boolean unknown = false;
        for (int k = 0; k < keys; k++) {
            Object l = left.get(k);
            Object r = right.get(k);
            if (l == null || r == null) {
                if (nullsEqual.get(k)) {
                    if (l != r) {
                        return false;
                    }
                } else {
                    unknown = true;
                }
            } else if (!l.equals(r)) {
                return false;
            }
        }
        return unknown ? null : Boolean.TRUE;
    }

    private OperatorRig rig(Case test, long memory, Random random) {
        return new OperatorRig(
                test.spec(), List.of(test.left(), test.right()), test.output(), memory, directory, random);
    }

    private void check(int seed, Case test, long memory, boolean mustSpill) {
        try (OperatorRig rig = rig(test, memory, new Random(seed))) {
            List<Batch> output = rig.run(List.of(test.leftRows(), test.rightRows()));
            Rows.assertSame("seed " + seed + ", " + test.spec() + test.left(), Rows.of(output), test.expected());
            assertThat(rig.pool().peakBytes()).isLessThanOrEqualTo(memory);
            if (mustSpill) {
                assertThat(rig.statistics().spilledBytes())
                        .as("seed %s spilled", seed)
                        .isPositive();
            }
        }
    }

    @Test
    void hashJoinsOfEveryType() {
        int seed = 0;
        for (JoinType type : JoinType.values()) {
            for (int i = 0; i < 6; i++) {
                Random random = new Random(++seed);
                check(seed, hashJoin(random, type, 250, random.nextInt(4) == 0 ? 0 : 200, 60), 64 << 20, false);
            }
        }
    }

    @Test
    void uniqueBuildKeys() {
        int seed = 100;
        for (JoinType type : JoinType.values()) {
            Case test = hashJoin(new Random(++seed), type, 200, 150, 1000);
            int[] keys = IntStream.range(0, 700).map(i -> i * 3).toArray();
            int[] probed = IntStream.range(0, 900).map(i -> i % 450 * 5).toArray();
            Case unique = new Case(
                    new HashJoin(type, List.of(0), List.of(0), List.of(false), null),
                    type,
                    List.of(INT),
                    List.of(INT),
                    List.of(new Batch(List.of(new IntColumn(900, probed, null)))),
                    List.of(new Batch(List.of(new IntColumn(700, keys, null)))),
                    (l, r) -> equal(l, r, 1, List.of(false)),
                    (l, r) -> true);
            check(seed, unique, 64 << 20, false);
            check(seed, test, 64 << 20, false);
        }
    }

    @Test
    void nestedLoopJoinsOfEveryType() {
        int seed = 200;
        for (JoinType type : JoinType.values()) {
            for (int i = 0; i < 4; i++) {
                Random random = new Random(++seed);
                check(seed, nestedLoopJoin(random, type, 80, random.nextInt(4) == 0 ? 0 : 60), 64 << 20, false);
            }
        }
    }

    @Test
    void oneRowAtATimeGivesTheSame() {
        int seed = 300;
        for (JoinType type : JoinType.values()) {
            Case test = hashJoin(new Random(++seed), type, 150, 100, 40);
            try (OperatorRig rig = rig(test, 16 << 20, new Random(seed))) {
                List<Batch> output =
                        rig.run(List.of(OperatorRig.oneByOne(test.leftRows()), OperatorRig.oneByOne(test.rightRows())));
                Rows.assertSame("seed " + seed + ", " + test.spec(), Rows.of(output), test.expected());
            }
        }
    }

    @Test
    void buildSidesThatDoNotFitAreJoinedInPartitions() {
        int seed = 400;
        for (JoinType type : JoinType.values()) {
            for (int i = 0; i < 2; i++) {
                check(++seed, hashJoin(new Random(seed), type, 300, 2000, 2000), 120 << 10, false);
            }
        }
    }

    @Test
    void partitionsThatDoNotFitAreCutAgain() {
        int rows = 40_000;
        List<Batch> build = new ArrayList<>();
        List<Batch> probe = new ArrayList<>();
        for (int from = 0; from < rows; from += 4000) {
            int start = from;
            build.add(new Batch(List.of(
                    new IntColumn(
                            4000,
                            IntStream.range(start, start + 4000)
                                    .map(i -> i * 17)
                                    .toArray(),
                            null),
                    new IntColumn(4000, IntStream.range(start, start + 4000).toArray(), null))));
            probe.add(new Batch(List.of(new IntColumn(
                    4000, IntStream.range(start, start + 4000).map(i -> i * 34).toArray(), null))));
        }
        for (JoinType type : List.of(JoinType.INNER, JoinType.FULL, JoinType.ANTI)) {
            HashJoin spec = new HashJoin(type, List.of(0), List.of(0), List.of(false), null);
            List<DataType> output = type == JoinType.ANTI ? List.of(INT) : List.of(INT, INT, INT);
            try (OperatorRig rig = new OperatorRig(
                    spec, List.of(List.of(INT), List.of(INT, INT)), output, 64 << 10, directory, new Random(1))) {
                int emitted = rig.run(List.of(probe, build)).stream()
                        .mapToInt(Batch::rowCount)
                        .sum();
                assertThat(emitted).isEqualTo(type == JoinType.FULL ? rows + rows / 2 : rows / 2);
                long once = rows * (type == JoinType.ANTI ? 2L : 3L) * Integer.BYTES;
                assertThat(rig.statistics().spilledBytes())
                        .as("written more than once")
                        .isGreaterThan(once * 3 / 2);
                assertThat(rig.pool().peakBytes()).isLessThanOrEqualTo(64 << 10);
            }
        }
    }

    @Test
    void aKeyThatAloneDoesNotFitIsJoinedInBlocks() {
        int seed = 500;
        for (JoinType type : JoinType.values()) {
            check(++seed, hashJoin(new Random(seed), type, 15, 3000, 2), 100 << 10, false);
        }
    }

    @Test
    void nestedLoopsWithARightSideThatDoesNotFit() {
        int seed = 600;
        for (JoinType type : JoinType.values()) {
            Case test = nestedLoopJoin(new Random(++seed), type, 12, 5000);
            boolean rowsKept = ((NestedLoopJoin) test.spec()).condition() != null || type.emitsRightColumns();
            check(seed, test, 100 << 10, rowsKept);
        }
    }

    @Test
    void givesItsMemoryBackInTheMiddleOfTheProbeSide() {
        int seed = 700;
        for (JoinType type : JoinType.values()) {
            Case test = hashJoin(new Random(++seed), type, 300, 200, 100);
            try (OperatorRig rig = rig(test, 8 << 20, new Random(seed));
                    Operator operator = OperatorFactory.create(rig.context())) {
                Revoking revoking = new Revoking(operator, rig);
                List<Batch> output =
                        rig.run(revoking, List.of(OperatorRig.oneByOne(test.leftRows()), test.rightRows()));
                Rows.assertSame("seed " + seed + ", " + test.spec(), Rows.of(output), test.expected());
                assertThat(operator.statistics().spilledBytes()).isPositive();
                revoking.release();
            }
        }
    }

    /** Asks the operator for its memory once it has seen half a dozen probe batches. */
    private static final class Revoking implements Operator {
        private final Operator operator;
        private final MemoryReservation neighbour;
        private final OperatorRig rig;
        private int probed;

        Revoking(Operator operator, OperatorRig rig) {
            this.operator = operator;
            this.rig = rig;
            this.neighbour = rig.pool().open("a neighbour");
        }

        void release() {
            neighbour.close();
        }

        @Override
        public boolean needsInput(int input) {
            return operator.needsInput(input);
        }

        @Override
        public void addInput(int input, Batch batch) {
            operator.addInput(input, batch);
            if (input == 0 && ++probed == 3) {
                assertThat(neighbour.tryGrow(rig.pool().capacityBytes())).isFalse();
            }
        }

        @Override
        public void endInput(int input) {
            operator.endInput(input);
        }

        @Override
        public Batch output() {
            return operator.output();
        }

        @Override
        public boolean finished() {
            return operator.finished();
        }

        @Override
        public Wait waitsFor() {
            return operator.waitsFor();
        }

        @Override
        public void close() {
            operator.close();
        }
    }
}
