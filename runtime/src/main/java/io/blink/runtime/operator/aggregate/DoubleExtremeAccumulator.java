package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.DoubleChunks;
import java.util.List;

/** MIN or MAX of FLOAT and DOUBLE; NaN is greater than every number, as in sorts. */
final class DoubleExtremeAccumulator implements Accumulator {
    private final DataType type;
    private final boolean greatest;
    private final DoubleChunks extremes = new DoubleChunks();
    private final BooleanChunks seen = new BooleanChunks();

    DoubleExtremeAccumulator(DataType type, boolean greatest) {
        this.type = type;
        this.greatest = greatest;
    }

    @Override
    public void ensure(int groupCount) {
        extremes.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0));
        double[][] chunks = extremes.chunks();
        boolean[][] seenChunks = seen.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            int at = group & DoubleChunks.MASK;
            double[] chunk = chunks[group >>> DoubleChunks.SHIFT];
            boolean[] seenChunk = seenChunks[group >>> DoubleChunks.SHIFT];
            double before = seenChunk[at] ? chunk[at] : values[i];
            boolean replaces = greatest ? greater(values[i], before) : greater(before, values[i]);
            chunk[at] = replaces ? values[i] : before;
            seenChunk[at] = true;
        }
    }

    private static boolean greater(double value, double other) {
        return value > other || Double.isNaN(value) && !Double.isNaN(other);
    }

    @Override
    public Column result(int from, int count) {
        return Values.floatingPoint(type, extremes.copy(from, count), Values.nulls(seen.copy(from, count)));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return extremes.bytesToEnsure(groupCount) + seen.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return extremes.retainedBytes() + seen.retainedBytes();
    }

    @Override
    public void clear() {
        extremes.clear();
        seen.clear();
    }
}
