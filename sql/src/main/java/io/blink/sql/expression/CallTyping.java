package io.blink.sql.expression;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Inserts the casts that a function's arguments need, as {@link ScalarFunction} states them. */
public final class CallTyping {
    private CallTyping() {}

    /** @param type of the result */
    public static Expression call(
            ScalarFunction function, List<Expression> arguments, DataType type, SourcePosition position) {
        return switch (function) {
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    BETWEEN,
                    IN,
                    NOT_IN -> new Call(function, alike(function, arguments, position), type, position);
            case NULLIF -> nullIf(arguments, type, position);
            case CASE -> caseOf(arguments, type, position);
            case COALESCE, GREATEST, LEAST, ARRAY_VALUE ->
                new Call(function, convertFrom(arguments, 0, elementOr(type), position), type, position);
            case IF -> new Call(function, convertFrom(arguments, 1, type, position), type, position);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, BIT_AND, BIT_OR, BIT_XOR ->
                arithmetic(function, arguments, type, position);
            case NEGATE -> negate(arguments.get(0), type, position);
            case POWER,
                    SQRT,
                    EXP,
                    LN,
                    LOG10,
                    LOG2,
                    LOG,
                    SIN,
                    COS,
                    TAN,
                    ASIN,
                    ACOS,
                    ATAN,
                    ATAN2,
                    SINH,
                    COSH,
                    TANH,
                    DEGREES,
                    RADIANS -> doubles(function, arguments, type, position);
            default -> new Call(function, plainTexts(arguments), type, position);
        };
    }

    private static DataType elementOr(DataType type) {
        return type.kind() == TypeKind.ARRAY ? type.element() : type;
    }

    /** All arguments in their common type. */
    private static List<Expression> alike(
            ScalarFunction function, List<Expression> arguments, SourcePosition position) {
        List<DataType> types = arguments.stream().map(Expression::type).toList();
        DataType common = CommonType.of(types)
                .orElseThrow(() -> new BlinkException(
                        SqlErrorCode.INVALID_ARGUMENTS, function + " cannot compare " + types + "; CAST one of them"));
        return arguments.stream()
                .map(argument -> Casts.toFamily(argument, common, position))
                .toList();
    }

    private static Expression nullIf(List<Expression> arguments, DataType type, SourcePosition position) {
        List<Expression> alike = alike(ScalarFunction.NULLIF, arguments, position);
        DataType compared = alike.get(0).type().withNullable(true);
        return Casts.to(new Call(ScalarFunction.NULLIF, alike, compared, position), type, position);
    }

    private static Expression caseOf(List<Expression> arguments, DataType type, SourcePosition position) {
        List<Expression> converted = new ArrayList<>(arguments);
        for (int i = 0; i < converted.size(); i++) {
            boolean condition = i % 2 == 0 && i + 1 < converted.size();
            if (!condition) {
                converted.set(i, Casts.to(converted.get(i), type, position));
            }
        }
        return new Call(ScalarFunction.CASE, converted, type, position);
    }

    private static List<Expression> convertFrom(
            List<Expression> arguments, int first, DataType type, SourcePosition position) {
        List<Expression> converted = new ArrayList<>(arguments);
        for (int i = first; i < converted.size(); i++) {
            converted.set(i, Casts.to(converted.get(i), type, position));
        }
        return converted;
    }

    /** In the widest type of arguments and result, then narrowed to the result. */
    private static Expression arithmetic(
            ScalarFunction function, List<Expression> arguments, DataType type, SourcePosition position) {
        if (type.kind() == TypeKind.DECIMAL) {
            List<Expression> decimals = arguments.stream()
                    .map(argument -> Casts.to(argument, CommonType.asDecimal(argument.type()), position))
                    .toList();
            return new Call(function, decimals, type, position);
        }
        List<DataType> types = new ArrayList<>();
        types.add(type);
        arguments.forEach(argument -> types.add(argument.type()));
        DataType work = CommonType.of(types).orElse(type).withNullable(type.nullable());
        if (work.kind() == TypeKind.DECIMAL && type.kind().isInteger() && function == ScalarFunction.MODULO) {
            List<Expression> decimals = arguments.stream()
                    .map(argument -> Casts.to(argument, work, position))
                    .toList();
            return Casts.to(new Call(function, decimals, work, position), type, position);
        }
        List<Expression> converted = convertFrom(arguments, 0, work, position);
        return Casts.to(new Call(function, converted, work, position), type, position);
    }

    private static Expression negate(Expression argument, DataType type, SourcePosition position) {
        Expression converted = Casts.to(argument, type, position);
        boolean exact = type.kind().isInteger() || type.kind() == TypeKind.DECIMAL;
        if (exact && converted instanceof Literal literal && !literal.isNull()) {
            String negated = new BigDecimal(literal.value()).negate().toPlainString();
            return new Literal(negated, literal.type());
        }
        return new Call(ScalarFunction.NEGATE, List.of(converted), type, position);
    }

    private static Expression doubles(
            ScalarFunction function, List<Expression> arguments, DataType type, SourcePosition position) {
        DataType asDouble = DataType.of(TypeKind.DOUBLE).withNullable(type.nullable());
        List<Expression> converted = convertFrom(arguments, 0, asDouble, position);
        return Casts.to(new Call(function, converted, asDouble, position), type, position);
    }

    /** Text constants as VARCHAR: no function but a comparison with CHAR cares for their CHAR length. */
    private static List<Expression> plainTexts(List<Expression> arguments) {
        return arguments.stream()
                .map(argument ->
                        argument instanceof Literal literal && literal.type().kind() == TypeKind.CHAR
                                ? new Literal(literal.value(), DataType.string().withNullable(literal.isNull()))
                                : argument)
                .toList();
    }
}
