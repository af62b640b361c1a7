package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.function.DialectOperators;
import io.blink.sql.parser.ParserPositions;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * FETCH with PERCENT or WITH TIES as a condition on the rows' ranks; OFFSET then leaves out the first of them.
 *
 * <pre>
 *   SELECT … ORDER BY k FETCH FIRST 3 ROWS WITH TIES     =>  SELECT … QUALIFY RANK() OVER (ORDER BY k) <= 3 ORDER BY k
 *   SELECT … ORDER BY k FETCH FIRST 10 PERCENT ROWS ONLY  =>  SELECT … QUALIFY ROW_NUMBER() OVER (ORDER BY k) <= CEIL(COUNT(*) OVER () * 0.1) ORDER BY k
 * </pre>
 *
 * Around what is no plain SELECT (DISTINCT, UNION, QUALIFY) stands another one, which knows its columns by name.
 */
final class FetchedShares {
    private static final String ROWS = "fetched";

    private final SqlOrderBy order;
    private final SqlCall fetch;
    private final SqlParserPos position;

    private FetchedShares(SqlOrderBy order, SqlCall fetch) {
        this.order = order;
        this.fetch = fetch;
        this.position = fetch.getParserPosition();
    }

    static SqlNode rewritten(SqlNode query) {
        return query instanceof SqlOrderBy order
                        && order.fetch instanceof SqlCall fetch
                        && fetch.getOperator() == DialectOperators.FETCH
                ? new FetchedShares(order, fetch).rewritten()
                : query;
    }

    private SqlNode rewritten() {
        if (ties() && order.orderList.isEmpty()) {
            throw refused(fetch, "WITH TIES needs an ORDER BY, which says what ties");
        }
        SqlNode limited = order.query instanceof SqlWith with
                ? new SqlWith(with.getParserPosition(), with.withList, limited(with.body))
                : limited(order.query);
        return order.orderList.isEmpty() && order.offset == null
                ? limited
                : new SqlOrderBy(order.getParserPosition(), limited, order.orderList, order.offset, null);
    }

    private SqlSelect limited(SqlNode query) {
        boolean plain = query instanceof SqlSelect select && !select.isDistinct() && select.getQualify() == null;
        SqlSelect block = plain ? (SqlSelect) query : around(query);
        block.setQualify(condition(plain ? keysOf(block) : keysByName()));
        return block;
    }

    private SqlSelect around(SqlNode query) {
        SqlNodeList star = SqlNodeList.of(SqlIdentifier.star(position));
        SqlNode rows = SqlStdOperatorTable.AS.createCall(position, query, new SqlIdentifier(ROWS, position));
        return new SqlSelect(position, null, star, rows, null, null, null, null, null, null, null, null, null);
    }

    private boolean percent() {
        return ((SqlLiteral) fetch.operand(1)).booleanValue();
    }

    private boolean ties() {
        return ((SqlLiteral) fetch.operand(2)).booleanValue();
    }

    private SqlNode condition(SqlNodeList keys) {
        SqlOperator rank = ties() ? SqlStdOperatorTable.RANK : SqlStdOperatorTable.ROW_NUMBER;
        SqlNode last =
                order.offset == null ? last() : SqlStdOperatorTable.PLUS.createCall(position, last(), order.offset);
        return SqlStdOperatorTable.LESS_THAN_OR_EQUAL.createCall(position, over(rank.createCall(position), keys), last);
    }

    /** The rank of the last row. */
    private SqlNode last() {
        if (!(fetch.operand(0) instanceof SqlNumericLiteral count)) {
            throw refused(fetch, "FETCH takes a number");
        }
        if (!percent()) {
            return count;
        }
        BigDecimal share = count.bigDecimalValue().movePointLeft(2);
        SqlNode rows =
                over(SqlStdOperatorTable.COUNT.createCall(position, SqlIdentifier.star(position)), SqlNodeList.EMPTY);
        SqlNode exact = SqlStdOperatorTable.MULTIPLY.createCall(
                position, rows, SqlLiteral.createExactNumeric(share.toPlainString(), position));
        return SqlStdOperatorTable.CEIL.createCall(position, exact);
    }

    private SqlNode over(SqlNode call, SqlNodeList keys) {
        SqlWindow window = SqlWindow.create(
                null,
                null,
                SqlNodeList.EMPTY,
                keys,
                SqlLiteral.createBoolean(false, position),
                null,
                null,
                null,
                SqlWindow.createExcludeNoOthers(position),
                position);
        return SqlStdOperatorTable.OVER.createCall(position, call, window);
    }

    /** The keys as a window of the block may name them: in place of numbers and names of the select list what stands there. */
    private SqlNodeList keysOf(SqlSelect block) {
        return (SqlNodeList) order.orderList.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier name) {
                return name.isSimple() ? named(block.getSelectList(), name) : name;
            }

            @Override
            public SqlNode visit(SqlLiteral literal) {
                return isPlace(literal) ? item(block.getSelectList(), (SqlNumericLiteral) literal) : literal;
            }

            @Override
            public SqlNode visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? call : super.visit(call);
            }
        });
    }

    /** A number that is a key of its own. */
    private boolean isPlace(SqlLiteral literal) {
        return literal instanceof SqlNumericLiteral number
                && number.isInteger()
                && order.orderList.stream().anyMatch(key -> withoutDirection(key) == literal);
    }

    private static SqlNode withoutDirection(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> withoutDirection(((SqlCall) key).operand(0));
            default -> key;
        };
    }

    private static SqlNode named(List<SqlNode> items, SqlIdentifier name) {
        for (SqlNode item : items) {
            boolean isNamed = item.getKind() == SqlKind.AS
                    && ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple().equalsIgnoreCase(name.getSimple());
            if (isNamed) {
                return ((SqlCall) item).operand(0);
            }
        }
        return name;
    }

    private static SqlNode item(List<SqlNode> items, SqlNumericLiteral place) {
        int index = place.intValue(true) - 1;
        boolean stars = items.stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
        if (stars || index < 0 || index >= items.size()) {
            throw refused(
                    place, "name the column: ORDER BY a number does not go with FETCH … WITH TIES or PERCENT here");
        }
        SqlNode item = items.get(index);
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    /** The keys over the columns that a query gives. */
    private SqlNodeList keysByName() {
        return (SqlNodeList) order.orderList.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier name) {
                return new SqlIdentifier(name.names.get(name.names.size() - 1), name.getParserPosition());
            }

            @Override
            public SqlNode visit(SqlLiteral literal) {
                if (isPlace(literal)) {
                    throw refused(
                            literal,
                            "name the column: ORDER BY a number does not go with FETCH … WITH TIES or PERCENT here");
                }
                return literal;
            }
        });
    }

    private static BlinkException refused(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_QUERY, ParserPositions.of(node.getParserPosition()), message);
    }
}
