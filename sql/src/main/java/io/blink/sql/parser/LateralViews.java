package io.blink.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Hive's LATERAL VIEW as the join that it is: {@code left CROSS JOIN LATERAL TABLE(f(…)) AS name (columns)}, with OUTER, or a function that is called so
 * (EXPLODE_OUTER), a left join on TRUE.
 */
public final class LateralViews {
    private static final String OUTER = "_OUTER";

    private LateralViews() {}

    /** @param name {@code null} if none is given */
    public static SqlNode join(
            SqlNode left,
            SqlNode function,
            boolean outer,
            SqlIdentifier name,
            List<SqlNode> columns,
            SqlParserPos position) {
        if (function instanceof SqlCall call && isOuter(call)) {
            return join(left, inner(call), true, name, columns, position);
        }
        SqlNode rows = SqlStdOperatorTable.LATERAL.createCall(
                position, SqlStdOperatorTable.COLLECTION_TABLE.createCall(position, function));
        return new SqlJoin(
                position,
                left,
                SqlLiteral.createBoolean(false, position),
                (outer ? JoinType.LEFT : JoinType.CROSS).symbol(position),
                named(rows, name, columns, position),
                (outer ? JoinConditionType.ON : JoinConditionType.NONE).symbol(position),
                outer ? SqlLiteral.createBoolean(true, position) : null);
    }

    private static boolean isOuter(SqlCall call) {
        return call.getOperator() instanceof SqlUnresolvedFunction
                && call.getOperator().getName().toUpperCase(Locale.ROOT).endsWith(OUTER);
    }

    private static SqlNode inner(SqlCall call) {
        String name = call.getOperator().getName();
        SqlIdentifier inner =
                new SqlIdentifier(name.substring(0, name.length() - OUTER.length()), call.getParserPosition());
        return new SqlUnresolvedFunction(inner, null, null, null, null, SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION)
                .createCall(call.getParserPosition(), call.getOperandList());
    }

    private static SqlNode named(SqlNode rows, SqlIdentifier name, List<SqlNode> columns, SqlParserPos position) {
        if (name == null && columns.isEmpty()) {
            return rows;
        }
        List<SqlNode> operands = new ArrayList<>();
        operands.add(rows);
        operands.add(name == null ? new SqlIdentifier("lateral_view", position) : name);
        operands.addAll(columns);
        return SqlStdOperatorTable.AS.createCall(position, operands);
    }
}
