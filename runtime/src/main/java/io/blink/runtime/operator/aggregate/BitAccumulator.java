package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.function.AggregateFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** BIT_AND, BIT_OR and BIT_XOR of integers. */
final class BitAccumulator implements Accumulator {
    private final AggregateFunction function;
    private final DataType type;
    private final LongChunks bits = new LongChunks();
    private final BooleanChunks seen = new BooleanChunks();

    BitAccumulator(AggregateFunction function, DataType type) {
        this.function = function;
        this.type = type;
    }

    @Override
    public void ensure(int groupCount) {
        bits.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        long[] values = Values.longs(arguments.get(0));
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long before = seen.get(group) ? bits.get(group) : function == AggregateFunction.BIT_AND ? -1 : 0;
            bits.set(
                    group,
                    switch (function) {
                        case BIT_AND -> before & values[i];
                        case BIT_OR -> before | values[i];
                        default -> before ^ values[i];
                    });
            seen.set(group, true);
        }
    }

    @Override
    public Column result(int from, int count) {
        return Values.integers(type, bits.copy(from, count), Values.nulls(seen.copy(from, count)));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return bits.bytesToEnsure(groupCount) + seen.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return bits.retainedBytes() + seen.retainedBytes();
    }

    @Override
    public void clear() {
        bits.clear();
        seen.clear();
    }
}
