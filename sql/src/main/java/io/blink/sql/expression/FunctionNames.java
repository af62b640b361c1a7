package io.blink.sql.expression;

import io.blink.core.function.ScalarFunction;
import io.blink.sql.function.ScalarOperators;
import java.util.Optional;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/** Which {@link ScalarFunction} an operator stands for: what the operator table says, else by its kind, which the planner's own operators share. */
final class FunctionNames {
    private FunctionNames() {}

    static Optional<ScalarFunction> of(SqlOperator operator) {
        Optional<ScalarFunction> known = ScalarOperators.functionOf(operator);
        return known.isPresent() ? known : Optional.ofNullable(byKind(operator.getKind()));
    }

    private static ScalarFunction byKind(SqlKind kind) {
        return switch (kind) {
            case IS_NULL -> ScalarFunction.IS_NULL;
            case IS_NOT_NULL -> ScalarFunction.IS_NOT_NULL;
            case IS_DISTINCT_FROM -> ScalarFunction.IS_DISTINCT_FROM;
            case IS_NOT_DISTINCT_FROM -> ScalarFunction.IS_NOT_DISTINCT_FROM;
            case EQUALS -> ScalarFunction.EQUALS;
            case NOT_EQUALS -> ScalarFunction.NOT_EQUALS;
            case LESS_THAN -> ScalarFunction.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> ScalarFunction.LESS_OR_EQUAL;
            case GREATER_THAN -> ScalarFunction.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL -> ScalarFunction.GREATER_OR_EQUAL;
            case PLUS, CHECKED_PLUS -> ScalarFunction.ADD;
            case MINUS, CHECKED_MINUS -> ScalarFunction.SUBTRACT;
            case TIMES, CHECKED_TIMES -> ScalarFunction.MULTIPLY;
            case DIVIDE, CHECKED_DIVIDE -> ScalarFunction.DIVIDE;
            case MOD -> ScalarFunction.MODULO;
            case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> ScalarFunction.NEGATE;
            case CASE -> ScalarFunction.CASE;
            case COALESCE -> ScalarFunction.COALESCE;
            case ITEM -> ScalarFunction.ITEM;
            case ROW -> ScalarFunction.ROW_VALUE;
            case ARRAY_VALUE_CONSTRUCTOR -> ScalarFunction.ARRAY_VALUE;
            case MAP_VALUE_CONSTRUCTOR -> ScalarFunction.MAP_VALUE;
            default -> null;
        };
    }
}
