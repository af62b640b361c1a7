package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.function.BlinkOperatorTable;
import io.blink.sql.function.DialectOperators;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

/**
 * GROUP BY ALL and ORDER BY ALL as the numbers of the columns that they mean: the items of the SELECT without an aggregate, and all items.
 *
 * <pre>
 *   SELECT a, b, SUM(c) FROM t GROUP BY ALL ORDER BY ALL DESC  =>  … GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC, 3 DESC
 * </pre>
 */
final class EveryColumn {
    private EveryColumn() {}

    /** The ALL of the query's own GROUP BY or ORDER BY. */
    static List<SqlNode> markers(SqlCall call) {
        SqlNodeList keys = call instanceof SqlSelect select
                ? select.getGroup()
                : call instanceof SqlOrderBy order ? order.orderList : null;
        if (keys == null || keys.size() != 1 || !isEverything(withoutDirection(keys.get(0)))) {
            return List.of();
        }
        return List.of(withoutDirection(keys.get(0)));
    }

    /** Changes the query in place. */
    static void group(SqlSelect select) {
        SqlNodeList keys = select.getGroup();
        if (keys == null || keys.size() != 1 || !isEverything(keys.get(0))) {
            return;
        }
        List<SqlNode> places = new ArrayList<>();
        SqlNodeList items = select.getSelectList();
        if (items.stream().anyMatch(EveryColumn::isStar)) {
            throw refused(keys, "name the columns: GROUP BY ALL does not go with a star");
        }
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = withoutName(items.get(i));
            if (!(item instanceof SqlLiteral) && !hasAggregate(item)) {
                places.add(place(i, keys.getParserPosition()));
            }
        }
        select.setGroupBy(new SqlNodeList(places, keys.getParserPosition()));
    }

    static SqlOrderBy order(SqlOrderBy order) {
        if (order.orderList.size() != 1 || !isEverything(withoutDirection(order.orderList.get(0)))) {
            return order;
        }
        SqlNode key = order.orderList.get(0);
        SqlNodeList items = items(order.query);
        if (items.stream().anyMatch(EveryColumn::isStar)) {
            return order;
        }
        return new SqlOrderBy(
                order.getParserPosition(), order.query, places(items.size(), key), order.offset, order.fetch);
    }

    /** Of a query whose stars are expanded, in place. */
    static void orderExpanded(SqlSelect select) {
        SqlNodeList keys = select.getOrderList();
        if (keys != null && keys.size() == 1 && isEverything(withoutDirection(keys.get(0)))) {
            select.setOrderBy(places(select.getSelectList().size(), keys.get(0)));
        }
    }

    private static SqlNodeList places(int count, SqlNode key) {
        List<SqlNode> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(directed(key, place(i, key.getParserPosition())));
        }
        return new SqlNodeList(keys, key.getParserPosition());
    }

    private static boolean isEverything(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() == DialectOperators.EVERYTHING;
    }

    /** Also with columns left out. */
    private static boolean isStar(SqlNode item) {
        return item instanceof SqlIdentifier name
                ? name.isStar()
                : item instanceof SqlStarExclude || item instanceof SqlStarReplace;
    }

    static BlinkException refused(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_QUERY, ParserPositions.of(node.getParserPosition()), message);
    }

    private static SqlNode place(int index, SqlParserPos position) {
        return SqlLiteral.createExactNumeric(Integer.toString(index + 1), position);
    }

    private static SqlNode withoutName(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    private static SqlNode withoutDirection(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> withoutDirection(((SqlCall) key).operand(0));
            default -> key;
        };
    }

    private static SqlNode directed(SqlNode key, SqlNode place) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST ->
                ((SqlCall) key)
                        .getOperator()
                        .createCall(key.getParserPosition(), directed(((SqlCall) key).operand(0), place));
            default -> place;
        };
    }

    /** The items of the query that names the columns: of UNION and its kin the first. */
    private static SqlNodeList items(SqlNode query) {
        if (query instanceof SqlSelect select) {
            return select.getSelectList();
        }
        if (query instanceof SqlWith with) {
            return items(with.body);
        }
        if (query instanceof SqlOrderBy order) {
            return items(order.query);
        }
        SqlCall call = (SqlCall) query;
        return call.getKind() == SqlKind.ROW
                ? new SqlNodeList(call.getOperandList(), call.getParserPosition())
                : items(call.operand(0));
    }

    private static boolean hasAggregate(SqlNode item) {
        try {
            item.accept(new SqlBasicVisitor<Void>() {
                @Override
                public Void visit(SqlCall call) {
                    if (isAggregate(call)) {
                        throw Util.FoundOne.NULL;
                    }
                    return call.isA(SqlKind.QUERY) ? null : super.visit(call);
                }
            });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    private static boolean isAggregate(SqlCall call) {
        SqlOperator operator = call.getOperator();
        return switch (call.getKind()) {
            case OVER, FILTER, WITHIN_GROUP -> true;
            default -> operator.isAggregator() || BlinkOperatorTable.isAggregate(operator.getName());
        };
    }
}
