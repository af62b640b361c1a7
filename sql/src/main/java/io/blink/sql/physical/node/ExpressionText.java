package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.type.Field;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** An expression as SQL, with the names of its input's columns. */
public final class ExpressionText {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final List<Field> input;

    public ExpressionText(List<Field> input) {
        this.input = input;
    }

    public String of(Expression expression) {
        if (expression instanceof InputColumn column) {
            return input.get(column.index()).name();
        }
        return expression instanceof Literal literal ? literal(literal) : call((Call) expression);
    }

    public String all(List<? extends Expression> expressions) {
        return expressions.stream().map(this::of).collect(Collectors.joining(", "));
    }

    private String call(Call call) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case AND -> joined(arguments, " AND ");
            case OR -> joined(arguments, " OR ");
            case NOT -> "NOT " + operand(arguments.get(0));
            case IS_NULL -> operand(arguments.get(0)) + " IS NULL";
            case IS_NOT_NULL -> operand(arguments.get(0)) + " IS NOT NULL";
            case IS_TRUE -> operand(arguments.get(0)) + " IS TRUE";
            case IS_NOT_TRUE -> operand(arguments.get(0)) + " IS NOT TRUE";
            case IS_FALSE -> operand(arguments.get(0)) + " IS FALSE";
            case IS_NOT_FALSE -> operand(arguments.get(0)) + " IS NOT FALSE";
            case IS_DISTINCT_FROM -> joined(arguments, " IS DISTINCT FROM ");
            case IS_NOT_DISTINCT_FROM -> joined(arguments, " IS NOT DISTINCT FROM ");
            case EQUALS -> joined(arguments, " = ");
            case NOT_EQUALS -> joined(arguments, " <> ");
            case LESS_THAN -> joined(arguments, " < ");
            case LESS_OR_EQUAL -> joined(arguments, " <= ");
            case GREATER_THAN -> joined(arguments, " > ");
            case GREATER_OR_EQUAL -> joined(arguments, " >= ");
            case BETWEEN ->
                operand(arguments.get(0)) + " BETWEEN " + operand(arguments.get(1)) + " AND "
                        + operand(arguments.get(2));
            case IN -> operand(arguments.get(0)) + " IN (" + all(arguments.subList(1, arguments.size())) + ")";
            case NOT_IN -> operand(arguments.get(0)) + " NOT IN (" + all(arguments.subList(1, arguments.size())) + ")";
            case LIKE -> joined(arguments.subList(0, 2), " LIKE ");
            case ADD -> joined(arguments, " + ");
            case SUBTRACT -> joined(arguments, " - ");
            case MULTIPLY -> joined(arguments, " * ");
            case DIVIDE -> joined(arguments, " / ");
            case NEGATE -> "-" + operand(arguments.get(0));
            case CAST, TRY_CAST ->
                call.function() + "(" + of(arguments.get(0)) + " AS "
                        + call.type().withNullable(true) + ")";
            case CASE -> caseOf(arguments);
            case LAMBDA_PARAMETER -> "x" + of(arguments.get(0));
            case ARRAY_TRANSFORM, ARRAY_FILTER, ARRAY_ANY_MATCH -> withFunction(call, 1);
            case ARRAY_REDUCE -> withFunction(call, 2);
            default -> call.function() + "(" + all(arguments) + ")";
        };
    }

    /** {@code ARRAY_TRANSFORM(a, x0 -> x0 + 1)}. */
    private String withFunction(Call call, int body) {
        List<Expression> arguments = call.arguments();
        String parameters = arguments.subList(body + 1, arguments.size()).stream()
                .map(id -> "x" + of(id))
                .collect(Collectors.joining(", "));
        return call.function() + "(" + all(arguments.subList(0, body)) + ", " + parameters + " -> "
                + of(arguments.get(body)) + ")";
    }

    private String joined(List<Expression> arguments, String separator) {
        return arguments.stream().map(this::operand).collect(Collectors.joining(separator));
    }

    /** With parentheses where it is an operation itself. */
    private String operand(Expression expression) {
        String text = of(expression);
        boolean plain = !(expression instanceof Call) || text.endsWith(")") && text.matches("\\w+\\(.*");
        return plain ? text : "(" + text + ")";
    }

    private String caseOf(List<Expression> arguments) {
        StringBuilder text = new StringBuilder("CASE");
        int i = 0;
        for (; i + 1 < arguments.size(); i += 2) {
            text.append(" WHEN ").append(of(arguments.get(i)));
            text.append(" THEN ").append(of(arguments.get(i + 1)));
        }
        if (i < arguments.size()) {
            text.append(" ELSE ").append(of(arguments.get(i)));
        }
        return text.append(" END").toString();
    }

    private static String literal(Literal literal) {
        if (literal.isNull()) {
            return "NULL";
        }
        return switch (literal.type().kind()) {
            case DATE -> "DATE '" + LocalDate.ofEpochDay(Long.parseLong(literal.value())) + "'";
            case TIMESTAMP, TIMESTAMP_LTZ -> literal.type().kind() + " '" + timestamp(literal.value()) + "'";
            case INTERVAL_YEAR_MONTH -> "INTERVAL '" + literal.value() + "' MONTH";
            case INTERVAL_DAY_TIME -> "INTERVAL '" + seconds(literal.value()) + "' SECOND";
            default -> literal.toString();
        };
    }

    private static String timestamp(String micros) {
        long value = new BigDecimal(micros).longValue();
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, MICROS_PER_SECOND),
                (int) Math.floorMod(value, MICROS_PER_SECOND) * 1000,
                ZoneOffset.UTC);
        return time.toString().replace('T', ' ');
    }

    private static String seconds(String micros) {
        return new BigDecimal(micros).movePointLeft(6).stripTrailingZeros().toPlainString();
    }
}
