package io.blink.sql.expression;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.type.TypeMapping;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Dates, times and intervals: additions, differences, and what Calcite makes of TIMESTAMPADD and TIMESTAMPDIFF. */
final class TimeArithmetic {
    private final ExpressionTranslator expressions;

    TimeArithmetic(ExpressionTranslator expressions) {
        this.expressions = expressions;
    }

    static boolean isInterval(RelDataType type) {
        return SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName());
    }

    Expression translate(RexCall call) {
        return switch (call.getKind()) {
            case PLUS -> sum(call, false);
            case MINUS -> isInterval(call.getType()) ? difference(call) : sum(call, true);
            case TIMES -> product(call);
            default ->
                CallTyping.call(
                        ScalarFunction.NEGATE,
                        expressions.translateAll(call.getOperands()),
                        type(call),
                        ExpressionTranslator.position(call));
        };
    }

    private Expression sum(RexCall call, boolean subtract) {
        RexNode first = call.getOperands().get(0);
        RexNode second = call.getOperands().get(1);
        boolean swapped = isInterval(first.getType()) && !isInterval(second.getType());
        RexNode base = swapped ? second : first;
        RexNode interval = swapped ? first : second;
        SourcePosition position = ExpressionTranslator.position(call);
        DataType type = type(call);
        Expression time = Casts.to(expressions.translate(base), type, position);
        if (interval instanceof RexCall product && product.getKind() == SqlKind.TIMES) {
            return timestampAdd(time, product, subtract, type, position);
        }
        Expression amount = expressions.translate(interval);
        ScalarFunction function = subtract ? ScalarFunction.SUBTRACT : ScalarFunction.ADD;
        Optional<Literal> constant = folded(time, amount, subtract);
        return constant.isPresent() ? constant.get() : new Call(function, List.of(time, amount), type, position);
    }

    /** {@code time + INTERVAL '1' DAY * n} */
    private Expression timestampAdd(
            Expression time, RexCall product, boolean subtract, DataType type, SourcePosition position) {
        Expression left = expressions.translate(product.getOperands().get(0));
        Expression right = expressions.translate(product.getOperands().get(1));
        boolean intervalLeft = isIntervalKind(left.type());
        Expression unit = intervalLeft ? left : right;
        Expression count = intervalLeft ? right : left;
        if (!(unit instanceof Literal literal) || literal.isNull()) {
            throw ExpressionTranslator.unsupported(product, "only a constant INTERVAL can be multiplied");
        }
        Unit largest = Unit.of(Long.parseLong(literal.value()), literal.type().kind());
        long factor = subtract ? -largest.count() : largest.count();
        Expression amount = Casts.to(count, DataType.of(TypeKind.BIGINT), position);
        if (factor != 1) {
            amount = CallTyping.call(
                    ScalarFunction.MULTIPLY, List.of(amount, Literals.bigint(factor)), amount.type(), position);
        }
        return new Call(
                ScalarFunction.TIMESTAMP_ADD, List.of(Literals.text(largest.name()), amount, time), type, position);
    }

    private Expression product(RexCall call) {
        List<Expression> arguments = expressions.translateAll(call.getOperands());
        if (arguments.get(0) instanceof Literal left
                && arguments.get(1) instanceof Literal right
                && !left.isNull()
                && !right.isNull()) {
            BigDecimal value = new BigDecimal(left.value()).multiply(new BigDecimal(right.value()));
            return new Literal(value.toBigInteger().toString(), type(call).withNullable(false));
        }
        SourcePosition position = ExpressionTranslator.position(call);
        List<Expression> whole = arguments.stream()
                .map(argument -> isIntervalKind(argument.type())
                        ? argument
                        : Casts.to(argument, DataType.of(TypeKind.BIGINT), position))
                .toList();
        return new Call(ScalarFunction.MULTIPLY, whole, type(call), position);
    }

    private Expression difference(RexCall call) {
        if (!call.getOperands().stream().allMatch(operand -> isInterval(operand.getType()))) {
            return intervalBetween(call);
        }
        List<Expression> arguments = expressions.translateAll(call.getOperands());
        return new Call(ScalarFunction.SUBTRACT, arguments, type(call), ExpressionTranslator.position(call));
    }

    /** {@code (a - b) DAY TO SECOND}: so many microseconds, or months, times one of them. */
    private Expression intervalBetween(RexCall call) {
        SourcePosition position = ExpressionTranslator.position(call);
        DataType interval = type(call);
        boolean months = interval.kind() == TypeKind.INTERVAL_YEAR_MONTH;
        DataType bigint =
                DataType.of(TypeKind.BIGINT).withNullable(call.getType().isNullable());
        Call units = new Call(
                ScalarFunction.TIMESTAMP_DIFF,
                List.of(
                        Literals.text(months ? "MONTH" : "MICROSECOND"),
                        expressions.translate(call.getOperands().get(1)),
                        expressions.translate(call.getOperands().get(0))),
                bigint,
                position);
        Literal one = new Literal("1", interval.withNullable(false));
        return new Call(ScalarFunction.MULTIPLY, List.of(units, one), interval, position);
    }

    /** Reinterpret(a - b): milliseconds, or months, as a number. */
    Expression reinterpreted(RexCall call) {
        RexNode operand = call.getOperands().get(0);
        if (!isInterval(operand.getType())) {
            return Casts.to(expressions.translate(operand), type(call), ExpressionTranslator.position(call));
        }
        return intervalAsNumber(call);
    }

    Expression intervalAsNumber(RexCall conversion) {
        RexNode operand = conversion.getOperands().get(0);
        if (operand.getKind() == SqlKind.REINTERPRET) {
            operand = ((RexCall) operand).getOperands().get(0);
        }
        if (!(operand instanceof RexCall difference) || difference.getKind() != SqlKind.MINUS) {
            throw ExpressionTranslator.unsupported(conversion, "an INTERVAL cannot be converted to a number");
        }
        boolean months =
                SqlTypeName.YEAR_INTERVAL_TYPES.contains(operand.getType().getSqlTypeName());
        Expression end = expressions.translate(difference.getOperands().get(0));
        Expression start = expressions.translate(difference.getOperands().get(1));
        DataType bigint =
                DataType.of(TypeKind.BIGINT).withNullable(conversion.getType().isNullable());
        Call number = new Call(
                ScalarFunction.TIMESTAMP_DIFF,
                List.of(Literals.text(months ? "MONTH" : "MILLISECOND"), start, end),
                bigint,
                ExpressionTranslator.position(difference));
        return Casts.to(number, type(conversion), ExpressionTranslator.position(conversion));
    }

    /** A constant date or timestamp plus a constant interval, so that connectors see a constant. */
    private static Optional<Literal> folded(Expression time, Expression amount, boolean subtract) {
        if (!(time instanceof Literal base) || !(amount instanceof Literal interval)) {
            return Optional.empty();
        }
        if (base.isNull() || interval.isNull() || base.value().contains(".")) {
            return Optional.empty();
        }
        long value = Long.parseLong(base.value());
        long step = subtract ? -Long.parseLong(interval.value()) : Long.parseLong(interval.value());
        boolean months = interval.type().kind() == TypeKind.INTERVAL_YEAR_MONTH;
        return switch (base.type().kind()) {
            case DATE -> Optional.of(literal(base, months ? plusMonths(value, step) : plusWholeDays(value, step)));
            case TIMESTAMP -> Optional.of(literal(base, months ? timestampPlusMonths(value, step) : value + step));
            default -> Optional.empty();
        };
    }

    private static Literal literal(Literal base, long value) {
        return new Literal(Long.toString(value), base.type());
    }

    private static long plusMonths(long day, long months) {
        return LocalDate.ofEpochDay(day).plusMonths(months).toEpochDay();
    }

    private static long plusWholeDays(long day, long micros) {
        return day + Math.floorDiv(micros, Literals.MICROS_PER_DAY);
    }

    private static long timestampPlusMonths(long micros, long months) {
        long day = plusMonths(Math.floorDiv(micros, Literals.MICROS_PER_DAY), months);
        return day * Literals.MICROS_PER_DAY + Math.floorMod(micros, Literals.MICROS_PER_DAY);
    }

    private static boolean isIntervalKind(DataType type) {
        return type.kind() == TypeKind.INTERVAL_DAY_TIME || type.kind() == TypeKind.INTERVAL_YEAR_MONTH;
    }

    private static DataType type(RexCall call) {
        return TypeMapping.toCore(call.getType());
    }

    /** A length of time in the largest unit that divides it. */
    private record Unit(String name, long count) {
        private static final long[] MICROS = {Literals.MICROS_PER_DAY, 3_600_000_000L, 60_000_000L, 1_000_000L, 1000L};
        private static final String[] NAMES = {"DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND"};

        static Unit of(long value, TypeKind kind) {
            if (kind == TypeKind.INTERVAL_YEAR_MONTH) {
                return new Unit("MONTH", value);
            }
            for (int i = 0; i < MICROS.length; i++) {
                if (value % MICROS[i] == 0) {
                    return new Unit(NAMES[i], value / MICROS[i]);
                }
            }
            return new Unit("MICROSECOND", value);
        }
    }
}
