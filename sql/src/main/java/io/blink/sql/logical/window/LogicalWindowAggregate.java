package io.blink.sql.logical.window;

import io.blink.core.plan.TimeWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregates by keys and window: the group keys in ascending order of input column, the aggregates, window_start, window_end; the last two have the time column's type. The keys of a SESSION are what
 * it is partitioned by.
 */
public final class LogicalWindowAggregate extends SingleRel {
    private final int timeColumn;
    private final TimeWindow window;
    private final ImmutableBitSet groupSet;
    private final List<AggregateCall> calls;

    private LogicalWindowAggregate(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            int timeColumn,
            TimeWindow window,
            ImmutableBitSet groupSet,
            List<AggregateCall> calls) {
        super(cluster, traits, input);
        this.timeColumn = timeColumn;
        this.window = window;
        this.groupSet = groupSet;
        this.calls = List.copyOf(calls);
    }

    public static LogicalWindowAggregate create(
            RelNode input, int timeColumn, TimeWindow window, ImmutableBitSet groupSet, List<AggregateCall> calls) {
        RelTraitSet traits = input.getCluster().traitSetOf(Convention.NONE);
        return new LogicalWindowAggregate(input.getCluster(), traits, input, timeColumn, window, groupSet, calls);
    }

    public int timeColumn() {
        return timeColumn;
    }

    public TimeWindow window() {
        return window;
    }

    public ImmutableBitSet groupSet() {
        return groupSet;
    }

    public List<AggregateCall> calls() {
        return calls;
    }

    /** The output column with the windows' start; their end is the next. */
    public int windowStartColumn() {
        return groupSet.cardinality() + calls.size();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalWindowAggregate(getCluster(), traits, sole(inputs), timeColumn, window, groupSet, calls);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory factory = getCluster().getTypeFactory();
        List<RelDataTypeField> inputs = getInput().getRowType().getFieldList();
        List<String> names = new ArrayList<>();
        List<RelDataType> types = new ArrayList<>();
        for (int key : groupSet) {
            names.add(inputs.get(key).getName());
            types.add(inputs.get(key).getType());
        }
        for (int i = 0; i < calls.size(); i++) {
            names.add(calls.get(i).name == null ? "agg" + i : calls.get(i).name);
            types.add(calls.get(i).getType());
        }
        RelDataType time = inputs.get(timeColumn).getType();
        names.add("window_start");
        types.add(time);
        names.add("window_end");
        types.add(time);
        return factory.createStructType(types, distinct(names));
    }

    private static List<String> distinct(List<String> names) {
        Set<String> taken = new HashSet<>();
        List<String> result = new ArrayList<>();
        for (String name : names) {
            String candidate = name;
            for (int i = 0; !taken.add(candidate); i++) {
                candidate = name + i;
            }
            result.add(candidate);
        }
        return result;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        super.explainTerms(writer).item("group", groupSet);
        for (int i = 0; i < calls.size(); i++) {
            writer.item("agg#" + i, calls.get(i));
        }
        return writer.item("timeColumn", timeColumn).item("window", window);
    }
}
