package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.runtime.operator.rows.BooleanChunks;
import java.util.List;

/** SUM of decimals, as DECIMAL(38, s). */
final class DecimalSumAccumulator implements Accumulator {
    private final DecimalSums sums;
    private final BooleanChunks seen = new BooleanChunks();

    /** @param place of the call, for messages */
    DecimalSumAccumulator(String place) {
        this.sums = new DecimalSums(place);
    }

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        sums.add(groups, rows, arguments.get(0));
        boolean[][] chunks = seen.chunks();
        for (int i = 0; i < rows; i++) {
            chunks[groups[i] >>> BooleanChunks.SHIFT][groups[i] & BooleanChunks.MASK] = true;
        }
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        add(groups, rows, List.of(DecimalSums.negated(arguments.get(0))));
    }

    @Override
    public Column result(int from, int count) {
        return sums.column(from, count, Values.nulls(seen.copy(from, count)));
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
