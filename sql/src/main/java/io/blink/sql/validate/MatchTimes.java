package io.blink.sql.validate;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The time of a match, among its measures, is that of its last row.
 *
 * <pre>
 *   MATCH_ROWTIME()   =>  LAST(first column of ORDER BY)
 *   MATCH_ROWTIME(c)  =>  LAST(c)
 * </pre>
 */
final class MatchTimes extends SqlShuttle {
    private static final String FUNCTION = "MATCH_ROWTIME";

    private final SqlMatchRecognize match;

    private MatchTimes(SqlMatchRecognize match) {
        this.match = match;
    }

    static void rewrite(SqlMatchRecognize match) {
        MatchTimes times = new MatchTimes(match);
        match.getMeasureList().replaceAll(measure -> measure.accept(times));
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (!FUNCTION.equalsIgnoreCase(call.getOperator().getName()) || call.operandCount() > 1) {
            return super.visit(call);
        }
        SqlParserPos position = call.getParserPosition();
        SqlNode time = call.operandCount() == 1 ? call.operand(0) : orderedBy(position);
        return SqlStdOperatorTable.LAST.createCall(
                position, ofAllVariables(time), SqlLiteral.createExactNumeric("0", position));
    }

    /** A column of rows that any variable matched. */
    private static SqlNode ofAllVariables(SqlNode time) {
        return time instanceof SqlIdentifier column && column.isSimple()
                ? new SqlIdentifier(List.of("*", column.getSimple()), column.getParserPosition())
                : time;
    }

    private SqlNode orderedBy(SqlParserPos position) {
        SqlNodeList order = match.getOrderList();
        if (order.isEmpty()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY,
                    ParserPositions.of(position),
                    FUNCTION + "() is the time that MATCH_RECOGNIZE orders its rows by; add ORDER BY with a time");
        }
        SqlNode first = order.get(0);
        while (first.getKind() == SqlKind.DESCENDING
                || first.getKind() == SqlKind.NULLS_FIRST
                || first.getKind() == SqlKind.NULLS_LAST) {
            first = ((SqlCall) first).operand(0);
        }
        return first;
    }
}
