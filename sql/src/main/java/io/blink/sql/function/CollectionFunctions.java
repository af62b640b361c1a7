package io.blink.sql.function;

import static io.blink.sql.function.CollectionTypes.*;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions of arrays, maps and rows: Flink's names first, then Hive's and Spark's. */
final class CollectionFunctions {
    private static final SqlReturnTypeInference INT_RESULT = ReturnTypes.INTEGER_NULLABLE;
    private static final SqlReturnTypeInference ANY_LENGTH =
            ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.TO_NULLABLE);

    private final FunctionList functions;

    private CollectionFunctions(FunctionList functions) {
        this.functions = functions;
    }

    static void addTo(FunctionList functions) {
        CollectionFunctions builder = new CollectionFunctions(functions);
        builder.elements();
        builder.wholeArrays();
        builder.newArrays();
        builder.maps();
        builder.rows();
    }

    private void elements() {
        SqlReturnTypeInference truth = ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.ARG0_NULLABLE);
        add(ScalarFunction.ARRAY_CONTAINS, truth, arguments("AV", 2, 2), "ARRAY_CONTAINS");
        add(ScalarFunction.ARRAY_POSITION, INT_RESULT, arguments("AV", 2, 2), "ARRAY_POSITION");
        add(ScalarFunction.ARRAYS_OVERLAP, ReturnTypes.BOOLEAN_NULLABLE, arguments("AA", 2, 2), "ARRAYS_OVERLAP");
        add(ScalarFunction.ARRAY_MAX, ELEMENT_OR_NULL, arguments("A", 1, 1), "ARRAY_MAX");
        add(ScalarFunction.ARRAY_MIN, ELEMENT_OR_NULL, arguments("A", 1, 1), "ARRAY_MIN");
        add(ScalarFunction.ELEMENT, ELEMENT_OR_NULL, arguments("A", 1, 1), "ELEMENT");
        add(ScalarFunction.ITEM, ITEM_OR_NULL, arguments("CV", 2, 2), "ELEMENT_AT");
        add(ScalarFunction.CARDINALITY, INT_RESULT, arguments("C", 1, 1), "SIZE", "ARRAY_SIZE", "ARRAY_LENGTH");
        add(ScalarFunction.ARRAY_JOIN, ANY_LENGTH, arguments("ATT", 2, 3), "ARRAY_JOIN");
    }

    private void wholeArrays() {
        add(ScalarFunction.ARRAY_APPEND, WITH_VALUE, arguments("AV", 2, 2), "ARRAY_APPEND");
        add(ScalarFunction.ARRAY_PREPEND, WITH_VALUE, arguments("AV", 2, 2), "ARRAY_PREPEND");
        add(ScalarFunction.ARRAY_REMOVE, WITH_VALUE, arguments("AV", 2, 2), "ARRAY_REMOVE");
        add(ScalarFunction.ARRAY_CONCAT, COMMON, arguments("A*", 1, -1), "ARRAY_CONCAT", "ARRAY_CAT");
        add(ScalarFunction.ARRAY_UNION, COMMON, arguments("A*", 2, -1), "ARRAY_UNION");
        add(ScalarFunction.ARRAY_EXCEPT, COMMON, arguments("AA", 2, 2), "ARRAY_EXCEPT");
        add(ScalarFunction.ARRAY_INTERSECT, COMMON, arguments("AA", 2, 2), "ARRAY_INTERSECT");
        add(ScalarFunction.ARRAY_DISTINCT, ReturnTypes.ARG0_NULLABLE, arguments("A", 1, 1), "ARRAY_DISTINCT");
        add(ScalarFunction.ARRAY_REVERSE, ReturnTypes.ARG0_NULLABLE, arguments("A", 1, 1), "ARRAY_REVERSE");
        add(ScalarFunction.ARRAY_SLICE, ReturnTypes.ARG0_NULLABLE, arguments("AII", 2, 3), "ARRAY_SLICE");
        add(ScalarFunction.ARRAY_SORT, ReturnTypes.ARG0_NULLABLE, arguments("ABB", 1, 3), "ARRAY_SORT", "SORT_ARRAY");
        add(ScalarFunction.FLATTEN, FLATTENED, arguments("A", 1, 1), "FLATTEN", "ARRAY_FLATTEN");
    }

    private void newArrays() {
        add(ScalarFunction.ARRAY_REPEAT, REPEATED, arguments("VI", 2, 2), "ARRAY_REPEAT");
        add(ScalarFunction.ARRAYS_ZIP, ZIPPED, arguments("A*", 1, -1), "ARRAYS_ZIP");
        add(ScalarFunction.ARRAY_INDEXES, arrayOf(SqlTypeName.INTEGER), arguments("C", 1, 1), "ARRAY_INDEXES");
        add(ScalarFunction.SEQUENCE, NUMBERS, arguments("III", 2, 3), "SEQUENCE", "GENERATE_SERIES");
        add(ScalarFunction.SPLIT, arrayOf(SqlTypeName.VARCHAR), arguments("TT", 2, 2), "SPLIT", "STRING_TO_ARRAY");
    }

    private void maps() {
        add(ScalarFunction.MAP_KEYS, MAP_KEY_ARRAY, arguments("M", 1, 1), "MAP_KEYS");
        add(ScalarFunction.MAP_VALUES, MAP_VALUE_ARRAY, arguments("M", 1, 1), "MAP_VALUES");
        add(ScalarFunction.MAP_ENTRIES, MAP_ENTRY_ARRAY, arguments("M", 1, 1), "MAP_ENTRIES");
        add(ScalarFunction.MAP_FROM_ARRAYS, MAP_OF_ARRAYS, arguments("AA", 2, 2), "MAP_FROM_ARRAYS");
        add(ScalarFunction.MAP_FROM_ENTRIES, MAP_OF_ENTRIES, arguments("A", 1, 1), "MAP_FROM_ENTRIES");
        add(ScalarFunction.MAP_UNION, COMMON, arguments("M*", 1, -1), "MAP_UNION", "MAP_CONCAT");
        add(ScalarFunction.ARRAY_COUNTS, MAP_OF_COUNTS, arguments("A", 1, 1), "ARRAY_COUNTS");
        add(ScalarFunction.STR_TO_MAP, TEXT_MAP, arguments("TTT", 1, 3), "STR_TO_MAP");
    }

    private void rows() {
        add(ScalarFunction.ROW_VALUE, NUMBERED_ROW, arguments("V*", 1, -1), "STRUCT");
        add(ScalarFunction.ROW_VALUE, NAMED_ROW, arguments("V*", 2, -1), "NAMED_STRUCT");
    }

    private void add(
            ScalarFunction function, SqlReturnTypeInference result, CollectionArguments operands, String... names) {
        functions.add(function, result, operands, names);
    }

    private static CollectionArguments arguments(String kinds, int least, int most) {
        return new CollectionArguments(kinds, least, most);
    }
}
