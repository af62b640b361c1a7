package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import java.util.Arrays;
import java.util.List;

/** APPROX_COUNT_DISTINCT: a {@link HyperLogLog} for each group. */
final class DistinctEstimateAccumulator implements Accumulator {
    private static final int REFERENCE_BYTES = 4;
    private static final int FIRST_GROUPS = 64;
    /** What a row adds to a table of entries at most, and the table of a new group. */
    private static final int ROW_BYTES = 32 + HyperLogLog.FIRST_BYTES;

    private static final int[] FIRST_COLUMN = {0};

    private HyperLogLog[] sketches = new HyperLogLog[0];
    private long sketchBytes;
    private long[] hashes = new long[0];

    @Override
    public void ensure(int groupCount) {
        if (groupCount > sketches.length) {
            sketches = Arrays.copyOf(sketches, capacityFor(groupCount));
        }
    }

    private static int capacityFor(int groupCount) {
        return Math.max(FIRST_GROUPS, Integer.highestOneBit(Math.max(1, groupCount - 1)) << 1);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        if (hashes.length < rows) {
            hashes = new long[rows];
        }
        ColumnHash.ofKeys(new Batch(rows, List.of(arguments.get(0))), FIRST_COLUMN, hashes);
        for (int i = 0; i < rows; i++) {
            HyperLogLog sketch = sketch(groups[i]);
            long before = sketch.retainedBytes();
            sketch.add(mixed(hashes[i]));
            sketchBytes += sketch.retainedBytes() - before;
        }
    }

    /** The finish of MurmurHash3, so that all 64 bits depend on all others. */
    private static long mixed(long value) {
        long hash = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
        return hash ^ hash >>> 33;
    }

    private HyperLogLog sketch(int group) {
        HyperLogLog sketch = sketches[group];
        if (sketch == null) {
            sketch = new HyperLogLog();
            sketches[group] = sketch;
            sketchBytes += sketch.retainedBytes();
        }
        return sketch;
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        BytesColumn forms = (BytesColumn) partials.get(0);
        for (int i = 0; i < rows; i++) {
            HyperLogLog sketch = sketch(groups[i]);
            long before = sketch.retainedBytes();
            sketch.merge(forms.bytes(), forms.offset(i), forms.offset(i + 1));
            sketchBytes += sketch.retainedBytes() - before;
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        BytesColumnBuilder forms = new BytesColumnBuilder(count);
        for (int group = from; group < from + count; group++) {
            if (sketches[group] == null) {
                forms.appendNull();
            } else {
                byte[] form = sketches[group].form();
                forms.append(form, 0, form.length);
            }
        }
        return List.of(forms.build());
    }

    @Override
    public Column result(int from, int count) {
        long[] estimates = new long[count];
        for (int i = 0; i < count; i++) {
            estimates[i] = sketches[from + i] == null ? 0 : sketches[from + i].estimate();
        }
        return new LongColumn(count, estimates, null);
    }

    /** Each table may double, or become registers of twice its size; partial results are at most twice as large in memory. */
    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        int grown = groupCount <= sketches.length ? 0 : capacityFor(groupCount) - sketches.length;
        Column argument = arguments.get(0).flat();
        long partials = argument instanceof BytesColumn forms ? 2L * (forms.offset(forms.size()) - forms.offset(0)) : 0;
        return (long) grown * REFERENCE_BYTES + 2 * sketchBytes + partials + (long) argument.size() * ROW_BYTES;
    }

    @Override
    public long retainedBytes() {
        return (long) sketches.length * REFERENCE_BYTES + sketchBytes;
    }

    @Override
    public void clear() {
        sketches = new HyperLogLog[0];
        sketchBytes = 0;
    }
}
