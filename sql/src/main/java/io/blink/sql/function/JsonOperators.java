package io.blink.sql.function;

import static io.blink.sql.function.FunctionTypes.BOOLEAN_RESULT;
import static io.blink.sql.function.FunctionTypes.INTEGER_OR_NULL;
import static io.blink.sql.function.FunctionTypes.TEXT_ARRAY_OR_NULL;
import static io.blink.sql.function.FunctionTypes.TEXT_OR_NULL;
import static io.blink.sql.function.FunctionTypes.TEXT_RESULT;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.ANY;
import static org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions of JSON. Those with a syntax of their own come here from {@link JsonSpellings}, modes as literal strings. */
final class JsonOperators {
    private static final SqlReturnTypeInference TRUTH_OR_NULL =
            ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    private JsonOperators() {}

    static void addTo(FunctionList list) {
        list.add(
                ScalarFunction.JSON_VALUE,
                TEXT_OR_NULL,
                family(CHARACTER, CHARACTER, CHARACTER, CHARACTER, CHARACTER, CHARACTER),
                "JSON_VALUE");
        list.add(
                ScalarFunction.JSON_QUERY,
                TEXT_OR_NULL,
                family(CHARACTER, CHARACTER, CHARACTER, CHARACTER, CHARACTER),
                "JSON_QUERY");
        list.add(ScalarFunction.JSON_EXISTS, TRUTH_OR_NULL, family(CHARACTER, CHARACTER, CHARACTER), "JSON_EXISTS");
        list.add(ScalarFunction.GET_JSON_OBJECT, TEXT_OR_NULL, family(CHARACTER, CHARACTER), "GET_JSON_OBJECT");
        list.add(ScalarFunction.JSON_OBJECT, ReturnTypes.VARCHAR, OperandTypes.VARIADIC, "JSON_OBJECT");
        list.add(ScalarFunction.JSON_ARRAY, ReturnTypes.VARCHAR, OperandTypes.VARIADIC, "JSON_ARRAY");
        list.add(ScalarFunction.JSON_STRING, TEXT_RESULT, family(ANY), "JSON_STRING", "TO_JSON");
        list.add(ScalarFunction.IS_JSON, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "IS_JSON");
        list.add(ScalarFunction.JSON_QUOTE, TEXT_RESULT, family(CHARACTER), "JSON_QUOTE");
        list.add(ScalarFunction.JSON_UNQUOTE, TEXT_RESULT, family(CHARACTER), "JSON_UNQUOTE");
        list.add(ScalarFunction.JSON_ARRAY_LENGTH, INTEGER_OR_NULL, family(CHARACTER), "JSON_ARRAY_LENGTH");
        list.add(ScalarFunction.JSON_OBJECT_KEYS, TEXT_ARRAY_OR_NULL, family(CHARACTER), "JSON_OBJECT_KEYS");
    }
}
