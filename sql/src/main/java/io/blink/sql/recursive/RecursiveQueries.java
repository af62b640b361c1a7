package io.blink.sql.recursive;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.sql.AddedTables;
import io.blink.sql.PlannerContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Replaces the recursive queries of parse trees by tables that hold their rows. One for each statement.
 *
 * <pre>
 *   WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 9) SELECT * FROM t
 *   =>
 *   WITH t(n) AS (SELECT c0 FROM recursive$1) SELECT * FROM t
 * </pre>
 */
public final class RecursiveQueries {
    private final PlannerContext context;
    private final AddedTables tables;
    private int count;

    /** @param tables those of the context, which get the rows' tables */
    public RecursiveQueries(PlannerContext context, AddedTables tables) {
        this.context = context;
        this.tables = tables;
    }

    /** Blocks until all steps have run. @param place where the tree's names are looked up */
    public SqlNode replaced(SqlNode tree, PlannerContext place) {
        return isRecursive(tree) ? tree.accept(new Replacement(place)) : tree;
    }

    private static boolean isRecursive(SqlNode tree) {
        boolean[] found = new boolean[1];
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                found[0] |= call instanceof SqlWithItem item && item.recursive.booleanValue();
                return found[0] ? null : super.visit(call);
            }
        });
        return found[0];
    }

    private final class Replacement extends SqlShuttle {
        private final PlannerContext place;
        private final List<SqlWithItem> visible = new ArrayList<>();

        private Replacement(PlannerContext place) {
            this.place = place;
        }

        @Override
        public SqlNode visit(SqlCall call) {
            return call instanceof SqlWith with ? replaced(with) : super.visit(call);
        }

        private SqlNode replaced(SqlWith with) {
            int outside = visible.size();
            for (SqlNode node : with.withList) {
                SqlWithItem item = (SqlWithItem) node;
                SqlNode query = item.query.accept(this);
                visible.add(
                        item.recursive.booleanValue()
                                        && !SelfReferences.in(query, item.name.getSimple())
                                                .isEmpty()
                                ? computed(item, query)
                                : Trees.item(item.name, item.columnList, query));
            }
            SqlNode body = with.body.accept(this);
            List<SqlWithItem> own = visible.subList(outside, visible.size());
            SqlNodeList items = new SqlNodeList(own, with.withList.getParserPosition());
            own.clear();
            return new SqlWith(with.getParserPosition(), items, body);
        }

        private SqlWithItem computed(SqlWithItem item, SqlNode query) {
            RecursiveForm form = RecursiveForm.of(item, query);
            RecursiveRows rows = new RecursiveRows(item, form, Trees.nearest(visible), place, "recursive$" + ++count);
            CatalogTable table = rows.compute(context.recursion(), tables);
            return rows.all(table);
        }
    }
}
