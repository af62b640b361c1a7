package io.blink.runtime.expression;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** The argument types that the kernel of a call takes. Plans mostly have them already; what differs is converted. */
final class ArgumentTypes {
    private ArgumentTypes() {}

    /** The call with literals of the wanted types in place of arguments whose type must change. */
    static Call unify(Call call) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> withTypes(call, common(arguments));
            case GREATEST, LEAST -> withTypes(call, call.type());
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> call.type().kind().isNumeric() ? arithmetic(call) : call;
            case NEGATE, ABS, SIGN, CEIL, FLOOR, BIT_AND, BIT_OR, BIT_XOR, BIT_NOT ->
                call.type().kind() == TypeKind.DECIMAL
                        ? withTypes(call, asDecimal(arguments.get(0).type()))
                        : withTypes(call, call.type());
            case ROUND, TRUNCATE -> first(call, roundingType(call));
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
                    RADIANS,
                    CBRT,
                    HYPOT,
                    LOG1P,
                    EXPM1,
                    ASINH,
                    ACOSH,
                    ATANH,
                    RINT,
                    IS_NAN,
                    IS_INFINITE -> withTypes(call, DataType.of(TypeKind.DOUBLE));
            case WIDTH_BUCKET -> leading(call, 3, DataType.of(TypeKind.DOUBLE));
            case GCD, LCM -> withTypes(call, DataType.of(TypeKind.BIGINT));
            case NOT -> withTypes(call, DataType.of(TypeKind.BOOLEAN));
            case DATE_FORMAT -> ofMoment(arguments.get(0)) ? call : first(call, DataType.timestamp(6));
            case MONTHS_BETWEEN -> leading(call, 2, DataType.timestamp(6));
            case FROM_UTC_TIMESTAMP, TO_UTC_TIMESTAMP -> first(call, DataType.timestamp(6));
            case MAKE_TIMESTAMP -> last(call, DataType.decimal(18, 6));
            case DATE_ADD, DATE_SUB, LAST_DAY, NEXT_DAY -> first(call, DataType.of(TypeKind.DATE));
            case DATEDIFF -> withTypes(call, DataType.of(TypeKind.DATE));
            case CONCAT, CONCAT_WS -> call.type().kind().isBinary() ? call : withTypes(call, DataType.string());
            case ITEM -> arguments.get(0).type().kind() == TypeKind.MAP ? withKeyType(call) : call;
            case ARRAY_VALUE -> withTypes(call, call.type().element());
            case MAP_VALUE, ROW_VALUE -> withFieldTypes(call);
            default -> call;
        };
    }

    private static DataType roundingType(Call call) {
        DataType from = call.arguments().get(0).type();
        boolean same = from.kind() == call.type().kind();
        return same ? from : call.type().kind() == TypeKind.DECIMAL ? asDecimal(from) : call.type();
    }

    /** DATE - DATE keeps its arguments; decimals keep their own precision; everything else computes in the result's type. */
    private static Call arithmetic(Call call) {
        DataType type = call.type();
        if (!call.arguments().stream().allMatch(argument -> isNumber(argument.type()))) {
            return call;
        }
        if (type.kind() != TypeKind.DECIMAL) {
            return withTypes(call, type);
        }
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(withType(argument, asDecimal(argument.type())));
        }
        return new Call(call.function(), arguments, type, call.position());
    }

    private static boolean isNumber(DataType type) {
        return type.kind().isNumeric() || type.kind() == TypeKind.NULL;
    }

    static DataType asDecimal(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> DataType.decimal(3, 0);
            case SMALLINT -> DataType.decimal(5, 0);
            case INT -> DataType.decimal(10, 0);
            case BIGINT -> DataType.decimal(19, 0);
            case DECIMAL -> type;
            case NULL -> DataType.decimal(1, 0);
            default -> DataType.decimal(DataType.MAX_DECIMAL_PRECISION, 18);
        };
    }

    /** The type in which all arguments can be compared. */
    private static DataType common(List<Expression> arguments) {
        DataType common = arguments.get(0).type();
        for (Expression argument : arguments) {
            common = common(common, argument.type());
        }
        return common;
    }

    private static DataType common(DataType left, DataType right) {
        if (left.equalsIgnoringNullability(right) || right.kind() == TypeKind.NULL) {
            return left;
        }
        if (left.kind() == TypeKind.NULL) {
            return right;
        }
        if (left.kind().isNumeric() && right.kind().isNumeric()) {
            return commonNumber(left, right);
        }
        if (left.kind() == right.kind()) {
            return left.precision() >= right.precision() ? left : right;
        }
        // A string is read as the other side; a date becomes the timestamp of its midnight.
        return left.kind().isCharacter()
                        || left.kind() == TypeKind.DATE && !right.kind().isCharacter()
                ? right
                : left;
    }

    private static DataType commonNumber(DataType left, DataType right) {
        if (isFloating(left) || isFloating(right)) {
            return DataType.of(TypeKind.DOUBLE);
        }
        if (left.kind() != TypeKind.DECIMAL && right.kind() != TypeKind.DECIMAL) {
            return left.kind().compareTo(right.kind()) >= 0 ? left : right;
        }
        DataType leftDecimal = asDecimal(left);
        DataType rightDecimal = asDecimal(right);
        int scale = Math.max(leftDecimal.scale(), rightDecimal.scale());
        int whole = Math.max(
                leftDecimal.precision() - leftDecimal.scale(), rightDecimal.precision() - rightDecimal.scale());
        return whole + scale <= DataType.MAX_DECIMAL_PRECISION
                ? DataType.decimal(Math.max(1, whole + scale), scale)
                : DataType.of(TypeKind.DOUBLE);
    }

    private static boolean isFloating(DataType type) {
        return type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
    }

    private static Call withTypes(Call call, DataType type) {
        List<Expression> arguments = call.arguments().stream()
                .map(argument -> withType(argument, type))
                .toList();
        return new Call(call.function(), arguments, call.type(), call.position());
    }

    private static boolean ofMoment(Expression argument) {
        return switch (argument.type().kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> true;
            default -> false;
        };
    }

    private static Call withKeyType(Call call) {
        Expression map = call.arguments().get(0);
        Expression key =
                withType(call.arguments().get(1), map.type().fields().get(0).type());
        return new Call(call.function(), List.of(map, key), call.type(), call.position());
    }

    /** The arguments in turn have the types of the fields: of key and value, or of a row. */
    private static Call withFieldTypes(Call call) {
        List<Field> fields = call.type().fields();
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(withType(
                    argument, fields.get(arguments.size() % fields.size()).type()));
        }
        return new Call(call.function(), arguments, call.type(), call.position());
    }

    private static Call first(Call call, DataType type) {
        return leading(call, 1, type);
    }

    private static Call leading(Call call, int count, DataType type) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        for (int i = 0; i < count; i++) {
            arguments.set(i, withType(arguments.get(i), type));
        }
        return new Call(call.function(), arguments, call.type(), call.position());
    }

    private static Call last(Call call, DataType type) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        arguments.add(withType(arguments.remove(arguments.size() - 1), type));
        return new Call(call.function(), arguments, call.type(), call.position());
    }

    /** Only the type of the argument counts; kernels take the values from columns. */
    private static Expression withType(Expression argument, DataType type) {
        boolean sameBytes = argument.type().kind().isCharacter() && type.kind().isCharacter();
        return sameBytes || argument.type().equalsIgnoringNullability(type) ? argument : new Literal(null, type);
    }
}
