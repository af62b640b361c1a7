package io.blink.sql.over;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.util.ImmutableBitSet;

/** Calls over the same partitions in the same order. @param order of distinct columns, none of them a partition key unless a RANGE is measured on it */
public record OverGroup(ImmutableBitSet partitionKeys, RelCollation order, List<OverCall> calls) {
    public OverGroup {
        calls = List.copyOf(calls);
    }

    OverGroup withCalls(List<OverCall> others) {
        return new OverGroup(partitionKeys, order, others);
    }

    /** The input columns that keys and calls read. */
    public ImmutableBitSet columns() {
        ImmutableBitSet.Builder columns = partitionKeys.rebuild();
        order.getFieldCollations().forEach(key -> columns.set(key.getFieldIndex()));
        calls.forEach(call -> columns.addAll(call.columns()));
        return columns.build();
    }

    /** The same over an input whose columns stand elsewhere. */
    public OverGroup renumbered(IntUnaryOperator newColumn) {
        ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
        partitionKeys.forEachInt(key -> keys.set(newColumn.applyAsInt(key)));
        List<RelFieldCollation> movedOrder = new ArrayList<>();
        for (RelFieldCollation key : order.getFieldCollations()) {
            movedOrder.add(key.withFieldIndex(newColumn.applyAsInt(key.getFieldIndex())));
        }
        return new OverGroup(
                keys.build(),
                RelCollations.of(movedOrder),
                calls.stream().map(call -> call.renumbered(newColumn)).toList());
    }

    @Override
    public String toString() {
        return "partition " + partitionKeys + " order " + order + " " + calls;
    }
}
