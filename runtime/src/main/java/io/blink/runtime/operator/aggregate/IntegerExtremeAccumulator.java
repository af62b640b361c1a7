package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** MIN or MAX of everything that lies in memory as an integer; BOOL_AND and BOOL_OR, which are MIN and MAX of 0 and 1. */
final class IntegerExtremeAccumulator implements Accumulator {
    private final DataType type;
    private final boolean greatest;
    private final LongChunks extremes = new LongChunks();
    private final BooleanChunks seen = new BooleanChunks();

    IntegerExtremeAccumulator(DataType type, boolean greatest) {
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
        long[] values = Values.longs(arguments.get(0));
        long[][] chunks = extremes.chunks();
        boolean[][] seenChunks = seen.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            int at = group & LongChunks.MASK;
            long[] chunk = chunks[group >>> LongChunks.SHIFT];
            boolean[] seenChunk = seenChunks[group >>> LongChunks.SHIFT];
            long before = seenChunk[at] ? chunk[at] : values[i];
            chunk[at] = greatest ? Math.max(before, values[i]) : Math.min(before, values[i]);
            seenChunk[at] = true;
        }
    }

    @Override
    public Column result(int from, int count) {
        return Values.integers(type, extremes.copy(from, count), Values.nulls(seen.copy(from, count)));
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
