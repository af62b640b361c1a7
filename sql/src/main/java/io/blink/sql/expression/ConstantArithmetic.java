package io.blink.sql.expression;

import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Sums, differences and products of exact constants; what does not fit its type, or would be rounded, is left to the run time. */
final class ConstantArithmetic {
    private ConstantArithmetic() {}

    static Optional<Literal> fold(ScalarFunction function, List<Expression> arguments, DataType type) {
        if (arguments.size() != 2
                || !(type.kind().isInteger() || type.kind() == TypeKind.DECIMAL)
                || !(arguments.get(0) instanceof Literal left && isExact(left))
                || !(arguments.get(1) instanceof Literal right && isExact(right))) {
            return Optional.empty();
        }
        return result(function, new BigDecimal(left.value()), new BigDecimal(right.value()))
                .flatMap(value -> literal(value, type));
    }

    private static boolean isExact(Literal literal) {
        TypeKind kind = literal.type().kind();
        return !literal.isNull() && (kind.isInteger() || kind == TypeKind.DECIMAL);
    }

    private static Optional<BigDecimal> result(ScalarFunction function, BigDecimal left, BigDecimal right) {
        return switch (function) {
            case ADD -> Optional.of(left.add(right));
            case SUBTRACT -> Optional.of(left.subtract(right));
            case MULTIPLY -> Optional.of(left.multiply(right));
            default -> Optional.empty();
        };
    }

    private static Optional<Literal> literal(BigDecimal value, DataType type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return Casts.fold(
                    new Literal(
                            value.toPlainString(),
                            DataType.decimal(DataType.MAX_DECIMAL_PRECISION, Math.max(0, value.scale()))),
                    type);
        }
        boolean whole = value.scale() <= 0 && value.precision() - value.scale() <= 18;
        return whole
                ? Casts.fold(new Literal(Long.toString(value.longValueExact()), DataType.of(TypeKind.BIGINT)), type)
                : Optional.empty();
    }
}
