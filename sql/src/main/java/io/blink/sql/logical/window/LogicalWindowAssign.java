package io.blink.sql.logical.window;

import io.blink.core.plan.TimeWindow;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The rows of its input, once for each window that their time lies in, with window_start, window_end and window_time behind their columns, all of the time column's type. A SESSION has the rows of a
 * partition; other windows have no partition keys.
 */
public final class LogicalWindowAssign extends SingleRel {
    private final TimeWindow window;
    private final int timeColumn;
    private final ImmutableBitSet partitionKeys;

    private LogicalWindowAssign(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            TimeWindow window,
            int timeColumn,
            ImmutableBitSet partitionKeys) {
        super(cluster, traits, input);
        this.window = window;
        this.timeColumn = timeColumn;
        this.partitionKeys = partitionKeys;
    }

    public static LogicalWindowAssign create(
            RelNode input, TimeWindow window, int timeColumn, ImmutableBitSet partitionKeys) {
        RelTraitSet traits = input.getCluster().traitSetOf(Convention.NONE);
        return new LogicalWindowAssign(input.getCluster(), traits, input, window, timeColumn, partitionKeys);
    }

    public TimeWindow window() {
        return window;
    }

    public int timeColumn() {
        return timeColumn;
    }

    public ImmutableBitSet partitionKeys() {
        return partitionKeys;
    }

    /** The output column with the windows' start; their end and time are the next. */
    public int windowStartColumn() {
        return getInput().getRowType().getFieldCount();
    }

    /** Whether dropping rows by these columns ahead of the windows drops the same rows as behind them. */
    public boolean commutesWithFilterOn(ImmutableBitSet columns) {
        return window.kind() == TimeWindow.Kind.SESSION
                ? partitionKeys.contains(columns)
                : ImmutableBitSet.range(windowStartColumn()).contains(columns);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalWindowAssign(getCluster(), traits, sole(inputs), window, timeColumn, partitionKeys);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory.Builder row = getCluster().getTypeFactory().builder();
        row.addAll(getInput().getRowType().getFieldList());
        RelDataType time =
                getInput().getRowType().getFieldList().get(timeColumn).getType();
        return row.add("window_start", time)
                .add("window_end", time)
                .add("window_time", time)
                .uniquify()
                .build();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("window", window)
                .item("timeColumn", timeColumn)
                .item("partition", partitionKeys);
    }
}
