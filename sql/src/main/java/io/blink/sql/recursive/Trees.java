package io.blink.sql.recursive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes parse trees. */
final class Trees {
    private Trees() {}

    /** An element of WITH that is not recursive. */
    static SqlWithItem item(SqlIdentifier name, SqlNodeList columns, SqlNode query) {
        SqlParserPos position = name.getParserPosition();
        return new SqlWithItem(position, name, columns, query, SqlLiteral.createBoolean(false, position));
    }

    static SqlNode with(List<SqlWithItem> items, SqlNode body) {
        SqlParserPos position = body.getParserPosition();
        return items.isEmpty() ? body : new SqlWith(position, new SqlNodeList(items, position), body);
    }

    /** Of elements with the same name the last, which hides the others. */
    static List<SqlWithItem> nearest(List<SqlWithItem> items) {
        Map<String, SqlWithItem> byName = new LinkedHashMap<>();
        for (SqlWithItem item : items) {
            String name = item.name.getSimple().toLowerCase(Locale.ROOT);
            byName.remove(name);
            byName.put(name, item);
        }
        return List.copyOf(byName.values());
    }

    static SqlSelect select(SqlNodeList columns, SqlNode from, boolean distinct) {
        SqlParserPos position = from.getParserPosition();
        SqlNodeList keywords = distinct ? SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(position)) : null;
        return new SqlSelect(position, keywords, columns, from, null, null, null, null, null, null, null, null, null);
    }
}
