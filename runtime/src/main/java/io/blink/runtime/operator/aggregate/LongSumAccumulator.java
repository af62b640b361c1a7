package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** SUM of integers, as BIGINT. Overflow is looked for once a batch. */
final class LongSumAccumulator implements Accumulator {
    private final String place;
    private final LongChunks sums = new LongChunks();
    private final BooleanChunks seen = new BooleanChunks();

    /** @param place of the call, for messages */
    LongSumAccumulator(String place) {
        this.place = place;
    }

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        long[] values = Values.longs(arguments.get(0));
        long[][] sumChunks = sums.chunks();
        boolean[][] seenChunks = seen.chunks();
        long overflow = 0;
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long[] chunk = sumChunks[group >>> LongChunks.SHIFT];
            int at = group & LongChunks.MASK;
            long before = chunk[at];
            long after = before + values[i];
            overflow |= (before ^ after) & (values[i] ^ after);
            chunk[at] = after;
            seenChunks[group >>> LongChunks.SHIFT][at] = true;
        }
        if (overflow < 0) {
            throw overflow(place);
        }
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        long[] values = Values.longs(arguments.get(0));
        long[][] sumChunks = sums.chunks();
        boolean[][] seenChunks = seen.chunks();
        long overflow = 0;
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long[] chunk = sumChunks[group >>> LongChunks.SHIFT];
            int at = group & LongChunks.MASK;
            long before = chunk[at];
            long after = before - values[i];
            overflow |= (before ^ values[i]) & (before ^ after);
            chunk[at] = after;
            seenChunks[group >>> LongChunks.SHIFT][at] = true;
        }
        if (overflow < 0) {
            throw overflow(place);
        }
    }

    static BlinkException overflow(String place) {
        return new BlinkException(
                CoreErrorCode.NUMERIC_OVERFLOW,
                "The SUM of integers" + place + " does not fit BIGINT. Cast the argument to DECIMAL(38, 0) or DOUBLE.");
    }

    @Override
    public Column result(int from, int count) {
        return new LongColumn(count, sums.copy(from, count), Values.nulls(seen.copy(from, count)));
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
