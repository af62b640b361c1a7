package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.function.DialectOperators;
import io.blink.sql.function.QuantifiedLike;
import io.blink.sql.function.UnlistedOperator;
import io.blink.sql.parser.ParserPositions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Clauses with a word of their own, in terms of others.
 *
 * <pre>
 *   x LIKE ANY (a, b), x NOT LIKE ALL (a, b)   =>  x LIKE a OR x LIKE b, x NOT LIKE a AND x NOT LIKE b
 *   x = ANY (ARRAY[a, b])                      =>  x IN (a, b)
 *   t AT TIME ZONE z, ARRAY[]                  =>  operators that the validator types ({@link UnlistedOperator})
 *   INTERVAL n DAY                             =>  n * INTERVAL '1' DAY
 *   EXTRACT(DAYOFWEEK_ISO FROM t)              =>  EXTRACT(ISODOW FROM t), and other names of units
 * </pre>
 */
final class DialectClauses {
    private static final Map<String, TimeUnit> UNITS = Map.ofEntries(
            Map.entry("DAYOFWEEK_ISO", TimeUnit.ISODOW),
            Map.entry("DOW_ISO", TimeUnit.ISODOW),
            Map.entry("YEAROFWEEK", TimeUnit.ISOYEAR),
            Map.entry("YR", TimeUnit.YEAR),
            Map.entry("QTR", TimeUnit.QUARTER),
            Map.entry("MON", TimeUnit.MONTH),
            Map.entry("DAYOFMONTH", TimeUnit.DAY),
            Map.entry("DAYOFYEAR", TimeUnit.DOY),
            Map.entry("WEEKOFYEAR", TimeUnit.WEEK),
            Map.entry("HR", TimeUnit.HOUR),
            Map.entry("MIN", TimeUnit.MINUTE),
            Map.entry("SEC", TimeUnit.SECOND));

    private DialectClauses() {}

    static Optional<SqlNode> meaning(SqlCall call) {
        SqlOperator operator = call.getOperator();
        SqlParserPos position = call.getParserPosition();
        if (operator instanceof QuantifiedLike like) {
            return Optional.of(like.spelledOut(call.operand(0), patterns(call), position));
        }
        if (operator instanceof SqlQuantifyOperator quantify) {
            return elements(call.operand(1)).map(values -> overValues(quantify, call, values));
        }
        if (operator == DialectOperators.AT_TIME_ZONE) {
            return Optional.of(UnlistedOperator.AT_TIME_ZONE.createCall(position, call.getOperandList()));
        }
        if (operator == DialectOperators.AT_LOCAL) {
            return Optional.of(UnlistedOperator.AT_LOCAL.createCall(position, call.getOperandList()));
        }
        if (operator == SqlStdOperatorTable.INTERVAL && call.operand(1) instanceof SqlIntervalQualifier unit) {
            SqlNode one = SqlLiteral.createInterval(1, "1", unit, unit.getParserPosition());
            return Optional.of(SqlStdOperatorTable.MULTIPLY.createCall(position, one, call.operand(0)));
        }
        if (operator == SqlStdOperatorTable.EXTRACT && call.operand(0) instanceof SqlIntervalQualifier unit) {
            return extracted(call, unit);
        }
        return call.operandCount() == 0 ? emptyCollection(operator, position) : Optional.empty();
    }

    private static List<SqlNode> patterns(SqlCall like) {
        SqlNodeList patterns = like.operand(1);
        if (patterns.size() == 1 && patterns.get(0).isA(SqlKind.QUERY)) {
            String name = like.getOperator().getName();
            throw refused(
                    patterns,
                    name + " takes a list of patterns; of a query write EXISTS (SELECT … WHERE x LIKE pattern)");
        }
        return elements(patterns).orElse(patterns);
    }

    /** What stands in the brackets, if the list is one ARRAY[…]. */
    private static Optional<List<SqlNode>> elements(SqlNode list) {
        boolean array = list instanceof SqlNodeList only
                && only.size() == 1
                && only.get(0).getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
                && ((SqlCall) only.get(0)).operandCount() > 0;
        return array ? Optional.of(((SqlCall) ((SqlNodeList) list).get(0)).getOperandList()) : Optional.empty();
    }

    private static SqlNode overValues(SqlQuantifyOperator quantify, SqlCall call, List<SqlNode> values) {
        SqlOperator operator = quantify == SqlStdOperatorTable.SOME_EQ
                ? SqlStdOperatorTable.IN
                : quantify == SqlStdOperatorTable.ALL_NE ? SqlStdOperatorTable.NOT_IN : quantify;
        SqlNodeList list = new SqlNodeList(values, call.operand(1).getParserPosition());
        return operator.createCall(call.getParserPosition(), call.operand(0), list);
    }

    private static Optional<SqlNode> extracted(SqlCall extract, SqlIntervalQualifier written) {
        TimeUnit unit =
                written.timeFrameName == null ? null : UNITS.get(written.timeFrameName.toUpperCase(Locale.ROOT));
        if (unit == null) {
            return Optional.empty();
        }
        SqlIntervalQualifier qualifier = new SqlIntervalQualifier(unit, null, written.getParserPosition());
        return Optional.of(
                SqlStdOperatorTable.EXTRACT.createCall(extract.getParserPosition(), qualifier, extract.operand(1)));
    }

    private static Optional<SqlNode> emptyCollection(SqlOperator operator, SqlParserPos position) {
        if (operator == SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR || operator == SqlLibraryOperators.ARRAY) {
            return Optional.of(UnlistedOperator.EMPTY_ARRAY.createCall(position));
        }
        if (operator == SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR || operator == SqlLibraryOperators.MAP) {
            return Optional.of(UnlistedOperator.EMPTY_MAP.createCall(position));
        }
        return Optional.empty();
    }

    private static BlinkException refused(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.QUERY_NOT_SUPPORTED, ParserPositions.of(node.getParserPosition()), message);
    }
}
