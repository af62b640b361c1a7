package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.DoubleChunks;
import java.util.List;

/** SUM of FLOAT and DOUBLE, in the order of rows. */
final class DoubleSumAccumulator implements Accumulator {
    private final DataType type;
    private final DoubleChunks sums = new DoubleChunks();
    private final BooleanChunks seen = new BooleanChunks();

    DoubleSumAccumulator(DataType type) {
        this.type = type;
    }

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0));
        double[][] sumChunks = sums.chunks();
        boolean[][] seenChunks = seen.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            int at = group & DoubleChunks.MASK;
            sumChunks[group >>> DoubleChunks.SHIFT][at] += values[i];
            seenChunks[group >>> DoubleChunks.SHIFT][at] = true;
        }
    }

    @Override
    public Column result(int from, int count) {
        return Values.floatingPoint(type, sums.copy(from, count), Values.nulls(seen.copy(from, count)));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return sums.bytesToEnsure(groupCount) + seen.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return sums.retainedBytes() + seen.retainedBytes();
    }

    @Override
    public void clear() {
        sums.clear();
        seen.clear();
    }
}
