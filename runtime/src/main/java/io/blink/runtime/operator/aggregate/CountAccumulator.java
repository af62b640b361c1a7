package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** COUNT. */
final class CountAccumulator implements Accumulator {
    private final LongChunks counts = new LongChunks();

    @Override
    public void ensure(int groupCount) {
        counts.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        long[][] chunks = counts.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            chunks[group >>> LongChunks.SHIFT][group & LongChunks.MASK]++;
        }
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        long[][] chunks = counts.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            chunks[group >>> LongChunks.SHIFT][group & LongChunks.MASK]--;
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        long[][] chunks = counts.chunks();
        long[] added = Values.longs(partials.get(0));
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            chunks[group >>> LongChunks.SHIFT][group & LongChunks.MASK] += added[i];
        }
    }

    @Override
    public Column result(int from, int count) {
        return new LongColumn(count, counts.copy(from, count), null);
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return counts.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return counts.retainedBytes();
    }

    @Override
    public void clear() {
        counts.clear();
    }
}
