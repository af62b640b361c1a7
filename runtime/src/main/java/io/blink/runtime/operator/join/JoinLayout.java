package io.blink.runtime.operator.join;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a join does, column by column: which build columns it must keep, and what its conditions read. Kept build columns are numbered by their place in a spilled batch: first the
 * keys, then the others.
 */
final class JoinLayout {
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);

    private final JoinType type;
    private final List<Field> left;
    private final List<Field> right;
    private final int[] leftKeys;
    private final int[] rightKeys;
    private final boolean[] nullsEqual;
    private final Expression residual;
    private final Expression unknown;
    private final boolean keyOnly;
    private final int[] keptRight;

    private JoinLayout(
            JoinType type,
            List<Field> left,
            List<Field> right,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            Expression residual) {
        this.type = type;
        this.left = left;
        this.right = right;
        this.leftKeys = leftKeys.stream().mapToInt(Integer::intValue).toArray();
        this.rightKeys = rightKeys.stream().mapToInt(Integer::intValue).toArray();
        this.nullsEqual = new boolean[this.leftKeys.length];
        for (int k = 0; k < this.nullsEqual.length; k++) {
            this.nullsEqual[k] = nullsEqual.get(k);
        }
        this.residual = residual;
        this.unknown = unknownCondition();
        this.keyOnly = !type.emitsRightColumns() && residual == null && unknown == null;
        this.keptRight = chooseKept();
    }

    static JoinLayout of(OperatorSpec.HashJoin join, List<List<Field>> inputs) {
        return new JoinLayout(
                join.type(),
                inputs.get(0),
                inputs.get(1),
                join.leftKeys(),
                join.rightKeys(),
                join.nullsEqual(),
                join.residual());
    }

    static JoinLayout of(OperatorSpec.NestedLoopJoin join, List<List<Field>> inputs) {
        return new JoinLayout(
                join.type(), inputs.get(0), inputs.get(1), List.of(), List.of(), List.of(), join.condition());
    }

    /**
     * When a row that has no match is not simply without one, but IN is unknown: for some build row the comparison of keys is NULL and the residual TRUE; without keys, the
     * condition is NULL. Absent where that depends on NULLs in the only key alone, or does not matter.
     */
    private Expression unknownCondition() {
        if (!isNullAware() || leftKeys.length == 1 && residual == null) {
            return null;
        }
        if (leftKeys.length == 0) {
            return residual == null ? null : call(ScalarFunction.IS_NULL, residual);
        }
        List<Expression> comparisons = new ArrayList<>();
        for (int k = 0; k < leftKeys.length; k++) {
            comparisons.add(call(
                    nullsEqual[k] ? ScalarFunction.IS_NOT_DISTINCT_FROM : ScalarFunction.EQUALS,
                    new InputColumn(leftKeys[k], left.get(leftKeys[k]).type()),
                    new InputColumn(
                            left.size() + rightKeys[k], right.get(rightKeys[k]).type())));
        }
        Expression all =
                comparisons.size() == 1 ? comparisons.get(0) : new Call(ScalarFunction.AND, comparisons, BOOLEAN);
        Expression isUnknown = call(ScalarFunction.IS_NULL, all);
        return residual == null ? isUnknown : call(ScalarFunction.AND, isUnknown, residual);
    }

    private static Expression call(ScalarFunction function, Expression... arguments) {
        return new Call(function, List.of(arguments), BOOLEAN);
    }

    private int[] chooseKept() {
        Set<Integer> kept = new LinkedHashSet<>();
        Arrays.stream(rightKeys).forEach(kept::add);
        if (type.emitsRightColumns()) {
            IntStream.range(0, right.size()).forEach(kept::add);
        }
        for (Expression condition : new Expression[] {residual, unknown}) {
            if (condition != null) {
                InputReferences.of(condition).stream()
                        .filter(column -> column >= left.size())
                        .forEach(column -> kept.add(column - left.size()));
            }
        }
        List<Integer> ordered = new ArrayList<>();
        Arrays.stream(rightKeys).forEach(ordered::add);
        kept.removeAll(ordered);
        ordered.addAll(kept);
        return ordered.stream().mapToInt(Integer::intValue).toArray();
    }

    JoinType type() {
        return type;
    }

    List<Field> left() {
        return left;
    }

    List<Field> right() {
        return right;
    }

    int[] leftKeys() {
        return leftKeys;
    }

    int keyCount() {
        return leftKeys.length;
    }

    /** Whether NULL keys of pair k are equal. */
    boolean nullsEqual(int k) {
        return nullsEqual[k];
    }

    /** Right columns that the build side keeps, by their place there; the first are the keys. */
    int[] keptRight() {
        return keptRight.clone();
    }

    List<DataType> keptTypes() {
        return Arrays.stream(keptRight)
                .mapToObj(column -> right.get(column).type())
                .toList();
    }

    /** The place of a right column on the build side. */
    int placeOf(int rightColumn) {
        for (int i = 0; i < keptRight.length; i++) {
            if (keptRight[i] == rightColumn) {
                return i;
            }
        }
        throw new IllegalArgumentException("right column " + rightColumn + " is not kept");
    }

    /** The left column that has the value of a kept build column in every pair, where there is one: equal keys of a type that has one form of each value; else -1. */
    int leftTwin(int place) {
        if (type != JoinType.INNER || place >= leftKeys.length) {
            return -1;
        }
        PhysicalType ofLeft = left.get(leftKeys[place]).type().physicalType();
        PhysicalType ofRight = right.get(rightKeys[place]).type().physicalType();
        return switch (ofLeft) {
            case BYTE, SHORT, INT, LONG, BYTES -> ofLeft == ofRight ? leftKeys[place] : -1;
            default -> -1;
        };
    }

    /** May be {@code null}. */
    Expression residual() {
        return residual;
    }

    /** See {@link #unknownCondition}; may be {@code null}. */
    Expression unknown() {
        return unknown;
    }

    /** Whether only the presence of a key counts. */
    boolean keyOnly() {
        return keyOnly;
    }

    boolean isNullAware() {
        return type == JoinType.MARK || type == JoinType.NULL_AWARE_ANTI;
    }

    /** Whether build rows without a match are emitted. */
    boolean tracksBuildMatches() {
        return type == JoinType.RIGHT || type == JoinType.FULL;
    }

    /** Whether build rows with a NULL key that equals nothing are of use. */
    boolean keepsNullKeys() {
        return tracksBuildMatches() || unknown != null;
    }

    /** Whether rows may be joined partition by partition: rows that have to do with one another have equal keys. */
    boolean partitionable() {
        return leftKeys.length > 0 && unknown == null;
    }
}
