package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import java.util.List;

/** APPROX_COUNT_DISTINCT: a {@link HyperLogLog} for each group. */
final class DistinctEstimateAccumulator implements Accumulator {
    /** What a row adds to a table of entries at most, and the table of a new group. */
    private static final int ROW_BYTES = 32 + HyperLogLog.FIRST_BYTES;

    private static final int[] FIRST_COLUMN = {0};

    private final Sketches<HyperLogLog> sketches = new Sketches<>(HyperLogLog[]::new, HyperLogLog::new);
    private long[] hashes = new long[0];

    @Override
    public void ensure(int groupCount) {
        sketches.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        if (hashes.length < rows) {
            hashes = new long[rows];
        }
        ColumnHash.ofKeys(new Batch(rows, List.of(arguments.get(0))), FIRST_COLUMN, hashes);
        for (int i = 0; i < rows; i++) {
            HyperLogLog sketch = sketches.change(groups[i]);
            sketch.add(mixed(hashes[i]));
            sketches.changed(sketch);
        }
    }

    /** The finish of MurmurHash3, so that all 64 bits depend on all others. */
    private static long mixed(long value) {
        long hash = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
        return hash ^ hash >>> 33;
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        BytesColumn forms = (BytesColumn) partials.get(0);
        for (int i = 0; i < rows; i++) {
            HyperLogLog sketch = sketches.change(groups[i]);
            sketch.merge(forms.bytes(), forms.offset(i), forms.offset(i + 1));
            sketches.changed(sketch);
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return sketches.forms(from, count, group -> sketches.of(group).form());
    }

    @Override
    public Column result(int from, int count) {
        long[] estimates = new long[count];
        for (int i = 0; i < count; i++) {
            HyperLogLog sketch = sketches.of(from + i);
            estimates[i] = sketch == null ? 0 : sketch.estimate();
        }
        return new LongColumn(count, estimates, null);
    }

    /** Each table may double, or become registers of twice its size. */
    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        Column argument = arguments.get(0).flat();
        return 2 * sketches.sketchBytes() + sketches.bytesToAdd(groupCount, argument, 0, ROW_BYTES);
    }

    @Override
    public long retainedBytes() {
        return sketches.retainedBytes();
    }

    @Override
    public void clear() {
        sketches.clear();
    }
}
