package io.blink.sql.logical.window;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.core.plan.WatermarkEmission;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/**
 * The rows of a table that has a watermark, in a stream, unchanged; {@code timeColumn} is their event time and the watermark lies the policy's delay
 * behind the greatest one seen, or, if that is {@link OperatorSpec.AssignWatermark#FROM_SOURCE}, where the source says. Stands above the table's scan and computed columns, once a scan. No filter
 * moves below it where rows move the watermark: those that the filter drops do too.
 */
public final class LogicalWatermark extends SingleRel {
    /**
     * How the watermark is made of the rows' times.
     *
     * @param delayMicros by which it lies behind the greatest one
     * @param idleTimeoutMillis after which a split without rows does not hold it back; 0: never
     * @param emission {@code null}: after each batch
     * @param alignment {@code null}: none
     */
    public record Policy(
            long delayMicros, long idleTimeoutMillis, WatermarkEmission emission, WatermarkAlignment alignment) {}

    private final int timeColumn;
    private final Policy policy;

    private LogicalWatermark(RelOptCluster cluster, RelTraitSet traits, RelNode input, int timeColumn, Policy policy) {
        super(cluster, traits, input);
        this.timeColumn = timeColumn;
        this.policy = policy;
    }

    public static LogicalWatermark create(RelNode input, int timeColumn, Policy policy) {
        RelTraitSet traits = input.getCluster().traitSetOf(Convention.NONE);
        return new LogicalWatermark(input.getCluster(), traits, input, timeColumn, policy);
    }

    public int timeColumn() {
        return timeColumn;
    }

    public Policy policy() {
        return policy;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalWatermark(getCluster(), traits, sole(inputs), timeColumn, policy);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("time", getRowType().getFieldNames().get(timeColumn))
                .item("timeColumn", timeColumn)
                .item("delayMicros", policy.delayMicros())
                .itemIf("idleTimeoutMillis", policy.idleTimeoutMillis(), policy.idleTimeoutMillis() > 0)
                .itemIf("emission", policy.emission(), policy.emission() != null)
                .itemIf("alignment", policy.alignment(), policy.alignment() != null);
    }
}
