package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.function.IgnoringNulls;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Before validation: calls with OVER in forms that the validator takes and types rightly.
 *
 * <pre>
 *   SUM(x) FILTER (WHERE c) OVER w      =>  SUM(CASE WHEN c THEN x END) OVER w
 *   COUNT(*) FILTER (WHERE c) OVER w    =>  COUNT(CASE WHEN c THEN 1 END) OVER w
 *   FIRST_VALUE(x, TRUE) OVER w         =>  FIRST_VALUE(x) IGNORE NULLS OVER w, which is one operator ({@link IgnoringNulls})
 *   f(SUM(x)) OVER w                    =>  f(SUM(x) OVER w)                        where a spelling was replaced by f(SUM(x))
 *   NTH_VALUE(x, n) OVER w              =>  NTH_VALUE(CASE WHEN TRUE THEN x END, n) OVER w
 *   LAG(x, n, d) OVER w                 =>  LAG(x, n, CASE WHEN TRUE THEN d END) OVER w
 * </pre>
 *
 * The last two make results nullable: there may be no n-th row, and of a row that is there NULL is taken as it is, for which the validator trusts the
 * default alone. The same goes for every call whose frame leaves rows out (EXCLUDE).
 */
final class OverCalls {
    private static final Set<String> NULLS_BY_FLAG = Set.of("FIRST_VALUE", "LAST_VALUE");

    private static final Set<String> SHIFTS = Set.of("LAG", "LEAD");

    private OverCalls() {}

    static SqlNode rewritten(SqlCall over) {
        SqlNode call = over.operand(0);
        SqlNode window = over.operand(1);
        return call instanceof SqlCall inner ? over(inner, window, over.getParserPosition()) : over;
    }

    private static SqlNode over(SqlCall call, SqlNode window, SqlParserPos position) {
        if (call.getKind() == SqlKind.FILTER) {
            return over(filtered(call.operand(0), call.operand(1)), window, position);
        }
        if (call.getKind() == SqlKind.IGNORE_NULLS || call.getKind() == SqlKind.RESPECT_NULLS) {
            SqlCall inner = nullable(call.operand(0), window);
            return over(call.getOperator(), inner, window, position);
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (NULLS_BY_FLAG.contains(name) && call.operandCount() == 2) {
            return flagged(call, window, position);
        }
        SqlCall aggregate = isSpelledOut(call) ? aggregateWithin(call) : null;
        if (aggregate != null) {
            return replaced(call, aggregate, over(aggregate, window, position));
        }
        return SqlStdOperatorTable.OVER.createCall(position, nullable(call, window), window);
    }

    private static SqlNode over(SqlOperator nulls, SqlCall call, SqlNode window, SqlParserPos position) {
        Optional<IgnoringNulls> ignoring = IgnoringNulls.of(call.getOperator().getName());
        if (ignoring.isPresent()) {
            SqlOperator function = nulls == SqlStdOperatorTable.IGNORE_NULLS ? ignoring.get() : call.getOperator();
            SqlCall whole = function.createCall(call.getParserPosition(), call.getOperandList());
            return SqlStdOperatorTable.OVER.createCall(position, whole, window);
        }
        return SqlStdOperatorTable.OVER.createCall(position, nulls.createCall(call.getParserPosition(), call), window);
    }

    /** The second argument says whether NULLs are left out, in Hive and Spark. */
    private static SqlNode flagged(SqlCall call, SqlNode window, SqlParserPos position) {
        if (!(call.operand(1) instanceof SqlLiteral flag) || !(flag.getValue() instanceof Boolean ignored)) {
            return SqlStdOperatorTable.OVER.createCall(position, call, window);
        }
        SqlCall alone = call.getOperator().createCall(call.getParserPosition(), call.<SqlNode>operand(0));
        SqlOperator nulls = ignored ? SqlStdOperatorTable.IGNORE_NULLS : SqlStdOperatorTable.RESPECT_NULLS;
        return over(nulls, nullable(alone, window), window, position);
    }

    private static SqlCall filtered(SqlCall call, SqlNode condition) {
        SqlCall target = isSpelledOut(call) ? aggregateWithin(call) : call;
        if (target == null) {
            throw notFiltered(call);
        }
        SqlNode first = target.operandCount() == 0 ? null : target.operand(0);
        boolean all = takesAllRows(target);
        if (first == null && !all) {
            throw notFiltered(call);
        }
        SqlParserPos position = target.getParserPosition();
        SqlNode value = all ? SqlLiteral.createExactNumeric("1", position) : first;
        SqlCall replacement = withFirst(target, when(condition, value, position));
        return (SqlCall) (target == call ? replacement : replaced(call, target, replacement));
    }

    private static BlinkException notFiltered(SqlCall call) {
        return SqlErrors.at(
                SqlErrorCode.INVALID_QUERY,
                ParserPositions.of(call.getParserPosition()),
                call.getOperator().getName() + " takes no FILTER; only aggregates do");
    }

    private static SqlCall nullable(SqlCall call, SqlNode window) {
        if (SHIFTS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT)) && call.operandCount() == 3) {
            return withNullableDefault(call);
        }
        boolean excludes = window instanceof SqlWindow written
                && written.getExclude().getValue()
                        != SqlWindow.createExcludeNoOthers(SqlParserPos.ZERO).getValue();
        boolean mayBeNull = excludes || call.getOperator().getName().equalsIgnoreCase("NTH_VALUE");
        boolean isNull = call.operandCount() == 0 || takesAllRows(call);
        if (!mayBeNull || isNull) {
            return call;
        }
        SqlParserPos position = call.getParserPosition();
        return withFirst(call, when(SqlLiteral.createBoolean(true, position), call.operand(0), position));
    }

    private static SqlCall withNullableDefault(SqlCall call) {
        SqlNode otherwise = call.operand(2);
        SqlParserPos position = otherwise.getParserPosition();
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        operands.set(2, when(SqlLiteral.createBoolean(true, position), otherwise, position));
        return call.getOperator().createCall(call.getParserPosition(), operands);
    }

    private static boolean takesAllRows(SqlCall call) {
        return call.operandCount() == 1 && call.operand(0) instanceof SqlIdentifier name && name.isStar();
    }

    private static SqlCall withFirst(SqlCall call, SqlNode first) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        operands.set(0, first);
        return call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
    }

    private static SqlNode when(SqlNode condition, SqlNode value, SqlParserPos position) {
        return new SqlCase(
                position, null, SqlNodeList.of(condition), SqlNodeList.of(value), SqlLiteral.createNull(position));
    }

    /** Whether the call is no aggregate, though it may have been one as written. */
    private static boolean isSpelledOut(SqlCall call) {
        boolean written =
                call.getOperator() instanceof SqlAggFunction || call.getOperator() instanceof SqlUnresolvedFunction;
        return !written && aggregateWithin(call) != null;
    }

    private static SqlCall aggregateWithin(SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlCall inner) {
                SqlCall found = inner.getOperator() instanceof SqlAggFunction ? inner : aggregateWithin(inner);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static SqlNode replaced(SqlCall tree, SqlCall old, SqlNode replacement) {
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : tree.getOperandList()) {
            operands.add(
                    operand == old
                            ? replacement
                            : operand instanceof SqlCall inner ? replaced(inner, old, replacement) : operand);
        }
        return tree.getOperator().createCall(tree.getFunctionQuantifier(), tree.getParserPosition(), operands);
    }
}
