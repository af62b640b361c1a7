package io.blink.sql.validate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;

/** Hive's GROUPING__ID: {@code GROUPING_ID} of all keys of the GROUP BY, in the order in which they are written first. */
final class GroupingIds extends SqlShuttle {
    private static final String NAME = "GROUPING__ID";

    private final SqlNode[] keys;

    private GroupingIds(SqlNode[] keys) {
        this.keys = keys;
    }

    /** Changes the query in place. */
    static void rewrite(SqlSelect select) {
        if (select.getGroup() == null) {
            return;
        }
        GroupingIds ids = new GroupingIds(keys(select.getGroup()));
        select.setSelectList((SqlNodeList) select.getSelectList().accept(ids));
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(ids));
        }
    }

    /** The query with an ORDER BY in which its block's GROUPING__ID is replaced too. */
    static SqlOrderBy rewrite(SqlOrderBy order) {
        if (!(order.query instanceof SqlSelect select) || select.getGroup() == null) {
            return order;
        }
        return new SqlOrderBy(
                order.getParserPosition(),
                order.query,
                (SqlNodeList) order.orderList.accept(new GroupingIds(keys(select.getGroup()))),
                order.offset,
                order.fetch);
    }

    private static SqlNode[] keys(SqlNodeList group) {
        Map<String, SqlNode> keys = new LinkedHashMap<>();
        group.forEach(element -> collect(element, keys));
        return keys.values().toArray(SqlNode[]::new);
    }

    private static void collect(SqlNode element, Map<String, SqlNode> keys) {
        if (element instanceof SqlNodeList list) {
            list.forEach(key -> collect(key, keys));
            return;
        }
        if (element instanceof SqlCall call) {
            switch (call.getKind()) {
                case ROLLUP, CUBE, GROUPING_SETS, ROW, GROUP_BY_DISTINCT -> {
                    call.getOperandList().forEach(key -> collect(key, keys));
                    return;
                }
                default -> {}
            }
        }
        keys.putIfAbsent(element.toString().toUpperCase(Locale.ROOT), element);
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        boolean id = identifier.isSimple() && identifier.getSimple().equalsIgnoreCase(NAME) && keys.length > 0;
        return id ? SqlStdOperatorTable.GROUPING_ID.createCall(identifier.getParserPosition(), keys) : identifier;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        return call instanceof SqlSelect ? call : super.visit(call);
    }
}
