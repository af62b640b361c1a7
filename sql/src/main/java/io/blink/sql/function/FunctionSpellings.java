package io.blink.sql.function;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
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
            spelling("LISTAGG", 1, call -> listed(call, call.text(","))),
            spelling("LISTAGG", 2, call -> listed(call, call.get(1))),
            spelling("STRING_AGG", 2, call -> listed(call, call.get(1))),
            spelling("GROUP_CONCAT", 1, call -> listed(call, call.text(","))),
            spelling("GROUP_CONCAT", 2, FunctionSpellings::groupConcat),
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
            spelling("DATE", 1, call -> call.day(0)),
            spelling("ADD_MONTHS", 2, call -> call.of("TIMESTAMPADD", call.text("MONTH"), call.get(1), call.day(0))),
            spelling("TRUNC", 2, FunctionSpellings::truncatedDay),
            spelling("DAY", 1, call -> call.of(SqlStdOperatorTable.DAYOFMONTH, call.get(0))),
            spelling("WEEKOFYEAR", 1, call -> call.of(SqlStdOperatorTable.WEEK, call.get(0))),
            spelling("TO_UNIX_TIMESTAMP", 1, call -> call.of("UNIX_TIMESTAMP", call.get(0))),
            spelling("TO_UNIX_TIMESTAMP", 2, call -> call.of("UNIX_TIMESTAMP", call.get(0), call.get(1)))));

    /** The grammar knows these two. */
    private static final List<SqlOperator> LISTS =
            List.of(SqlLibraryOperators.STRING_AGG, SqlLibraryOperators.GROUP_CONCAT);

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
        if (operator instanceof SqlUnresolvedFunction || LISTS.contains(operator)) {
            String key = operator.getName().toUpperCase(Locale.ROOT) + "/" + call.operandCount();
            return Optional.ofNullable(FUNCTIONS.get(key)).map(meaning -> meaning.apply(arguments));
        }
        return Optional.ofNullable(infix(operator, arguments));
    }

    private static SqlNode infix(SqlOperator operator, Arguments call) {
        if (operator == SqlStdOperatorTable.FILTER) {
            return filtered(call);
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

    /** {@code GROUP_CONCAT(text SEPARATOR ';')}. */
    private static SqlNode groupConcat(Arguments call) {
        return call.get(1).getKind() == SqlKind.SEPARATOR
                ? listed(call, ((SqlCall) call.get(1)).operand(0))
                : call.itself();
    }

    /** {@code LISTAGG(…) FILTER (WHERE …)}, LISTAGG being replaced already: the condition belongs to the aggregate within. */
    private static SqlNode filtered(Arguments call) {
        if (!(call.get(0) instanceof SqlBasicCall text)
                || text.operandCount() == 0
                || !(text.operand(0) instanceof SqlCall all)
                || all.getOperator() != AggregateOperators.CONCATENATE) {
            return null;
        }
        text.setOperand(0, call.of(SqlStdOperatorTable.FILTER, all, call.get(1)));
        return text;
    }

    /** The texts, each with the separator in front, behind one another; without the first separator. */
    private static SqlNode listed(Arguments call, SqlNode separator) {
        if (separator instanceof SqlNodeList order) {
            throw SqlErrors.at(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    ParserPositions.of(order.getParserPosition()),
                    "ORDER BY within an aggregate is not supported; the texts come in any order");
        }
        SqlNode separated = call.of("CONCAT", separator, call.of(SqlStdOperatorTable.CAST, call.get(0), call.string()));
        SqlNode all = AggregateOperators.CONCATENATE.createCall(
                call.itself().getFunctionQuantifier(), call.position(), separated);
        SqlNode start = call.of(SqlStdOperatorTable.PLUS, call.of("CHAR_LENGTH", separator), call.one());
        return call.of("SUBSTR", all, start);
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

        SqlParserPos position() {
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

        /** The type STRING. */
        SqlNode string() {
            return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position()), position());
        }

        SqlNode when(SqlNode condition, SqlNode value) {
            return when(condition, value, SqlLiteral.createNull(position()));
        }

        SqlNode when(SqlNode condition, SqlNode value, SqlNode otherwise) {
            return new SqlCase(position(), null, SqlNodeList.of(condition), SqlNodeList.of(value), otherwise);
        }
    }
}
