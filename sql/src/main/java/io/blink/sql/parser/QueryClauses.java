package io.blink.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Called from the grammar's actions and choices: parts of queries that other dialects order or name in their own way. */
final class QueryClauses {
    /** What may stand behind GROUP BY ALL. */
    private static final Set<Integer> BEHIND_GROUPING = Set.of(
            BlinkSqlParserConstants.EOF,
            BlinkSqlParserConstants.RPAREN,
            BlinkSqlParserConstants.SEMICOLON,
            BlinkSqlParserConstants.HAVING,
            BlinkSqlParserConstants.WINDOW,
            BlinkSqlParserConstants.QUALIFY,
            BlinkSqlParserConstants.ORDER,
            BlinkSqlParserConstants.SORT_BY,
            BlinkSqlParserConstants.CLUSTER_BY,
            BlinkSqlParserConstants.DISTRIBUTE_BY,
            BlinkSqlParserConstants.LIMIT,
            BlinkSqlParserConstants.OFFSET,
            BlinkSqlParserConstants.FETCH,
            BlinkSqlParserConstants.UNION,
            BlinkSqlParserConstants.INTERSECT,
            BlinkSqlParserConstants.EXCEPT,
            BlinkSqlParserConstants.SET_MINUS,
            BlinkSqlParserConstants.INSERT);

    private QueryClauses() {}

    static boolean endsGrouping(Token next) {
        return BEHIND_GROUPING.contains(next.kind);
    }

    /** Whether the statement begins with a FROM or WITH that belongs to an INSERT. */
    static boolean insertFollows(BlinkSqlParser parser) {
        int first = parser.getToken(1).kind;
        if (first != BlinkSqlParserConstants.FROM && first != BlinkSqlParserConstants.WITH) {
            return false;
        }
        int depth = 0;
        for (int i = 2; ; i++) {
            switch (parser.getToken(i).kind) {
                case BlinkSqlParserConstants.LPAREN -> depth++;
                case BlinkSqlParserConstants.RPAREN -> depth--;
                case BlinkSqlParserConstants.INSERT -> {
                    return true;
                }
                case BlinkSqlParserConstants.SELECT -> {
                    if (depth == 0) {
                        return false;
                    }
                }
                case BlinkSqlParserConstants.EOF -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    /** An item of a SELECT with the names of its columns: of a table function. */
    static SqlNode named(SqlNode item, SqlNodeList names) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(item);
        operands.addAll(names);
        return SqlStdOperatorTable.AS.createCall(item.getParserPosition().plus(names.getParserPosition()), operands);
    }

    /** A call whose function the validator finds by its name. */
    static SqlCall call(String name, List<SqlNode> arguments, SqlParserPos position) {
        SqlFunctionCategory category = SqlFunctionCategory.USER_DEFINED_FUNCTION;
        return new SqlUnresolvedFunction(new SqlIdentifier(name, position), null, null, null, null, category)
                .createCall(position, arguments);
    }

    /** {@code SELECT * FROM rows}. */
    static SqlNode allColumns(SqlNode rows, SqlParserPos position) {
        SqlNodeList star = SqlNodeList.of(SqlIdentifier.star(position));
        return new SqlSelect(position, null, star, rows, null, null, null, null, null, null, null, null, null);
    }
}
