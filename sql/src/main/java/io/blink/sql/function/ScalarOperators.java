package io.blink.sql.function;

import static java.util.Map.entry;

import io.blink.core.function.ScalarFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** What a scalar operator of a validated query is in a plan. */
public final class ScalarOperators {
    /**
     * Calcite's operators that have one counterpart. Several translate into more than a call: {@code NOT LIKE} and the like into NOT over it, {@code
     * SEARCH} into comparisons, {@code +} over a date and an interval into ADD.
     */
    private static final Map<SqlOperator, ScalarFunction> STANDARD = Map.ofEntries(
            entry(SqlStdOperatorTable.AND, ScalarFunction.AND),
            entry(SqlStdOperatorTable.OR, ScalarFunction.OR),
            entry(SqlStdOperatorTable.NOT, ScalarFunction.NOT),
            entry(SqlStdOperatorTable.IS_NULL, ScalarFunction.IS_NULL),
            entry(SqlStdOperatorTable.IS_NOT_NULL, ScalarFunction.IS_NOT_NULL),
            entry(SqlStdOperatorTable.IS_UNKNOWN, ScalarFunction.IS_NULL),
            entry(SqlStdOperatorTable.IS_NOT_UNKNOWN, ScalarFunction.IS_NOT_NULL),
            entry(SqlStdOperatorTable.IS_TRUE, ScalarFunction.IS_TRUE),
            entry(SqlStdOperatorTable.IS_NOT_TRUE, ScalarFunction.IS_NOT_TRUE),
            entry(SqlStdOperatorTable.IS_FALSE, ScalarFunction.IS_FALSE),
            entry(SqlStdOperatorTable.IS_NOT_FALSE, ScalarFunction.IS_NOT_FALSE),
            entry(SqlStdOperatorTable.IS_DISTINCT_FROM, ScalarFunction.IS_DISTINCT_FROM),
            entry(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, ScalarFunction.IS_NOT_DISTINCT_FROM),
            entry(SqlStdOperatorTable.EQUALS, ScalarFunction.EQUALS),
            entry(SqlStdOperatorTable.NOT_EQUALS, ScalarFunction.NOT_EQUALS),
            entry(SqlStdOperatorTable.LESS_THAN, ScalarFunction.LESS_THAN),
            entry(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, ScalarFunction.LESS_OR_EQUAL),
            entry(SqlStdOperatorTable.GREATER_THAN, ScalarFunction.GREATER_THAN),
            entry(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, ScalarFunction.GREATER_OR_EQUAL),
            entry(SqlStdOperatorTable.BETWEEN, ScalarFunction.BETWEEN),
            entry(SqlStdOperatorTable.IN, ScalarFunction.IN),
            entry(SqlStdOperatorTable.NOT_IN, ScalarFunction.NOT_IN),
            entry(SqlStdOperatorTable.LIKE, ScalarFunction.LIKE),
            entry(SqlStdOperatorTable.CASE, ScalarFunction.CASE),
            entry(SqlStdOperatorTable.COALESCE, ScalarFunction.COALESCE),
            entry(SqlStdOperatorTable.NULLIF, ScalarFunction.NULLIF),
            entry(SqlStdOperatorTable.PLUS, ScalarFunction.ADD),
            entry(SqlStdOperatorTable.DATETIME_PLUS, ScalarFunction.ADD),
            entry(SqlStdOperatorTable.MINUS, ScalarFunction.SUBTRACT),
            entry(SqlStdOperatorTable.MINUS_DATE, ScalarFunction.SUBTRACT),
            entry(SqlStdOperatorTable.MULTIPLY, ScalarFunction.MULTIPLY),
            entry(SqlStdOperatorTable.DIVIDE, ScalarFunction.DIVIDE),
            entry(SqlStdOperatorTable.MOD, ScalarFunction.MODULO),
            entry(SqlStdOperatorTable.PERCENT_REMAINDER, ScalarFunction.MODULO),
            entry(SqlStdOperatorTable.UNARY_MINUS, ScalarFunction.NEGATE),
            entry(SqlStdOperatorTable.CEIL, ScalarFunction.CEIL),
            entry(SqlStdOperatorTable.FLOOR, ScalarFunction.FLOOR),
            entry(SqlStdOperatorTable.CONCAT, ScalarFunction.CONCAT),
            entry(SqlStdOperatorTable.SUBSTRING, ScalarFunction.SUBSTRING),
            entry(SqlStdOperatorTable.TRIM, ScalarFunction.TRIM),
            entry(SqlStdOperatorTable.POSITION, ScalarFunction.POSITION),
            entry(SqlStdOperatorTable.OVERLAY, ScalarFunction.OVERLAY),
            entry(SqlStdOperatorTable.EXTRACT, ScalarFunction.EXTRACT),
            entry(BlinkCast.INSTANCE, ScalarFunction.CAST),
            entry(SqlLibraryOperators.TRY_CAST, ScalarFunction.TRY_CAST),
            entry(SqlLibraryOperators.SAFE_CAST, ScalarFunction.TRY_CAST),
            entry(SqlStdOperatorTable.ITEM, ScalarFunction.ITEM),
            entry(SqlStdOperatorTable.CARDINALITY, ScalarFunction.CARDINALITY),
            entry(SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR, ScalarFunction.ARRAY_VALUE),
            entry(SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR, ScalarFunction.MAP_VALUE),
            entry(SqlStdOperatorTable.ROW, ScalarFunction.ROW_VALUE));

    private static final List<BlinkFunction> FUNCTIONS = FunctionList.all();

    /** No function for people: an INSERT puts it around what goes into a column that is NOT NULL. */
    public static final BlinkFunction REQUIRE_NOT_NULL = new BlinkFunction(
            "REQUIRE_NOT_NULL",
            ScalarFunction.REQUIRE_NOT_NULL,
            SqlSyntax.FUNCTION,
            ReturnTypes.ARG0.andThen(SqlTypeTransforms.TO_NOT_NULLABLE),
            OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.CHARACTER));

    /** What {@code row.field} is in a tree, where a RexFieldAccess would insist on the type that its row had when it was made. */
    public static final BlinkFunction ROW_FIELD = new BlinkFunction(
            "ROW_FIELD",
            ScalarFunction.ROW_FIELD,
            SqlSyntax.FUNCTION,
            ReturnTypes.ARG0,
            OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.INTEGER));

    private ScalarOperators() {}

    /** The function that the operator stands for; empty for what is expanded before (NOT LIKE, SEARCH, …) and for what is no scalar operator. */
    public static Optional<ScalarFunction> functionOf(SqlOperator operator) {
        if (operator instanceof LambdaOperator lambda) {
            return Optional.of(lambda.function());
        }
        return operator instanceof BlinkFunction function
                ? Optional.of(function.function())
                : Optional.ofNullable(STANDARD.get(operator));
    }

    /** Our operator of that name, for planner rules that make calls up. */
    public static BlinkFunction named(String name) {
        return FUNCTIONS.stream()
                .filter(function -> function.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function " + name));
    }

    static List<BlinkFunction> functions() {
        return FUNCTIONS;
    }

    static Iterable<SqlOperator> standard() {
        return STANDARD.keySet();
    }
}
