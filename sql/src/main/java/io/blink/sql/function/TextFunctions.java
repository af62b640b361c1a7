package io.blink.sql.function;

import static io.blink.sql.function.FunctionTypes.*;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Character strings. Names (Flink's first, then Hive's), argument types, result types. */
final class TextFunctions {
    private TextFunctions() {}

    static void addTo(FunctionList functions) {
        functions.add(
                ScalarFunction.CONCAT,
                TEXT_RESULT,
                OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.CHARACTER),
                "CONCAT");
        functions.add(
                ScalarFunction.CONCAT_WS,
                ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.ARG0_NULLABLE),
                OperandTypes.or(
                        OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.CHARACTER),
                        new CollectionArguments("TX*", 1, -1)),
                "CONCAT_WS");
        functions.add(
                ScalarFunction.CHAR_LENGTH,
                INTEGER_RESULT,
                family(CHARACTER),
                "CHAR_LENGTH",
                "CHARACTER_LENGTH",
                "LENGTH");
        functions.add(
                ScalarFunction.OCTET_LENGTH,
                INTEGER_RESULT,
                OperandTypes.or(family(CHARACTER), family(BINARY)),
                "OCTET_LENGTH");
        functions.add(ScalarFunction.UPPER, TEXT_RESULT, family(CHARACTER), "UPPER", "UCASE");
        functions.add(ScalarFunction.LOWER, TEXT_RESULT, family(CHARACTER), "LOWER", "LCASE");
        functions.add(ScalarFunction.INITCAP, TEXT_RESULT, family(CHARACTER), "INITCAP");
        functions.add(ScalarFunction.SUBSTRING, TEXT_RESULT, optional(2, CHARACTER, INTEGER, INTEGER), "SUBSTR");
        functions.add(ScalarFunction.LEFT, TEXT_RESULT, family(CHARACTER, INTEGER), "LEFT");
        functions.add(ScalarFunction.RIGHT, TEXT_RESULT, family(CHARACTER, INTEGER), "RIGHT");
        functions.add(ScalarFunction.TRIM, TEXT_RESULT, optional(1, CHARACTER, CHARACTER), "BTRIM");
        functions.add(ScalarFunction.LTRIM, TEXT_RESULT, optional(1, CHARACTER, CHARACTER), "LTRIM");
        functions.add(ScalarFunction.RTRIM, TEXT_RESULT, optional(1, CHARACTER, CHARACTER), "RTRIM");
        functions.add(ScalarFunction.LPAD, TEXT_OR_NULL, optional(2, CHARACTER, INTEGER, CHARACTER), "LPAD");
        functions.add(ScalarFunction.RPAD, TEXT_OR_NULL, optional(2, CHARACTER, INTEGER, CHARACTER), "RPAD");
        functions.add(ScalarFunction.REPEAT, TEXT_RESULT, family(CHARACTER, INTEGER), "REPEAT");
        functions.add(ScalarFunction.REPLACE, TEXT_RESULT, family(CHARACTER, CHARACTER, CHARACTER), "REPLACE");
        functions.add(ScalarFunction.TRANSLATE, TEXT_RESULT, family(CHARACTER, CHARACTER, CHARACTER), "TRANSLATE");
        functions.add(ScalarFunction.REVERSE, TEXT_RESULT, family(CHARACTER), "REVERSE");
        functions.add(ScalarFunction.POSITION, INTEGER_RESULT, optional(2, CHARACTER, CHARACTER, INTEGER), "LOCATE");
        functions.add(ScalarFunction.INSTR, INTEGER_RESULT, family(CHARACTER, CHARACTER), "INSTR");
        functions.add(ScalarFunction.SPLIT_INDEX, TEXT_OR_NULL, family(CHARACTER, CHARACTER, INTEGER), "SPLIT_INDEX");
        functions.add(
                ScalarFunction.STARTS_WITH, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "STARTSWITH", "STARTS_WITH");
        functions.add(ScalarFunction.ENDS_WITH, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "ENDSWITH", "ENDS_WITH");
        functions.add(ScalarFunction.REGEXP, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "REGEXP", "REGEXP_LIKE");
        functions.add(
                ScalarFunction.REGEXP_REPLACE, TEXT_RESULT, family(CHARACTER, CHARACTER, CHARACTER), "REGEXP_REPLACE");
        functions.add(
                ScalarFunction.REGEXP_EXTRACT,
                TEXT_OR_NULL,
                optional(2, CHARACTER, CHARACTER, INTEGER),
                "REGEXP_EXTRACT");
        functions.add(
                ScalarFunction.REGEXP_EXTRACT_ALL,
                TEXT_ARRAY_OR_NULL,
                optional(2, CHARACTER, CHARACTER, INTEGER),
                "REGEXP_EXTRACT_ALL");
        functions.add(ScalarFunction.REGEXP_COUNT, INTEGER_RESULT, family(CHARACTER, CHARACTER), "REGEXP_COUNT");
        functions.add(ScalarFunction.REGEXP_INSTR, INTEGER_RESULT, family(CHARACTER, CHARACTER), "REGEXP_INSTR");
        functions.add(ScalarFunction.REGEXP_SUBSTR, TEXT_OR_NULL, family(CHARACTER, CHARACTER), "REGEXP_SUBSTR");
        functions.add(ScalarFunction.SPLIT_PART, TEXT_RESULT, family(CHARACTER, CHARACTER, INTEGER), "SPLIT_PART");
        functions.add(
                ScalarFunction.SUBSTRING_INDEX, TEXT_RESULT, family(CHARACTER, CHARACTER, INTEGER), "SUBSTRING_INDEX");
        functions.add(
                ScalarFunction.KEYVALUE, TEXT_OR_NULL, family(CHARACTER, CHARACTER, CHARACTER, CHARACTER), "KEYVALUE");
        functions.add(ScalarFunction.FIND_IN_SET, INTEGER_RESULT, family(CHARACTER, CHARACTER), "FIND_IN_SET");
        functions.add(ScalarFunction.LEVENSHTEIN, INTEGER_RESULT, family(CHARACTER, CHARACTER), "LEVENSHTEIN");
        functions.add(ScalarFunction.SOUNDEX, TEXT_RESULT, family(CHARACTER), "SOUNDEX");
        functions.add(ScalarFunction.IS_ALPHA, BOOLEAN_RESULT, family(CHARACTER), "IS_ALPHA");
        functions.add(ScalarFunction.IS_DIGIT, BOOLEAN_RESULT, family(CHARACTER), "IS_DIGIT");
        functions.add(ScalarFunction.IS_DECIMAL, BOOLEAN_RESULT, family(CHARACTER), "IS_DECIMAL");
        functions.add(
                ScalarFunction.FORMAT_STRING,
                ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.ARG0_NULLABLE),
                OperandTypes.VARIADIC,
                "PRINTF",
                "FORMAT_STRING");
        functions.add(ScalarFunction.FORMAT_NUMBER, TEXT_RESULT, family(NUMERIC, INTEGER), "FORMAT_NUMBER");
    }
}
