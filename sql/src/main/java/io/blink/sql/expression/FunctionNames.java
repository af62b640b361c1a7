package io.blink.sql.expression;

import io.blink.core.function.ScalarFunction;
import io.blink.sql.function.BlinkFunction;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/** Which {@link ScalarFunction} an operator stands for: by its name, by a second name of the dialects we follow, or by its kind. */
final class FunctionNames {
    private static final Map<String, ScalarFunction> BY_NAME = byName();

    private FunctionNames() {}

    static Optional<ScalarFunction> of(SqlOperator operator) {
        if (operator instanceof BlinkFunction function) {
            return Optional.of(function.function());
        }
        ScalarFunction byKind = byKind(operator.getKind());
        return byKind != null
                ? Optional.of(byKind)
                : Optional.ofNullable(BY_NAME.get(operator.getName().toUpperCase(Locale.ROOT)));
    }

    private static Map<String, ScalarFunction> byName() {
        Map<String, ScalarFunction> names = new HashMap<>();
        for (ScalarFunction function : ScalarFunction.values()) {
            names.put(function.name(), function);
        }
        names.put("||", ScalarFunction.CONCAT);
        names.put("CHARACTER_LENGTH", ScalarFunction.CHAR_LENGTH);
        names.put("LENGTH", ScalarFunction.CHAR_LENGTH);
        names.put("CEILING", ScalarFunction.CEIL);
        names.put("IFNULL", ScalarFunction.COALESCE);
        names.put("NVL", ScalarFunction.COALESCE);
        names.put("POW", ScalarFunction.POWER);
        names.put("SUBSTR", ScalarFunction.SUBSTRING);
        names.put("LCASE", ScalarFunction.LOWER);
        names.put("UCASE", ScalarFunction.UPPER);
        names.put("RLIKE", ScalarFunction.REGEXP);
        names.put("BITAND", ScalarFunction.BIT_AND);
        names.put("BITOR", ScalarFunction.BIT_OR);
        names.put("BITXOR", ScalarFunction.BIT_XOR);
        names.put("BITNOT", ScalarFunction.BIT_NOT);
        names.put("LOCALTIME", ScalarFunction.CURRENT_TIME);
        names.put("NOW", ScalarFunction.CURRENT_TIMESTAMP);
        return Map.copyOf(names);
    }

    private static ScalarFunction byKind(SqlKind kind) {
        return switch (kind) {
            case AND -> ScalarFunction.AND;
            case OR -> ScalarFunction.OR;
            case NOT -> ScalarFunction.NOT;
            case IS_NULL -> ScalarFunction.IS_NULL;
            case IS_NOT_NULL -> ScalarFunction.IS_NOT_NULL;
            case IS_TRUE -> ScalarFunction.IS_TRUE;
            case IS_NOT_TRUE -> ScalarFunction.IS_NOT_TRUE;
            case IS_FALSE -> ScalarFunction.IS_FALSE;
            case IS_NOT_FALSE -> ScalarFunction.IS_NOT_FALSE;
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
