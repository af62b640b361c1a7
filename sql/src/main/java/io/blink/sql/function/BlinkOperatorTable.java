package io.blink.sql.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** Everything that a name or symbol in a query may mean to the validator. */
public final class BlinkOperatorTable implements SqlOperatorTable {
    /** Syntax that translation to relations or our rules turn into something else. */
    private static final List<SqlOperator> SYNTAX = List.of(
            SqlStdOperatorTable.NOT_LIKE,
            SqlStdOperatorTable.NOT_BETWEEN,
            SqlStdOperatorTable.SYMMETRIC_BETWEEN,
            SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN,
            SqlStdOperatorTable.LITERAL_CHAIN,
            SqlStdOperatorTable.UNARY_PLUS,
            SqlStdOperatorTable.EXISTS,
            SqlStdOperatorTable.SOME_EQ,
            SqlStdOperatorTable.SOME_NE,
            SqlStdOperatorTable.SOME_LT,
            SqlStdOperatorTable.SOME_LE,
            SqlStdOperatorTable.SOME_GT,
            SqlStdOperatorTable.SOME_GE,
            SqlStdOperatorTable.ALL_EQ,
            SqlStdOperatorTable.ALL_NE,
            SqlStdOperatorTable.ALL_LT,
            SqlStdOperatorTable.ALL_LE,
            SqlStdOperatorTable.ALL_GT,
            SqlStdOperatorTable.ALL_GE,
            SqlStdOperatorTable.SCALAR_QUERY,
            SqlStdOperatorTable.AS,
            SqlStdOperatorTable.DESC,
            SqlStdOperatorTable.NULLS_FIRST,
            SqlStdOperatorTable.NULLS_LAST,
            SqlStdOperatorTable.VALUES,
            SqlStdOperatorTable.UNION,
            SqlStdOperatorTable.UNION_ALL,
            SqlStdOperatorTable.INTERSECT,
            SqlStdOperatorTable.INTERSECT_ALL,
            SqlStdOperatorTable.EXCEPT,
            SqlStdOperatorTable.EXCEPT_ALL,
            SqlStdOperatorTable.EXPLICIT_TABLE,
            SqlStdOperatorTable.COLLECTION_TABLE,
            SqlStdOperatorTable.LATERAL,
            SqlStdOperatorTable.UNNEST,
            SqlStdOperatorTable.UNNEST_WITH_ORDINALITY,
            SqlStdOperatorTable.OVER,
            SqlStdOperatorTable.FILTER,
            SqlStdOperatorTable.WITHIN_GROUP,
            SqlStdOperatorTable.ROLLUP,
            SqlStdOperatorTable.CUBE,
            SqlStdOperatorTable.GROUPING_SETS,
            SqlStdOperatorTable.GROUPING,
            SqlStdOperatorTable.GROUPING_ID,
            SqlStdOperatorTable.DESCRIPTOR,
            SqlStdOperatorTable.YEAR,
            SqlStdOperatorTable.QUARTER,
            SqlStdOperatorTable.MONTH,
            SqlStdOperatorTable.WEEK,
            SqlStdOperatorTable.DAYOFYEAR,
            SqlStdOperatorTable.DAYOFMONTH,
            SqlStdOperatorTable.DAYOFWEEK,
            SqlStdOperatorTable.HOUR,
            SqlStdOperatorTable.MINUTE,
            SqlStdOperatorTable.SECOND,
            SqlStdOperatorTable.ROW_NUMBER,
            SqlStdOperatorTable.RANK,
            SqlStdOperatorTable.DENSE_RANK,
            SqlStdOperatorTable.NTILE,
            SqlStdOperatorTable.LAG,
            SqlStdOperatorTable.LEAD,
            SqlStdOperatorTable.FIRST_VALUE,
            SqlStdOperatorTable.LAST_VALUE,
            SqlStdOperatorTable.NTH_VALUE,
            SqlStdOperatorTable.IGNORE_NULLS,
            SqlStdOperatorTable.RESPECT_NULLS,
            SqlStdOperatorTable.PERCENT_RANK,
            SqlStdOperatorTable.CUME_DIST,
            SqlStdOperatorTable.PATTERN_CONCAT,
            SqlStdOperatorTable.PATTERN_ALTER,
            SqlStdOperatorTable.PATTERN_QUANTIFIER,
            SqlStdOperatorTable.PATTERN_PERMUTE,
            SqlStdOperatorTable.PATTERN_EXCLUDE,
            SqlStdOperatorTable.FINAL,
            SqlStdOperatorTable.RUNNING,
            SqlStdOperatorTable.PREV,
            SqlStdOperatorTable.NEXT,
            SqlStdOperatorTable.FIRST,
            SqlStdOperatorTable.LAST,
            SqlStdOperatorTable.CLASSIFIER,
            SqlStdOperatorTable.MATCH_NUMBER);

    /** Replaced before validation: values of the session, the time of a match. */
    private static final List<String> REPLACED = List.of(
            "CURRENT_CATALOG", "CURRENT_DATABASE", "CURRENT_SCHEMA", "CURRENT_USER", "SESSION_USER", "MATCH_ROWTIME");

    private static final BlinkOperatorTable INSTANCE = new BlinkOperatorTable();

    private final List<SqlOperator> operators = new ArrayList<>(SYNTAX);
    private final Map<String, List<SqlOperator>> byName = new HashMap<>();

    private BlinkOperatorTable() {
        ScalarOperators.standard().forEach(operators::add);
        operators.addAll(ScalarOperators.functions());
        operators.addAll(AggregateOperators.all());
        operators.addAll(WindowTableFunction.all());
        operators.addAll(WindowBoundFunction.all());
        operators.addAll(IgnoringNulls.all());
        for (SqlOperator operator : operators) {
            byName.computeIfAbsent(operator.getName().toUpperCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(operator);
        }
    }

    public static BlinkOperatorTable instance() {
        return INSTANCE;
    }

    /** Whether a function of that name, without regard to case, gives one value of many rows. */
    public static boolean isAggregate(String name) {
        return INSTANCE.byName.getOrDefault(name.toUpperCase(Locale.ROOT), List.of()).stream()
                .anyMatch(SqlOperator::isAggregator);
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher nameMatcher) {
        if (!name.isSimple()) {
            return;
        }
        for (SqlOperator operator : byName.getOrDefault(name.getSimple().toUpperCase(Locale.ROOT), List.of())) {
            boolean function = syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction;
            if (function || operator.getSyntax() == syntax || operator.getSyntax().family == syntax) {
                found.add(operator);
            }
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return operators;
    }

    /** The names of all functions, sorted, for SHOW FUNCTIONS and for suggestions. */
    public static List<String> functionNames() {
        TreeSet<String> names = new TreeSet<>(FunctionSpellings.names());
        names.addAll(REPLACED);
        names.addAll(LambdaSpellings.NAMES);
        for (SqlOperator operator : INSTANCE.operators) {
            if (operator instanceof SqlFunction && operator.getName().matches("[A-Z][A-Z0-9_]*")) {
                names.add(operator.getName());
            }
        }
        return List.copyOf(names);
    }
}
