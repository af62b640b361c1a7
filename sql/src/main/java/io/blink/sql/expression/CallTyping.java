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
import java.util.Optional;

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
                    COT,
                    ASIN,
                    ACOS,
                    ATAN,
                    ATAN2,
                    SINH,
                    COSH,
                    TANH,
                    DEGREES,
                    RADIANS -> doubles(function, arguments, type, position);
            case ARRAY_CONTAINS,
                    ARRAY_POSITION,
                    ARRAY_APPEND,
                    ARRAY_PREPEND,
                    ARRAY_REMOVE,
                    ARRAY_CONCAT,
                    ARRAY_UNION,
                    ARRAY_EXCEPT,
                    ARRAY_INTERSECT,
                    ARRAYS_OVERLAP,
                    MAP_UNION,
                    ITEM -> CollectionTyping.call(function, plainTexts(arguments), type, position);
            default -> new Call(function, plainTexts(arguments), type, position);
        };
    }

    private static DataType elementOr(DataType type) {
        return type.kind() == TypeKind.ARRAY ? type.element() : type;
    }

    /** All arguments in their common type; that of the only argument that is no constant, if the constants have it exactly. */
    private static List<Expression> alike(
            ScalarFunction function, List<Expression> arguments, SourcePosition position) {
        Optional<List<Expression>> narrow = constantsConverted(arguments);
        if (narrow.isPresent()) {
            return narrow.get();
        }
        List<DataType> types = arguments.stream().map(Expression::type).toList();
        if (types.stream().allMatch(type -> type.kind().isCharacter())) {
            return arguments; // A CHAR made a VARCHAR would compare with its blanks.
        }
        DataType common = CommonType.of(types)
                .orElseThrow(() -> new BlinkException(
                        SqlErrorCode.INVALID_ARGUMENTS, function + " cannot compare " + types + "; CAST one of them"));
        return arguments.stream()
                .map(argument -> Casts.toFamily(argument, common, position))
                .toList();
    }

    /** Casts nothing but constants, so that what is compared stays a plain column where it is one. */
    private static Optional<List<Expression>> constantsConverted(List<Expression> arguments) {
        List<Expression> variable = arguments.stream()
                .filter(argument -> !(argument instanceof Literal))
                .toList();
        if (variable.size() != 1) {
            return Optional.empty();
        }
        Expression plain = Casts.withoutWidening(variable.get(0));
        List<Expression> converted = new ArrayList<>();
        for (Expression argument : arguments) {
            Optional<? extends Expression> value =
                    argument instanceof Literal literal ? inFamily(literal, plain.type()) : Optional.of(plain);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            converted.add(value.get());
        }
        return Optional.of(converted);
    }

    private static Optional<Literal> inFamily(Literal literal, DataType type) {
        return Casts.sameFamily(literal.type(), type)
                ? Optional.of(literal)
                : Casts.fold(literal, type).filter(folded -> isExact(literal.type(), type));
    }

    /** Whether a comparison means the same after the constant is converted: not so for text as a number or a time. */
    private static boolean isExact(DataType from, DataType to) {
        boolean numbers = from.kind().isNumeric() && to.kind().isNumeric();
        boolean texts = from.kind().isCharacter() && to.kind() == TypeKind.VARCHAR;
        return numbers || texts || from.kind() == TypeKind.NULL;
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
        Optional<Literal> constant = ConstantArithmetic.fold(function, arguments, type);
        if (constant.isPresent()) {
            return constant.get();
        }
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
            String value = literal.value();
            Optional<Literal> negated = value.startsWith("-") && type.kind().isInteger()
                    ? Casts.fold(new Literal(value.substring(1), DataType.decimal(38, 0)), literal.type())
                    : Optional.of(new Literal(new BigDecimal(value).negate().toPlainString(), literal.type()));
            if (negated.isPresent()) {
                return negated.get();
            }
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
