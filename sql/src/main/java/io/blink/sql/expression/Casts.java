package io.blink.sql.expression;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explicit conversions; constants are converted at once where that is exact, so that connectors see them. */
public final class Casts {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");

    private Casts() {}

    /** The expression with exactly this type but for nullability. */
    public static Expression to(Expression expression, DataType type, SourcePosition position) {
        DataType target = type.withNullable(expression.type().nullable());
        if (expression.type().equalsIgnoringNullability(type)) {
            return expression;
        }
        if (expression instanceof Literal literal) {
            Optional<Literal> folded = fold(literal, target);
            if (folded.isPresent()) {
                return folded.get();
            }
        }
        if (isEmptyCollection(expression, target)) {
            return new Call(((Call) expression).function(), List.of(), target.withNullable(false), position);
        }
        if (expression instanceof Call call && call.function() == ScalarFunction.RAISE_ERROR) {
            return new Call(ScalarFunction.RAISE_ERROR, call.arguments(), target, call.position());
        }
        return new Call(ScalarFunction.CAST, List.of(expression), target, position);
    }

    /** ARRAY[] and MAP[], which are of any type. */
    private static boolean isEmptyCollection(Expression expression, DataType target) {
        return expression instanceof Call call
                && call.arguments().isEmpty()
                && ((call.function() == ScalarFunction.ARRAY_VALUE && target.kind() == TypeKind.ARRAY)
                        || (call.function() == ScalarFunction.MAP_VALUE && target.kind() == TypeKind.MAP));
    }

    /** As {@link #to}, but strings that differ in length alone stay as they are. */
    static Expression toFamily(Expression expression, DataType type, SourcePosition position) {
        return sameFamily(expression.type(), type) ? expression : to(expression, type, position);
    }

    static boolean sameFamily(DataType left, DataType right) {
        boolean strings = left.kind().isCharacter() || left.kind().isBinary();
        return left.equalsIgnoringNullability(right) || (strings && left.kind() == right.kind());
    }

    /** The argument of a cast that keeps each value, its order and its equality: to a wider exact number. */
    static Expression withoutWidening(Expression expression) {
        if (!(expression instanceof Call call) || call.function() != ScalarFunction.CAST) {
            return expression;
        }
        Expression argument = call.arguments().get(0);
        DataType from = argument.type();
        DataType to = call.type();
        boolean exact = isExactNumber(from) && isExactNumber(to);
        boolean widens = exact
                && CommonType.of(from, to)
                        .filter(common -> common.equalsIgnoringNullability(to))
                        .isPresent();
        return widens ? argument : expression;
    }

    private static boolean isExactNumber(DataType type) {
        return type.kind().isInteger() || type.kind() == TypeKind.DECIMAL;
    }

    static String padded(String value, int length) {
        int missing = length - value.codePointCount(0, value.length());
        return missing <= 0 ? value : value + " ".repeat(missing);
    }

    /** The constant in another type, or empty where the conversion would lose something or is left to the run time's rules. */
    static Optional<Literal> fold(Literal literal, DataType target) {
        if (literal.isNull()) {
            return Optional.of(Literals.nullOf(target));
        }
        TypeKind from = literal.type().kind();
        return foldValue(literal, from, target).map(value -> new Literal(value, target.withNullable(false)));
    }

    private static Optional<String> foldValue(Literal literal, TypeKind from, DataType target) {
        String value = literal.value();
        if (from.isInteger() && target.kind().isInteger()) {
            return integer(value, target.kind());
        }
        if ((from.isInteger() || from == TypeKind.DECIMAL) && target.kind() == TypeKind.DECIMAL) {
            return decimal(new BigDecimal(value), target);
        }
        if ((from.isInteger() || from == TypeKind.DECIMAL) && target.kind() == TypeKind.DOUBLE) {
            return Optional.of(Double.toString(new BigDecimal(value).doubleValue()));
        }
        if (from.isCharacter()) {
            return text(value, from, target);
        }
        if (from.isBinary() && target.kind().isBinary()) {
            return bytes(value, target);
        }
        if (from == TypeKind.DATE && isTimestamp(target)) {
            return target.kind() == TypeKind.TIMESTAMP
                    ? Optional.of(Long.toString(Long.parseLong(value) * Literals.MICROS_PER_DAY))
                    : Optional.empty();
        }
        boolean widensTime = from == target.kind()
                && (isTimestamp(target) || from == TypeKind.TIME)
                && target.precision() >= literal.type().precision();
        return widensTime ? Optional.of(value) : Optional.empty();
    }

    private static boolean isTimestamp(DataType type) {
        return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    }

    private static Optional<String> integer(String value, TypeKind kind) {
        long number = Long.parseLong(value);
        boolean fits =
                switch (kind) {
                    case TINYINT -> number == (byte) number;
                    case SMALLINT -> number == (short) number;
                    case INT -> number == (int) number;
                    default -> true;
                };
        return fits ? Optional.of(value) : Optional.empty();
    }

    private static Optional<String> decimal(BigDecimal value, DataType target) {
        BigDecimal exact = value.stripTrailingZeros();
        boolean fits = exact.scale() <= target.scale()
                && exact.precision() - exact.scale() <= target.precision() - target.scale();
        return fits ? Optional.of(value.setScale(target.scale()).toPlainString()) : Optional.empty();
    }

    private static Optional<String> text(String value, TypeKind from, DataType target) {
        int length = value.codePointCount(0, value.length());
        String trimmed = value.strip();
        return switch (target.kind()) {
            case VARCHAR -> length <= target.precision() ? Optional.of(value) : Optional.empty();
            case CHAR ->
                length <= target.precision() ? Optional.of(padded(value, target.precision())) : Optional.empty();
            case TINYINT, SMALLINT, INT, BIGINT ->
                INTEGER.matcher(trimmed).matches()
                        ? integer(Long.toString(Long.parseLong(trimmed)), target.kind())
                        : Optional.empty();
            case DATE -> date(trimmed).map(day -> Long.toString(day));
            case TIMESTAMP -> date(trimmed).map(day -> Long.toString(day * Literals.MICROS_PER_DAY));
            default -> Optional.empty();
        };
    }

    /** @param hex two digits for each byte */
    private static Optional<String> bytes(String hex, DataType target) {
        int length = hex.length() / 2;
        boolean fits =
                target.kind() == TypeKind.VARBINARY ? length <= target.precision() : length == target.precision();
        return fits ? Optional.of(hex) : Optional.empty();
    }

    private static Optional<Long> date(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.of(
                    Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
            return Optional.of(day.toEpochDay());
        } catch (DateTimeException e) {
            return Optional.empty(); // The run time says what is wrong with it, if the row is ever reached.
        }
    }
}
