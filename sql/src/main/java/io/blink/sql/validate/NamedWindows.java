package io.blink.sql.validate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Windows that build upon a named one get its partitions and order, {@code OVER (w ROWS 1 PRECEDING)} with {@code WINDOW w AS (ORDER BY x)} becomes {@code
 * OVER (ORDER BY x ROWS 1 PRECEDING)}; so do calls over a window by its name. What a window must not repeat or change stays, for the validator to refuse.
 */
final class NamedWindows {
    private final Map<String, SqlWindow> windows = new HashMap<>();

    private NamedWindows() {}

    /** Changes the query in place. */
    static void resolve(SqlSelect select) {
        NamedWindows named = of(select);
        if (named.windows.isEmpty()) {
            return;
        }
        select.setSelectList((SqlNodeList) named.resolved(select.getSelectList()));
        if (select.getQualify() != null) {
            select.setQualify(named.resolved(select.getQualify()));
        }
        if (select.getOrderList() != null) {
            select.setOrderBy((SqlNodeList) named.resolved(select.getOrderList()));
        }
    }

    /** The query with an ORDER BY that its last block's windows serve too. */
    static SqlNode resolve(SqlOrderBy order) {
        if (!(order.query instanceof SqlSelect select)) {
            return order;
        }
        NamedWindows named = of(select);
        return named.windows.isEmpty()
                ? order
                : new SqlOrderBy(
                        order.getParserPosition(),
                        order.query,
                        (SqlNodeList) named.resolved(order.orderList),
                        order.offset,
                        order.fetch);
    }

    private static NamedWindows of(SqlSelect select) {
        NamedWindows named = new NamedWindows();
        SqlNodeList declared = select.getWindowList();
        for (int i = 0; i < declared.size(); i++) {
            SqlWindow window = (SqlWindow) declared.get(i);
            SqlWindow whole = named.resolved(window);
            if (whole != window) {
                whole.setDeclName(window.getDeclName());
                declared.set(i, whole);
            }
            if (window.getDeclName() != null) {
                named.windows.putIfAbsent(key(window.getDeclName().getSimple()), whole);
            }
        }
        return named;
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private SqlNode resolved(SqlNode tree) {
        return tree.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlCall call) {
                if (call instanceof SqlSelect) {
                    return call;
                }
                if (call.getKind() == SqlKind.OVER
                        && call.operand(1) instanceof SqlIdentifier name
                        && name.isSimple()) {
                    return spelledOut(call, windows.get(key(name.getSimple())));
                }
                return call instanceof SqlWindow window ? resolved(window) : super.visit(call);
            }
        });
    }

    /** The window in place of its name, which the validator does not know in ORDER BY. */
    private static SqlNode spelledOut(SqlCall over, SqlWindow window) {
        if (window == null) {
            return over;
        }
        SqlWindow copy = SqlWindow.create(
                null,
                window.getRefName(),
                window.getPartitionList(),
                window.getOrderList(),
                SqlLiteral.createBoolean(window.isRows(), window.getParserPosition()),
                window.getLowerBound(),
                window.getUpperBound(),
                null,
                window.getExclude(),
                window.getParserPosition());
        return over.getOperator().createCall(over.getParserPosition(), over.operand(0), copy);
    }

    private SqlWindow resolved(SqlWindow window) {
        SqlWindow base = window.getRefName() == null
                ? null
                : windows.get(key(window.getRefName().getSimple()));
        if (base == null || !extendsRightly(window, base)) {
            return window;
        }
        SqlParserPos position = window.getParserPosition();
        return SqlWindow.create(
                null,
                null,
                base.getPartitionList(),
                window.getOrderList().isEmpty() ? base.getOrderList() : window.getOrderList(),
                SqlLiteral.createBoolean(window.isRows(), position),
                window.getLowerBound(),
                window.getUpperBound(),
                null,
                window.getExclude(),
                position);
    }

    private static boolean extendsRightly(SqlWindow window, SqlWindow base) {
        boolean bothOrder =
                !window.getOrderList().isEmpty() && !base.getOrderList().isEmpty();
        boolean framed = base.getLowerBound() != null || base.getUpperBound() != null;
        return window.getPartitionList().isEmpty() && !bothOrder && !framed;
    }
}
