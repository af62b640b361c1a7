package io.blink.sql.share;

import io.blink.sql.join.StandIn;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/** A leaf that stands for a shared sub-plan while the part of the plan that reads it is optimized: no rule looks through it. */
public final class SharedRows extends AbstractRelNode implements StandIn {
    private final SharedSubPlan plan;

    SharedRows(RelOptCluster cluster, SharedSubPlan plan, RelDataType rowType) {
        super(cluster, cluster.traitSetOf(Convention.NONE));
        this.plan = plan;
        this.rowType = rowType;
    }

    SharedSubPlan plan() {
        return plan;
    }

    /** Names the sub-plan within the statement. */
    public int id() {
        return plan.id();
    }

    @Override
    public RelNode standsFor() {
        return plan.tree();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("id", plan.id())
                .item("columns", getRowType().getFieldNames());
    }
}
