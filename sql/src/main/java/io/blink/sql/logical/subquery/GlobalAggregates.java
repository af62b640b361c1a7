package io.blink.sql.logical.subquery;

import io.blink.sql.logical.rewrite.Trees;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * An aggregate without keys gives a row over no rows too. Calcite's decorrelation loses it under an inner join, where all outputs of it are NULL over no rows;
 * a constant beside them keeps it.
 *
 * <pre>
 *   Correlate(inner; L, R with a global aggregate)  =>  Project(without kept; Correlate(inner; L, Project(R, TRUE AS kept; R)))
 * </pre>
 */
final class GlobalAggregates {
    private GlobalAggregates() {}

    static RelNode keepRows(Correlate correlate, RelBuilder builder) {
        boolean inner = correlate.getJoinType() == JoinRelType.INNER;
        if (!inner || !Trees.any(correlate.getRight(), GlobalAggregates::isGlobal)) {
            return correlate;
        }
        RelNode right = builder.push(correlate.getRight())
                .projectPlus(List.of(builder.alias(builder.literal(true), "kept$")))
                .build();
        RelNode kept = correlate.copy(correlate.getTraitSet(), List.of(correlate.getLeft(), right));
        builder.push(kept);
        List<RexNode> columns =
                builder.fields().subList(0, correlate.getRowType().getFieldCount());
        return builder.project(columns, correlate.getRowType().getFieldNames(), true)
                .build();
    }

    private static boolean isGlobal(RelNode node) {
        return node instanceof Aggregate aggregate && aggregate.getGroupSet().isEmpty();
    }
}
