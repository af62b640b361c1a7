package io.blink.sql.over;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;

/** The rows of its input, each with a column for each call of each group behind its own. The groups have nothing to do with each other. */
public final class LogicalOver extends SingleRel {
    private final List<OverGroup> groups;

    private LogicalOver(RelOptCluster cluster, RelTraitSet traits, RelNode input, List<OverGroup> groups) {
        super(cluster, traits, input);
        this.groups = List.copyOf(groups);
    }

    public static LogicalOver create(RelNode input, List<OverGroup> groups) {
        RelTraitSet traits = input.getCluster().traitSetOf(Convention.NONE);
        return new LogicalOver(input.getCluster(), traits, input, groups);
    }

    public List<OverGroup> groups() {
        return groups;
    }

    /** The partition keys that all groups have: a condition on them alone drops whole partitions of each. */
    public ImmutableBitSet commonPartitionKeys() {
        ImmutableBitSet common = groups.get(0).partitionKeys();
        for (OverGroup group : groups) {
            common = common.intersect(group.partitionKeys());
        }
        return common;
    }

    /** The groups with those calls alone whose output columns are wanted; groups without any are gone. */
    public List<OverGroup> groupsOf(IntPredicate wanted) {
        List<OverGroup> kept = new ArrayList<>();
        int column = getInput().getRowType().getFieldCount();
        for (OverGroup group : groups) {
            List<OverCall> calls = new ArrayList<>();
            for (OverCall call : group.calls()) {
                if (wanted.test(column++)) {
                    calls.add(call);
                }
            }
            if (!calls.isEmpty()) {
                kept.add(group.withCalls(calls));
            }
        }
        return kept;
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory.Builder row = getCluster().getTypeFactory().builder();
        for (RelDataTypeField field : getInput().getRowType().getFieldList()) {
            row.add(field);
        }
        for (OverGroup group : groups) {
            for (OverCall call : group.calls()) {
                row.add("over$" + row.getFieldCount(), call.type());
            }
        }
        return row.uniquify().build();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalOver(getCluster(), traits, sole(inputs), groups);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("groups", groups.toString());
    }
}
