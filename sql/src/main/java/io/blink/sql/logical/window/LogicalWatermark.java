package io.blink.sql.logical.window;

import io.blink.core.plan.OperatorSpec;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/**
 * The rows of a table that has a watermark, in a stream, unchanged; {@code timeColumn} is their event time and the watermark lies {@code delayMicros}
 * behind the greatest one seen, or, if that is {@link OperatorSpec.AssignWatermark#FROM_SOURCE}, where the source says. Stands above the table's scan and computed columns, once a scan. No filter
 * moves below it where rows move the watermark: those that the filter drops do too.
 */
public final class LogicalWatermark extends SingleRel {
    private final int timeColumn;
    private final long delayMicros;

    private LogicalWatermark(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, int timeColumn, long delayMicros) {
        super(cluster, traits, input);
        this.timeColumn = timeColumn;
        this.delayMicros = delayMicros;
    }

    public static LogicalWatermark create(RelNode input, int timeColumn, long delayMicros) {
        RelTraitSet traits = input.getCluster().traitSetOf(Convention.NONE);
        return new LogicalWatermark(input.getCluster(), traits, input, timeColumn, delayMicros);
    }

    public int timeColumn() {
        return timeColumn;
    }

    public long delayMicros() {
        return delayMicros;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalWatermark(getCluster(), traits, sole(inputs), timeColumn, delayMicros);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("time", getRowType().getFieldNames().get(timeColumn))
                .item("timeColumn", timeColumn)
                .item("delayMicros", delayMicros);
    }
}
