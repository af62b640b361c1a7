package io.blink.sql.function;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Functions and operators that Hive, Spark and others have and that are a combination of ours: replaced in the parse tree, before validation. A call
 * with another number of arguments stays as it is, for the validator to refuse.
 */
public final class FunctionSpellings {
    /** By name and number of arguments. */
    private static final Map<String, Function<Arguments, SqlNode>> FUNCTIONS = new TreeMap<>(Map.ofEntries(
            // conditionals
            spelling("NVL2", 3, FunctionSpellings::ifNotNull),
            spelling("ISNULL", 1, call -> call.of(SqlStdOperatorTable.IS_NULL, call.get(0))),
            spelling("ISNOTNULL", 1, call -> call.of(SqlStdOperatorTable.IS_NOT_NULL, call.get(0))),
            spelling("COUNT_IF", 1, call -> call.of(SqlStdOperatorTable.COUNT, call.when(call.get(0), call.one()))),
            // numbers
            spelling("PMOD", 2, FunctionSpellings::positiveRemainder),
            // strings
            spelling("SPACE", 1, call -> call.of("REPEAT", call.text(" "), call.get(0))),
            spelling("CHAR", 1, call -> call.of("CHR", call.get(0))),
            spelling("REPLACE", 2, call -> call.of("REPLACE", call.get(0), call.get(1), call.text(""))),
            spelling("STRPOS", 2, call -> call.of("INSTR", call.get(0), call.get(1))),
            spelling("CHARINDEX", 2, call -> call.of("LOCATE", call.get(0), call.get(1))),
            spelling("BASE64", 1, call -> call.of("TO_BASE64", call.get(0))),
            spelling("SHA2", 2, FunctionSpellings::digest),
            // dates
            spelling("ADD_MONTHS", 2, call -> call.of("TIMESTAMPADD", call.text("MONTH"), call.get(1), call.day(0))),
            spelling("TRUNC", 2, FunctionSpellings::truncatedDay),
            spelling("DAY", 1, call -> call.of(SqlStdOperatorTable.DAYOFMONTH, call.get(0))),
            spelling("WEEKOFYEAR", 1, call -> call.of(SqlStdOperatorTable.WEEK, call.get(0))),
            spelling("TO_UNIX_TIMESTAMP", 1, call -> call.of("UNIX_TIMESTAMP", call.get(0))),
            spelling("TO_UNIX_TIMESTAMP", 2, call -> call.of("UNIX_TIMESTAMP", call.get(0), call.get(1)))));

    /** Hive's names for what a date is cut down to. */
    private static final Map<String, String> DAY_UNITS = Map.ofEntries(
            Map.entry("YEAR", "YEAR"),
            Map.entry("YYYY", "YEAR"),
            Map.entry("YY", "YEAR"),
            Map.entry("QUARTER", "QUARTER"),
            Map.entry("Q", "QUARTER"),
            Map.entry("MONTH", "MONTH"),
            Map.entry("MON", "MONTH"),
            Map.entry("MM", "MONTH"),
            Map.entry("WEEK", "WEEK"));

    private FunctionSpellings() {}

    private static Map.Entry<String, Function<Arguments, SqlNode>> spelling(
            String name, int arguments, Function<Arguments, SqlNode> meaning) {
        return Map.entry(name + "/" + arguments, meaning);
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
        Arguments arguments = new Arguments(call);
        SqlOperator operator = call.getOperator();
        if (operator instanceof SqlUnresolvedFunction) {
            String key = operator.getName().toUpperCase(Locale.ROOT) + "/" + call.operandCount();
            return Optional.ofNullable(FUNCTIONS.get(key)).map(meaning -> meaning.apply(arguments));
        }
        return Optional.ofNullable(infix(operator, arguments));
    }

    private static SqlNode infix(SqlOperator operator, Arguments call) {
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
        if (operator == SqlLibraryOperators.ILIKE || operator == SqlLibraryOperators.NOT_ILIKE) {
            return withoutCase(operator == SqlLibraryOperators.ILIKE, call);
        }
        return null;
    }

    private static SqlNode withoutCase(boolean like, Arguments call) {
        SqlOperator operator = like ? SqlStdOperatorTable.LIKE : SqlStdOperatorTable.NOT_LIKE;
        SqlNode text = call.of("LOWER", call.get(0));
        SqlNode pattern = call.of("LOWER", call.get(1));
        return call.count() == 2
                ? call.of(operator, text, pattern)
                : call.of(operator, text, pattern, call.of("LOWER", call.get(2)));
    }

    private static SqlNode ifNotNull(Arguments call) {
        SqlNode known = call.of(SqlStdOperatorTable.IS_NOT_NULL, call.get(0));
        return call.when(known, call.get(1), call.get(2));
    }

    /** {@code MOD(MOD(a, b) + b, b)}. */
    private static SqlNode positiveRemainder(Arguments call) {
        SqlNode remainder = call.of(SqlStdOperatorTable.MOD, call.get(0), call.get(1));
        SqlNode raised = call.of(SqlStdOperatorTable.PLUS, remainder, call.get(1));
        return call.of(SqlStdOperatorTable.MOD, raised, call.get(1));
    }

    /** A digest of 256 bits, which 0 stands for too; other lengths stay for the validator to refuse. */
    private static SqlNode digest(Arguments call) {
        boolean known = call.get(1) instanceof SqlNumericLiteral bits
                && List.of("0", "256").contains(bits.toValue());
        return known ? call.of("SHA256", call.get(0)) : call.itself();
    }

    /** A date cut down; of a number TRUNC is ours. */
    private static SqlNode truncatedDay(Arguments call) {
        if (!(call.get(1) instanceof SqlCharStringLiteral unit)) {
            return call.itself();
        }
        String known = DAY_UNITS.get(String.valueOf(unit.toValue()).toUpperCase(Locale.ROOT));
        return known == null
                ? call.itself()
                : call.cast(call.of("DATE_TRUNC", call.text(known), call.day(0)), SqlTypeName.DATE);
    }

    /** The arguments of a call and what can be made of them at its place. */
    private record Arguments(SqlCall itself) {
        int count() {
            return itself.operandCount();
        }

        SqlNode get(int index) {
            return itself.operand(index);
        }

        private SqlParserPos position() {
            return itself.getParserPosition();
        }

        SqlNode of(SqlOperator operator, SqlNode... operands) {
            return operator.createCall(position(), operands);
        }

        SqlNode of(String function, SqlNode... operands) {
            return ScalarOperators.named(function).createCall(position(), operands);
        }

        SqlNode text(String text) {
            return SqlLiteral.createCharString(text, position());
        }

        SqlNode one() {
            return SqlLiteral.createExactNumeric("1", position());
        }

        /** An argument as a DATE. */
        SqlNode day(int index) {
            return cast(get(index), SqlTypeName.DATE);
        }

        SqlNode cast(SqlNode value, SqlTypeName type) {
            SqlDataTypeSpec target = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, position()), position());
            return of(SqlStdOperatorTable.CAST, value, target);
        }

        SqlNode when(SqlNode condition, SqlNode value) {
            return when(condition, value, SqlLiteral.createNull(position()));
        }

        SqlNode when(SqlNode condition, SqlNode value, SqlNode otherwise) {
            return new SqlCase(position(), null, SqlNodeList.of(condition), SqlNodeList.of(value), otherwise);
        }
    }
}
