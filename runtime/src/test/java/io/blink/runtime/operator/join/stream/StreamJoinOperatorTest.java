package io.blink.runtime.operator.join.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinInputRows;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamJoinOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final List<DataType> TYPES = List.of(INT, INT, INT, DataType.string());
    private static final List<JoinType> JOINS = List.of(
            JoinType.INNER, JoinType.LEFT, JoinType.RIGHT, JoinType.FULL, JoinType.SEMI, JoinType.ANTI, JoinType.MARK);
    /** Each of them one way of keeping rows; the last has no key. */
    private static final List<List<Integer>> UNIQUE_KEYS = List.of(List.of(0), List.of(1), List.of(0, 1), List.of());

    @TempDir
    Path directory;

    private static Expression lessThan(int left, int right) {
        return new Call(
                ScalarFunction.LESS_THAN,
                List.of(new InputColumn(left, INT), new InputColumn(right, INT)),
                DataType.of(TypeKind.BOOLEAN));
    }

    private record Case(JoinType type, boolean nullsEqual, boolean residual, JoinInputRows left, JoinInputRows right) {
        OperatorSpec.StreamJoin spec(boolean updateBefore) {
            return new OperatorSpec.StreamJoin(
                    type,
                    List.of(0),
                    List.of(0),
                    List.of(nullsEqual),
                    residual ? lessThan(2, 4 + 2) : null,
                    left,
                    right,
                    0,
                    0,
                    updateBefore);
        }

        boolean matches(List<Object> left, List<Object> right) {
            boolean equal = left.get(0) == null
                    ? nullsEqual && right.get(0) == null
                    : Objects.equals(left.get(0), right.get(0));
            boolean less = !residual
                    || (left.get(2) != null && right.get(2) != null && (Long) left.get(2) < (Long) right.get(2));
            return equal && less;
        }

        List<List<Object>> expected(List<List<Object>> leftRows, List<List<Object>> rightRows) {
            List<List<Object>> rows = new ArrayList<>();
            boolean[] rightMatched = new boolean[rightRows.size()];
            for (List<Object> leftRow : leftRows) {
                boolean matched = false;
                for (int i = 0; i < rightMatched.length; i++) {
                    if (matches(leftRow, rightRows.get(i))) {
                        matched = true;
                        rightMatched[i] = true;
                        if (type.emitsRightColumns()) {
                            rows.add(beside(leftRow, rightRows.get(i)));
                        }
                    }
                }
                if (type == JoinType.SEMI && matched || type == JoinType.ANTI && !matched) {
                    rows.add(leftRow);
                } else if (type == JoinType.MARK) {
                    rows.add(beside(leftRow, List.of(matched ? 1L : 0L)));
                } else if ((type == JoinType.LEFT || type == JoinType.FULL) && !matched) {
                    rows.add(beside(leftRow, Collections.nCopies(TYPES.size(), null)));
                }
            }
            for (int i = 0; i < rightMatched.length; i++) {
                if (!rightMatched[i] && (type == JoinType.RIGHT || type == JoinType.FULL)) {
                    rows.add(beside(Collections.nCopies(TYPES.size(), null), rightRows.get(i)));
                }
            }
            return rows;
        }

        private static List<Object> beside(List<Object> left, List<Object> right) {
            List<Object> row = new ArrayList<>(left);
            row.addAll(right);
            return row;
        }
    }

    private void check(Case join, long seed, boolean updateBefore, List<Integer> upsertKey) throws Exception {
        Random random = new Random(seed);
        boolean halves = upsertKey == null;
        int keys = 1 + random.nextInt(12);
        List<ChangingRows> sides = List.of(
                new ChangingRows(random, join.left.insertOnly(), join.left.uniqueKey(), halves, keys),
                new ChangingRows(random, join.right.insertOnly(), join.right.uniqueKey(), halves, keys));
        Changelog result = new Changelog(upsertKey);
        String description = join + " seed " + seed;
        Path own = directory.resolve("s" + seed + "-" + random.nextInt(Integer.MAX_VALUE));
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                join.spec(updateBefore),
                List.of(TYPES, TYPES),
                own,
                (context, store) -> new StreamJoinOperator(join.spec(updateBefore), context, store))) {
            for (int step = 0; step < 40; step++) {
                int input = random.nextInt(2);
                Batch batch = sides.get(input).next(1 + random.nextInt(step % 10 == 0 ? 120 : 8));
                if (batch != null) {
                    result.add(rig.add(input, batch));
                }
                Rows.assertSame(
                        description + " step " + step,
                        result.rows(),
                        join.expected(sides.get(0).rows(), sides.get(1).rows()));
                if (random.nextInt(6) == 0) {
                    rig.restart();
                }
            }
        }
    }

    @Test
    void resultFollowsBothInputsWhateverTheyDo() throws Exception {
        long seed = 1;
        for (JoinType type : JOINS) {
            for (List<Integer> leftKey : UNIQUE_KEYS) {
                for (List<Integer> rightKey : UNIQUE_KEYS) {
                    Random random = new Random(seed);
                    Case join = new Case(
                            type,
                            random.nextInt(3) == 0,
                            random.nextBoolean(),
                            new JoinInputRows(leftKey.isEmpty() && random.nextBoolean(), leftKey),
                            new JoinInputRows(rightKey.isEmpty() && random.nextBoolean(), rightKey));
                    check(join, seed++, true, null);
                }
            }
        }
    }

    @Test
    void rowsThatNeverGoGiveRowsThatNeverGo() throws Exception {
        JoinInputRows appended = new JoinInputRows(true, List.of());
        for (long seed = 1; seed <= 4; seed++) {
            Case join = new Case(seed % 2 == 0 ? JoinType.SEMI : JoinType.INNER, false, seed > 2, appended, appended);
            Random random = new Random(seed);
            List<ChangingRows> sides = List.of(
                    new ChangingRows(random, true, List.of(), true, 5),
                    new ChangingRows(random, true, List.of(), true, 5));
            try (KeyedOperatorRig rig = new KeyedOperatorRig(
                    join.spec(true),
                    List.of(TYPES, TYPES),
                    directory.resolve("i" + seed),
                    (context, store) -> new StreamJoinOperator(join.spec(true), context, store))) {
                List<Batch> emitted = new ArrayList<>();
                for (int step = 0; step < 20; step++) {
                    emitted.addAll(rig.add(step % 2, sides.get(step % 2).next(30)));
                }
                for (Batch batch : emitted) {
                    if (batch.rowKinds() != null) {
                        throw new AssertionError("a changelog of insertions has no kinds");
                    }
                }
                Rows.assertSame(
                        join.toString(),
                        Rows.of(emitted),
                        join.expected(sides.get(0).rows(), sides.get(1).rows()));
            }
        }
    }

    @Test
    void updatesMayComeAndGoWithoutTheirOldContent() throws Exception {
        long seed = 1000;
        for (JoinType type : List.of(JoinType.INNER, JoinType.LEFT, JoinType.SEMI, JoinType.ANTI, JoinType.MARK)) {
            for (int variant = 0; variant < 4; variant++) {
                List<Integer> leftKey = variant < 2 ? List.of(0, 1) : List.of(0);
                JoinInputRows left = new JoinInputRows(false, leftKey);
                JoinInputRows right = new JoinInputRows(false, List.of(0));
                Case join = new Case(type, true, variant % 2 == 1, left, right);
                check(join, seed++, false, leftKey);
            }
        }
    }

    /** More rows than are read at a time, more pairs than are made at a time. */
    @Test
    void longListsGoThroughInParts() throws Exception {
        int many = 20_000;
        JoinInputRows counted = new JoinInputRows(false, List.of());
        Case join = new Case(JoinType.LEFT, false, false, counted, new JoinInputRows(true, List.of()));
        Changelog result = new Changelog(null);
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                join.spec(true),
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new StreamJoinOperator(join.spec(true), context, store))) {
            result.add(rig.add(0, sameKey(3, null)));
            for (int from = 0; from < many; from += 4000) {
                result.add(rig.add(1, sameKey(4000, null)));
            }
            Rows.assertSame("pairs", List.of(List.of(result.rows().size())), List.of(List.of(3 * many)));
            result.add(rig.add(0, sameKey(3, new byte[] {3, 3, 3})));
            Rows.assertSame("nothing", result.rows(), List.of());
        }
    }

    private static Batch sameKey(int rows, byte[] kinds) {
        int[] numbers = new int[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = i;
        }
        IntColumn zero = new IntColumn(rows, new int[rows], null);
        return new Batch(
                rows, List.of(zero, new IntColumn(rows, numbers, null), zero, new ConstantColumn(rows, text())), kinds);
    }

    private static Column text() {
        BytesColumnBuilder builder = new BytesColumnBuilder(1);
        builder.append("text");
        return builder.build();
    }

    private static OperatorSpec.StreamJoin expiring(JoinInputRows left, JoinInputRows right) {
        return new OperatorSpec.StreamJoin(
                JoinType.INNER, List.of(0), List.of(0), List.of(false), null, left, right, 1000, 1000, true);
    }

    @Test
    void rowsAreForgottenWhenTheirTimeIsOver() throws Exception {
        for (List<Integer> key : UNIQUE_KEYS) {
            OperatorSpec.StreamJoin spec =
                    expiring(new JoinInputRows(key.isEmpty(), key), new JoinInputRows(true, List.of()));
            try (KeyedOperatorRig rig = new KeyedOperatorRig(
                    spec,
                    List.of(TYPES, TYPES),
                    directory.resolve("k" + key),
                    (context, store) -> new StreamJoinOperator(spec, context, store))) {
                rig.add(0, sameKey(3, null));
                rig.pass(600);
                rig.add(0, sameKey(1, null));
                rig.pass(600);
                rig.restart();
                int left = Rows.of(rig.add(1, sameKey(1, null))).size();
                // Of the rows of the first batch none is there, but where the second batch wrote one of them again.
                Rows.assertSame("by " + key, List.of(List.of(left)), List.of(List.of(1)));
            }
        }
    }

    /** A key that rows never stop coming for. */
    @Test
    void listsDoNotGrowByWhatIsForgotten() {
        JoinInputRows appended = new JoinInputRows(true, List.of());
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                expiring(appended, appended),
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new StreamJoinOperator(expiring(appended, appended), context, store))) {
            long early = 0;
            for (int step = 0; step < 400; step++) {
                rig.add(0, sameKey(20, null));
                rig.pass(100);
                Rows.assertSame(
                        "step " + step,
                        List.of(List.of(rig.add(1, sameKey(1, null)).stream()
                                .mapToInt(Batch::rowCount)
                                .sum())),
                        List.of(List.of(20 * Math.min(step + 1, 9))));
                long held = rig.operator().statistics().memoryBytesPeak();
                early = step < 100 ? held : early;
                if (held > 2 * early) {
                    throw new AssertionError(held + " bytes after step " + step + ", " + early + " before");
                }
            }
        }
    }

    @Test
    void inputThatShouldNotChangeMayNot() {
        Case join = new Case(
                JoinType.INNER, false, false, new JoinInputRows(true, List.of()), new JoinInputRows(true, List.of()));
        try (KeyedOperatorRig rig = new KeyedOperatorRig(
                join.spec(true),
                List.of(TYPES, TYPES),
                directory,
                (context, store) -> new StreamJoinOperator(join.spec(true), context, store))) {
            assertThatThrownBy(() -> rig.add(1, sameKey(1, new byte[] {3})))
                    .isInstanceOf(BlinkException.class)
                    .hasMessageContaining("inserted rows");
        }
    }
}
