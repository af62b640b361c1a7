package io.blink.sql.function;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Functions and operators that Hive, Spark and others have and that are a combination of ours: replaced in the parse tree, before validation. A call
 * with another number of arguments stays as it is, for the validator to refuse.
 */
public final class FunctionSpellings {
    /** Of arguments. */
    private static final String ANY_NUMBER = "*";

    private static final Map<String, Function<SpelledCall, SqlNode>> FUNCTIONS = new TreeMap<>();

    static {
        FUNCTIONS.putAll(ScalarSpellings.ALL);
        FUNCTIONS.putAll(OtherNames.ALL);
        FUNCTIONS.putAll(AggregateSpellings.ALL);
    }

    /** The grammar knows these. */
    private static final List<SqlOperator> OF_GRAMMAR = List.of(
            SqlLibraryOperators.STRING_AGG,
            SqlLibraryOperators.GROUP_CONCAT,
            SqlLibraryOperators.ARRAY_AGG,
            SqlLibraryOperators.PERCENTILE_CONT2,
            SqlLibraryOperators.PERCENTILE_DISC2);

    private FunctionSpellings() {}

    static Map.Entry<String, Function<SpelledCall, SqlNode>> spelling(
            String name, int arguments, Function<SpelledCall, SqlNode> meaning) {
        return Map.entry(name + "/" + arguments, meaning);
    }

    /** With any number of arguments for which there is no other entry. */
    static Map.Entry<String, Function<SpelledCall, SqlNode>> spelling(
            String name, Function<SpelledCall, SqlNode> meaning) {
        return Map.entry(name + "/" + ANY_NUMBER, meaning);
    }

    /** The names, for SHOW FUNCTIONS and for suggestions. */
    static List<String> names() {
        return FUNCTIONS.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .toList();
    }

    /** What the call means in our own functions; empty if it is none of these spellings. */
    public static Optional<SqlNode> meaning(SqlCall call) {
        SpelledCall arguments = new SpelledCall(call);
        SqlOperator operator = call.getOperator();
        if (operator instanceof SqlUnresolvedFunction || OF_GRAMMAR.contains(operator)) {
            String name = operator.getName().toUpperCase(Locale.ROOT);
            return Optional.ofNullable(FUNCTIONS.get(name + "/" + call.operandCount()))
                    .or(() -> Optional.ofNullable(FUNCTIONS.get(name + "/" + ANY_NUMBER)))
                    .map(meaning -> meaning.apply(arguments));
        }
        return Optional.ofNullable(infix(operator, arguments));
    }

    /** FIRST_VALUE and LAST_VALUE of a group without an order; empty for other calls. */
    public static Optional<SqlNode> firstOrLast(SqlCall call) {
        boolean known = call.getOperator() instanceof SqlUnresolvedFunction && call.operandCount() == 1;
        return known ? Optional.ofNullable(AggregateSpellings.arrived(new SpelledCall(call))) : Optional.empty();
    }

    /** FIRST and LAST of a window are FIRST_VALUE and LAST_VALUE; other calls as they are. */
    public static SqlCall firstOrLastValue(SqlCall call) {
        if (!(call.getOperator() instanceof SqlUnresolvedFunction)) {
            return call;
        }
        return switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
            case "FIRST" -> new SpelledCall(call).call("FIRST_VALUE", call.getOperandList());
            case "LAST" -> new SpelledCall(call).call("LAST_VALUE", call.getOperandList());
            default -> call;
        };
    }

    private static SqlNode infix(SqlOperator operator, SpelledCall call) {
        if (operator == SqlStdOperatorTable.FILTER) {
            return AggregateSpellings.filtered(call);
        }
        if (operator == SqlStdOperatorTable.WITHIN_GROUP) {
            return AggregateSpellings.withinGroup(call);
        }
        if (operator == SqlStdOperatorTable.IGNORE_NULLS) {
            return AggregateSpellings.ignoringNulls(call);
        }
        if (operator == SqlStdOperatorTable.RESPECT_NULLS) {
            return AggregateSpellings.respectingNulls(call);
        }
        if (operator == DialectOperators.INFIX_CAST) {
            return call.of(SqlStdOperatorTable.CAST, call.get(0), call.get(1));
        }
        if (operator == DialectOperators.DOUBLE_EQUALS) {
            return call.of(SqlStdOperatorTable.EQUALS, call.get(0), call.get(1));
        }
        if (operator == DialectOperators.NULL_SAFE_EQUALS) {
            return call.of(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, call.get(0), call.get(1));
        }
        if (operator == DialectOperators.INTEGER_DIVISION) {
            SqlNode quotient = call.of(SqlStdOperatorTable.DIVIDE, call.get(0), call.get(1));
            return call.cast(quotient, SqlTypeName.BIGINT);
        }
        if (operator == DialectOperators.REGEXP || operator == SqlLibraryOperators.RLIKE) {
            return call.of("REGEXP", call.get(0), call.get(1));
        }
        if (operator == SqlLibraryOperators.NOT_RLIKE) {
            return call.of(SqlStdOperatorTable.NOT, call.of("REGEXP", call.get(0), call.get(1)));
        }
        if (operator == DialectOperators.BIT_OR) {
            return call.of("BITOR", call.get(0), call.get(1));
        }
        if (operator == DialectOperators.BIT_NOT) {
            return call.of("BITNOT", call.get(0));
        }
        if (operator == DialectOperators.RIGHT_SHIFT) {
            return call.of("SHIFTRIGHT", call.get(0), call.get(1));
        }
        if (operator == DialectOperators.UNSIGNED_RIGHT_SHIFT) {
            return call.of("SHIFTRIGHTUNSIGNED", call.get(0), call.get(1));
        }
        if (operator == SqlStdOperatorTable.SIMILAR_TO || operator == SqlStdOperatorTable.NOT_SIMILAR_TO) {
            return SimilarPatterns.found(operator == SqlStdOperatorTable.SIMILAR_TO, call);
        }
        if (operator == SqlStdOperatorTable.BITAND_OPERATOR) {
            return call.of("BITAND", call.get(0), call.get(1));
        }
        if (operator == SqlStdOperatorTable.BITXOR_OPERATOR) {
            return call.of("BITXOR", call.get(0), call.get(1));
        }
        if (operator == SqlStdOperatorTable.BIT_LEFT_SHIFT) {
            return call.of("SHIFTLEFT", call.get(0), call.get(1));
        }
        if (operator == SqlLibraryOperators.ILIKE || operator == SqlLibraryOperators.NOT_ILIKE) {
            return withoutCase(operator == SqlLibraryOperators.ILIKE, call);
        }
        return null;
    }

    private static SqlNode withoutCase(boolean like, SpelledCall call) {
        SqlOperator operator = like ? SqlStdOperatorTable.LIKE : SqlStdOperatorTable.NOT_LIKE;
        SqlNode text = call.of("LOWER", call.get(0));
        SqlNode pattern = call.of("LOWER", call.get(1));
        return call.count() == 2
                ? call.of(operator, text, pattern)
                : call.of(operator, text, pattern, call.of("LOWER", call.get(2)));
    }
}
