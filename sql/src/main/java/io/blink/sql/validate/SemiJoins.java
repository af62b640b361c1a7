package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * LEFT SEMI JOIN and LEFT ANTI JOIN of Hive and Spark, as the conditions that they are:
 *
 * <pre>
 *   FROM a LEFT SEMI JOIN b ON c WHERE d  =>  FROM a WHERE d AND EXISTS (SELECT 1 FROM b WHERE c)
 *   FROM a LEFT ANTI JOIN b ON c WHERE d  =>  FROM a WHERE d AND NOT EXISTS (SELECT 1 FROM b WHERE c)
 * </pre>
 *
 * Inner and left joins may follow, which keep the rows of their left side as they are.
 */
final class SemiJoins {
    private final List<SqlNode> conditions = new ArrayList<>();

    private SemiJoins() {}

    /** Changes the query in place. */
    static void rewrite(SqlSelect select) {
        if (!(select.getFrom() instanceof SqlJoin from)) {
            return;
        }
        SemiJoins joins = new SemiJoins();
        SqlNode left = joins.without(from);
        if (joins.conditions.isEmpty()) {
            return;
        }
        select.setFrom(left);
        for (SqlNode condition : joins.conditions) {
            SqlNode where = select.getWhere();
            select.setWhere(
                    where == null
                            ? condition
                            : SqlStdOperatorTable.AND.createCall(condition.getParserPosition(), where, condition));
        }
    }

    /** What is left of FROM without these joins, which become conditions. */
    private SqlNode without(SqlNode from) {
        if (!(from instanceof SqlJoin join)) {
            return from;
        }
        if (isSemi(join.getRight())) {
            throw unsupported((SqlJoin) join.getRight(), "a semi or anti join in parentheses");
        }
        SqlNode left = without(join.getLeft());
        if (isSemi(join)) {
            conditions.add(condition(join));
            return left;
        }
        boolean loses = join.getJoinType() == JoinType.RIGHT || join.getJoinType() == JoinType.FULL;
        if (loses && left != join.getLeft()) {
            throw unsupported(join, "a RIGHT or FULL JOIN behind a semi or anti join");
        }
        join.setLeft(left);
        return join;
    }

    private static boolean isSemi(SqlNode node) {
        return node instanceof SqlJoin join
                && (join.getJoinType() == JoinType.LEFT_SEMI_JOIN || join.getJoinType() == JoinType.LEFT_ANTI_JOIN);
    }

    private static SqlNode condition(SqlJoin join) {
        if (join.getConditionType() != JoinConditionType.ON) {
            throw unsupported(join, "a semi or anti join without ON");
        }
        SqlParserPos position = join.getParserPosition();
        SqlSelect matches = new SqlSelect(
                position,
                null,
                SqlNodeList.of(SqlLiteral.createExactNumeric("1", position)),
                join.getRight(),
                join.getCondition(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        SqlNode exists = SqlStdOperatorTable.EXISTS.createCall(position, matches);
        return join.getJoinType() == JoinType.LEFT_SEMI_JOIN
                ? exists
                : SqlStdOperatorTable.NOT.createCall(position, exists);
    }

    private static BlinkException unsupported(SqlJoin join, String what) {
        return SqlErrors.at(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                ParserPositions.of(join.getJoinTypeNode().getParserPosition()),
                what + " is not supported; write [NOT] EXISTS (SELECT 1 FROM … WHERE …) in WHERE");
    }
}
