package io.blink.sql.share;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** Rows that are computed once for all nodes of a statement with this id, whose inputs are equal. In finished plans only. */
public final class LogicalShared extends SingleRel {
    private final int id;

    private LogicalShared(RelNode input, RelTraitSet traits, int id) {
        super(input.getCluster(), traits, input);
        this.id = id;
    }

    static LogicalShared create(RelNode input, int id) {
        return new LogicalShared(input, input.getCluster().traitSetOf(Convention.NONE), id);
    }

    public int id() {
        return id;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalShared(sole(inputs), traits, id);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("id", id);
    }
}
