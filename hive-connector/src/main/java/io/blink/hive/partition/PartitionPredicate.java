package io.blink.hive.partition;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A condition on partition columns, decided once a partition while planning and never again for its rows. Understands logic, comparisons, BETWEEN, IN, NULL
 * tests and widening casts over columns and literals; {@link #of} says so when it meets anything else, and the condition stays with the rows.
 *
 * <p>Values are those of {@link PartitionValues}; logic is three-valued with {@code null} as UNKNOWN.
 */
public final class PartitionPredicate {
    /** Evaluates against one partition's values. */
    @FunctionalInterface
    private interface Node {
        Object value(Object[] row);
    }

    /** Thrown while compiling only. */
    private static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotUnderstood() {
            super(null, null, false, false);
        }
    }

    private final Node condition;

    private PartitionPredicate(Node condition) {
        this.condition = condition;
    }

    /**
     * @param columns for each input column of the condition its position among the partition values, or -1 when it is no partition column
     */
    public static Optional<PartitionPredicate> of(Expression condition, int[] columns) {
        try {
            return Optional.of(new PartitionPredicate(compile(condition, columns)));
        } catch (NotUnderstood e) {
            return Optional.empty();
        }
    }

    /** Whether a partition with these values can have rows for which the condition is TRUE. */
    public boolean accepts(Object[] partition) {
        return Boolean.TRUE.equals(condition.value(partition));
    }

    private static Node compile(Expression expression, int[] columns) {
        if (expression instanceof InputColumn input) {
            int position = columns[input.index()];
            if (position < 0) {
                throw new NotUnderstood();
            }
            return row -> row[position];
        }
        if (expression instanceof Literal literal) {
            Object value = literalValue(literal);
            return row -> value;
        }
        Call call = (Call) expression;
        List<Node> arguments = call.arguments().stream()
                .map(argument -> compile(argument, columns))
                .toList();
        return switch (call.function()) {
            case AND -> row -> logic(arguments, row, false);
            case OR -> row -> logic(arguments, row, true);
            case NOT -> row -> not(arguments.get(0).value(row));
            case IS_NULL -> row -> arguments.get(0).value(row) == null;
            case IS_NOT_NULL -> row -> arguments.get(0).value(row) != null;
            case IS_TRUE -> row -> Boolean.TRUE.equals(arguments.get(0).value(row));
            case IS_NOT_TRUE -> row -> !Boolean.TRUE.equals(arguments.get(0).value(row));
            case IS_FALSE -> row -> Boolean.FALSE.equals(arguments.get(0).value(row));
            case IS_NOT_FALSE -> row -> !Boolean.FALSE.equals(arguments.get(0).value(row));
            case EQUALS -> comparison(arguments, order -> order == 0);
            case NOT_EQUALS -> comparison(arguments, order -> order != 0);
            case LESS_THAN -> comparison(arguments, order -> order < 0);
            case LESS_OR_EQUAL -> comparison(arguments, order -> order <= 0);
            case GREATER_THAN -> comparison(arguments, order -> order > 0);
            case GREATER_OR_EQUAL -> comparison(arguments, order -> order >= 0);
            case IS_DISTINCT_FROM -> row -> distinct(arguments, row);
            case IS_NOT_DISTINCT_FROM -> row -> !distinct(arguments, row);
            case BETWEEN -> between(arguments);
            case IN -> row -> in(arguments, row);
            case NOT_IN -> row -> not(in(arguments, row));
            case CAST -> cast(call, arguments.get(0));
            default -> throw new NotUnderstood();
        };
    }

    private static Object literalValue(Literal literal) {
        DataType type = literal.type();
        if (literal.isNull()) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.valueOf(literal.value());
            case TINYINT, SMALLINT, INT, BIGINT, DATE -> Long.valueOf(literal.value());
            case FLOAT, DOUBLE -> Double.valueOf(literal.value());
            case DECIMAL, TIMESTAMP -> new BigDecimal(literal.value());
            case CHAR -> literal.value().stripTrailing();
            case VARCHAR -> literal.value();
            default -> throw new NotUnderstood();
        };
    }

    private static Boolean logic(List<Node> arguments, Object[] row, boolean winner) {
        boolean unknown = false;
        for (Node argument : arguments) {
            Object value = argument.value(row);
            if (value == null) {
                unknown = true;
            } else if ((Boolean) value == winner) {
                return winner;
            }
        }
        return unknown ? null : !winner;
    }

    private static Boolean not(Object value) {
        return value == null ? null : !(Boolean) value;
    }

    @FunctionalInterface
    private interface Order {
        boolean holds(int order);
    }

    private static Node comparison(List<Node> arguments, Order order) {
        return row -> {
            Object left = arguments.get(0).value(row);
            Object right = arguments.get(1).value(row);
            return left == null || right == null ? null : (Boolean) order.holds(compare(left, right));
        };
    }

    private static boolean distinct(List<Node> arguments, Object[] row) {
        Object left = arguments.get(0).value(row);
        Object right = arguments.get(1).value(row);
        return left == null || right == null ? left != right : compare(left, right) != 0;
    }

    private static Node between(List<Node> arguments) {
        Node lower = comparison(List.of(arguments.get(0), arguments.get(1)), order -> order >= 0);
        Node upper = comparison(List.of(arguments.get(0), arguments.get(2)), order -> order <= 0);
        return row -> logic(List.of(lower, upper), row, false);
    }

    private static Boolean in(List<Node> arguments, Object[] row) {
        Object value = arguments.get(0).value(row);
        if (value == null) {
            return null;
        }
        boolean unknown = false;
        for (Node candidate : arguments.subList(1, arguments.size())) {
            Object other = candidate.value(row);
            if (other == null) {
                unknown = true;
            } else if (compare(value, other) == 0) {
                return true;
            }
        }
        return unknown ? null : false;
    }

    /** Casts that lose nothing and therefore cannot fail. */
    private static Node cast(Call call, Node argument) {
        DataType from = call.arguments().get(0).type();
        DataType to = call.type();
        if (from.kind().isInteger() && to.kind().isInteger() && to.kind().compareTo(from.kind()) >= 0) {
            return argument;
        }
        if (from.kind().isInteger() && to.kind() == TypeKind.DECIMAL && to.precision() - to.scale() >= 19) {
            return row -> {
                Object value = argument.value(row);
                return value == null ? null : BigDecimal.valueOf((Long) value);
            };
        }
        boolean smallInteger = from.kind().isInteger() && from.kind() != TypeKind.BIGINT;
        if (smallInteger && to.kind() == TypeKind.DOUBLE) {
            return row -> {
                Object value = argument.value(row);
                return value == null ? null : (Double) ((Long) value).doubleValue();
            };
        }
        boolean longerText =
                from.kind() == TypeKind.VARCHAR && to.kind() == TypeKind.VARCHAR && to.precision() >= from.precision();
        boolean finerTimestamp = from.kind() == TypeKind.TIMESTAMP
                && to.kind() == TypeKind.TIMESTAMP
                && to.precision() >= from.precision();
        boolean widerDecimal = from.kind() == TypeKind.DECIMAL
                && to.kind() == TypeKind.DECIMAL
                && to.scale() >= from.scale()
                && to.precision() - to.scale() >= from.precision() - from.scale();
        if (longerText || finerTimestamp || widerDecimal || from.equalsIgnoringNullability(to)) {
            return argument;
        }
        throw new NotUnderstood();
    }

    private static int compare(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        if (left instanceof String a && right instanceof String b) {
            return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
            return a.compareTo(b);
        }
        if (left instanceof Double a && right instanceof Double b) {
            // -0.0 equals 0.0; a NaN is above all others.
            return Double.compare(a + 0.0, b + 0.0);
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return a.compareTo(b);
        }
        throw new IllegalStateException("the planner compares " + left.getClass() + " with " + right.getClass());
    }
}
