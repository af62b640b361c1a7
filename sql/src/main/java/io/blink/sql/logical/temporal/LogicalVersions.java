package io.blink.sql.logical.temporal;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableIntList;

/**
 * Versions of the rows of a table, on the right of a join. Behind the columns of its input stands one more, the time from which a version holds; the condition of the join compares it with the time that is
 * asked for ({@code time >= version}), and means the last version that passes. So the time is known wherever optimization moves the condition to.
 */
public final class LogicalVersions extends SingleRel {
    /** The table as it is when a row is processed. */
    public static final int NOW = -1;

    private final int timeColumn;
    private final ImmutableIntList keyColumns;
    private final RelDataType versionType;

    private LogicalVersions(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            int timeColumn,
            ImmutableIntList keyColumns,
            RelDataType versionType) {
        super(cluster, traits, input);
        this.timeColumn = timeColumn;
        this.keyColumns = keyColumns;
        this.versionType = versionType;
    }

    /**
     * Makes one.
     *
     * @param timeColumn of the input, or {@link #NOW}
     * @param keyColumns rows that have these in common are versions of one row; none if it is {@link #NOW}
     * @param versionType of the further column
     */
    static LogicalVersions create(RelNode input, int timeColumn, List<Integer> keyColumns, RelDataType versionType) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalVersions(
                cluster,
                cluster.traitSetOf(Convention.NONE),
                input,
                timeColumn,
                ImmutableIntList.copyOf(keyColumns),
                versionType);
    }

    public boolean isNow() {
        return timeColumn == NOW;
    }

    public int timeColumn() {
        return timeColumn;
    }

    public List<Integer> keyColumns() {
        return keyColumns;
    }

    /** The number of the column that says from when a version holds. */
    public int versionColumn() {
        return getInput().getRowType().getFieldCount();
    }

    @Override
    protected RelDataType deriveRowType() {
        return getCluster()
                .getTypeFactory()
                .builder()
                .addAll(getInput().getRowType().getFieldList())
                .add("$version", versionType)
                .build();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalVersions(getCluster(), traits, sole(inputs), timeColumn, keyColumns, versionType);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("time", timeColumn).item("keys", keyColumns);
    }
}
