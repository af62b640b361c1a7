package io.blink.sql.aggregate;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Groups rows as far as they lie together: a group may come out in several rows, which an aggregate above adds up. Needs no exchange, and may pass rows
 * on as they are where they do not share keys. Only SUM, COUNT, MIN and MAX, whose partial results are values of their own.
 */
public final class LocalAggregate extends Aggregate {
    private LocalAggregate(
            RelNode input,
            RelTraitSet traits,
            ImmutableBitSet groupSet,
            List<ImmutableBitSet> groupSets,
            List<AggregateCall> calls) {
        super(input.getCluster(), traits, List.of(), input, groupSet, groupSets, calls);
    }

    static LocalAggregate of(Aggregate whole) {
        return new LocalAggregate(
                whole.getInput(),
                whole.getTraitSet(),
                whole.getGroupSet(),
                whole.getGroupSets(),
                whole.getAggCallList());
    }

    @Override
    public Aggregate copy(
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            List<ImmutableBitSet> groupSets,
            List<AggregateCall> calls) {
        return new LocalAggregate(input, traits, groupSet, groupSets, calls);
    }
}
