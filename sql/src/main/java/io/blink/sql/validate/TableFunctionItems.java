package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.LateralViews;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Hive's and Spark's table functions among the items of a SELECT, as the join that they are.
 *
 * <pre>
 *   SELECT id, EXPLODE(tags) AS tag FROM t         =>  SELECT id, col.tag FROM t CROSS JOIN LATERAL TABLE(EXPLODE(tags)) AS col (tag)
 *   SELECT EXPLODE(m) AS (k, v) FROM t             =>  SELECT col.k, col.v FROM …
 *   SELECT INLINE(rows) FROM t                     =>  SELECT col.* FROM …
 * </pre>
 */
final class TableFunctionItems {
    /** Also the name of a column that has no other, as in Spark. */
    private static final String ROWS = "col";

    private static final Set<String> FUNCTIONS = Set.of(
            "EXPLODE",
            "EXPLODE_OUTER",
            "POSEXPLODE",
            "POSEXPLODE_OUTER",
            "INLINE",
            "INLINE_OUTER",
            "STACK",
            "JSON_TUPLE");

    private TableFunctionItems() {}

    /** Changes the query in place. */
    static void rewrite(SqlSelect select) {
        SqlNodeList items = select.getSelectList();
        List<SqlNode> changed = new ArrayList<>();
        SqlNode found = null;
        for (SqlNode item : items) {
            SqlNode expression = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            if (!isTableFunction(expression)) {
                changed.add(item);
                continue;
            }
            if (found != null) {
                throw refused(
                        item, "one table function stands in a SELECT; write the others behind FROM, as LATERAL VIEW");
            }
            found = item;
            changed.addAll(columns(item, (SqlCall) expression));
        }
        if (found == null) {
            return;
        }
        if (select.getGroup() != null) {
            throw refused(found, "a table function and GROUP BY do not go together; group in a sub-query in FROM");
        }
        select.setFrom(joined(select.getFrom(), found));
        select.setSelectList(new SqlNodeList(changed, items.getParserPosition()));
    }

    private static boolean isTableFunction(SqlNode node) {
        return node instanceof SqlCall call
                && call.getOperator() instanceof SqlUnresolvedFunction
                && FUNCTIONS.contains(name(call));
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }

    private static List<SqlNode> names(SqlNode item) {
        if (item.getKind() == SqlKind.AS) {
            List<SqlNode> operands = ((SqlCall) item).getOperandList();
            return operands.subList(1, operands.size());
        }
        SqlCall call = (SqlCall) item;
        List<String> usual = new ArrayList<>();
        if (name(call).startsWith("POSEXPLODE")) {
            usual.addAll(List.of("pos", "col"));
        } else if (name(call).equals("JSON_TUPLE")) {
            for (int i = 0; i + 1 < call.operandCount(); i++) {
                usual.add("c" + i);
            }
        }
        List<SqlNode> names = new ArrayList<>();
        usual.forEach(name -> names.add(new SqlIdentifier(name, call.getParserPosition())));
        return names;
    }

    private static List<SqlNode> columns(SqlNode item, SqlCall function) {
        SqlParserPos position = function.getParserPosition();
        List<SqlNode> columns = new ArrayList<>();
        for (SqlNode name : names(item)) {
            columns.add(new SqlIdentifier(List.of(ROWS, ((SqlIdentifier) name).getSimple()), position));
        }
        return columns.isEmpty()
                ? List.of(SqlIdentifier.star(List.of(ROWS, ""), position, List.of(position, position)))
                : columns;
    }

    private static SqlNode joined(SqlNode from, SqlNode item) {
        SqlNode function = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        SqlParserPos position = function.getParserPosition();
        SqlNode left = from == null ? oneRow(position) : from;
        return LateralViews.join(left, function, false, new SqlIdentifier(ROWS, position), names(item), position);
    }

    private static SqlNode oneRow(SqlParserPos position) {
        SqlNode row = SqlStdOperatorTable.ROW.createCall(position, SqlLiteral.createExactNumeric("0", position));
        return SqlStdOperatorTable.AS.createCall(
                position, SqlStdOperatorTable.VALUES.createCall(position, row), new SqlIdentifier("one_row", position));
    }

    private static BlinkException refused(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_QUERY, ParserPositions.of(node.getParserPosition()), message);
    }
}
