package io.blink.sql.physical.join;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinType;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small parts of joins: output columns, equalities, the use of marks. */
public final class JoinExpressions {
    private JoinExpressions() {}

    /** What a join emits, {@link JoinType} by {@link JoinType}. */
    public static List<Field> output(JoinType type, PhysicalNode left, PhysicalNode right) {
        boolean leftNullable = type == JoinType.RIGHT || type == JoinType.FULL;
        boolean rightNullable = type == JoinType.LEFT || type == JoinType.FULL;
        List<Field> output = new ArrayList<>(fields(left, leftNullable));
        if (type.emitsRightColumns()) {
            output.addAll(fields(right, rightNullable));
        } else if (type == JoinType.MARK) {
            output.add(new Field("mark", DataType.of(TypeKind.BOOLEAN)));
        }
        return output;
    }

    private static List<Field> fields(PhysicalNode side, boolean nullable) {
        return side.output().stream()
                .map(field -> nullable ? new Field(field.name(), field.type().withNullable(true)) : field)
                .toList();
    }

    public static Expression equal(Expression left, Expression right, boolean nullsEqual) {
        boolean nullable =
                !nullsEqual && (left.type().nullable() || right.type().nullable());
        return new Call(
                nullsEqual ? ScalarFunction.IS_NOT_DISTINCT_FROM : ScalarFunction.EQUALS,
                List.of(left, right),
                DataType.of(TypeKind.BOOLEAN).withNullable(nullable));
    }

    public static Expression isNotFalse(Expression condition) {
        DataType type = DataType.of(TypeKind.BOOLEAN).withNullable(false);
        return new Call(ScalarFunction.IS_NOT_FALSE, List.of(condition), type);
    }

    /** Rows whose mark, the last column, is FALSE, without it. */
    static PhysicalNode unmarked(PhysicalNode marked) {
        int mark = marked.output().size() - 1;
        DataType type = DataType.of(TypeKind.BOOLEAN).withNullable(false);
        Expression isFalse = new Call(ScalarFunction.IS_FALSE, List.of(Operations.columnOf(marked, mark)), type);
        return Operations.select(
                Operations.filter(marked, List.of(isFalse)),
                IntStream.range(0, mark).boxed().toList());
    }
}
