package io.blink.sql.logical.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * INTERSECT ALL and EXCEPT ALL pair equal rows one by one: numbered among their equals, no row is there twice, and the forms without ALL do it.
 *
 * <pre>
 *   Intersect(all; a, b)
 *   =>
 *   Project(a.*)
 *     Intersect(distinct)
 *       Project(a.*, ROW_NUMBER() OVER (PARTITION BY a.*))
 *       Project(b.*, ROW_NUMBER() OVER (PARTITION BY b.*))
 * </pre>
 */
public final class SetOperations extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private SetOperations(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode withoutAll(RelNode tree, RelBuilder builder) {
        return tree.accept(new SetOperations(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        boolean pairs = (visited instanceof Intersect || visited instanceof Minus) && ((SetOp) visited).all;
        return pairs ? numbered((SetOp) visited) : visited;
    }

    private RelNode numbered(SetOp operation) {
        RelNode result = operation.getInput(0);
        for (RelNode next :
                operation.getInputs().subList(1, operation.getInputs().size())) {
            pushNumbered(result);
            pushNumbered(next);
            if (operation instanceof Intersect) {
                builder.intersect(false);
            } else {
                builder.minus(false);
            }
            int columns = operation.getRowType().getFieldCount();
            result = builder.project(builder.fields().subList(0, columns)).build();
        }
        return builder.push(result).convert(operation.getRowType(), false).build();
    }

    private void pushNumbered(RelNode input) {
        builder.push(input);
        List<RexNode> columns = new ArrayList<>(builder.fields());
        columns.add(builder.aggregateCall(SqlStdOperatorTable.ROW_NUMBER)
                .over()
                .partitionBy(builder.fields())
                .rowsBetween(RexWindowBounds.UNBOUNDED_PRECEDING, RexWindowBounds.CURRENT_ROW)
                .toRex());
        builder.project(columns);
    }
}
