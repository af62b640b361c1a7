package io.blink.sql.logical.subquery;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * All elements that a collection could ever have, of which {@link UnnestMember} chooses those of one collection: what UNNEST is while correlation is removed,
 * since every rule about filters and joins holds for it. Gone when {@link Unnesting#toOperators} is done.
 */
final class UnnestedElements extends AbstractRelNode {
    private static final double ROWS = 1e6;

    private final boolean ordinality;

    private UnnestedElements(RelOptCluster cluster, RelTraitSet traits, RelDataType rowType, boolean ordinality) {
        super(cluster, traits);
        this.rowType = rowType;
        this.ordinality = ordinality;
    }

    static UnnestedElements create(RelOptCluster cluster, RelDataType rowType, boolean ordinality) {
        return new UnnestedElements(cluster, cluster.traitSetOf(Convention.NONE), rowType, ordinality);
    }

    boolean ordinality() {
        return ordinality;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new UnnestedElements(getCluster(), traits, rowType, ordinality);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return ROWS;
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        return planner.getCostFactory().makeTinyCost();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("type", rowType.getFullTypeString())
                .item("ordinality", ordinality);
    }
}
