package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** MIN or MAX of decimals of more than 18 digits and of timestamps with nanoseconds. */
final class PairExtremeAccumulator implements Accumulator {
    private final boolean decimals;
    private final boolean greatest;
    private final LongChunks firsts = new LongChunks();
    private final LongChunks seconds = new LongChunks();
    private final BooleanChunks seen = new BooleanChunks();

    PairExtremeAccumulator(DataType type, boolean greatest) {
        this.decimals = type.physicalType() == PhysicalType.DECIMAL128;
        this.greatest = greatest;
    }

    @Override
    public void ensure(int groupCount) {
        firsts.ensure(groupCount);
        seconds.ensure(groupCount);
        seen.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        Column flat = arguments.get(0);
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long first = first(flat, i);
            long second = second(flat, i);
            if (!seen.get(group) || replaces(group, first, second)) {
                firsts.set(group, first);
                seconds.set(group, second);
                seen.set(group, true);
            }
        }
    }

    private boolean replaces(int group, long first, long second) {
        int order = Long.compare(first, firsts.get(group));
        if (order == 0) {
            order = Long.compareUnsigned(second, seconds.get(group));
        }
        return greatest ? order > 0 : order < 0;
    }

    private long first(Column flat, int position) {
        return decimals ? ((Decimal128Column) flat).high()[position] : ((TimestampColumn) flat).micros()[position];
    }

    private long second(Column flat, int position) {
        if (decimals) {
            return ((Decimal128Column) flat).low()[position];
        }
        int[] nanos = ((TimestampColumn) flat).nanos();
        return nanos == null ? 0 : nanos[position];
    }

    @Override
    public Column result(int from, int count) {
        boolean[] nulls = Values.nulls(seen.copy(from, count));
        if (decimals) {
            return new Decimal128Column(count, firsts.copy(from, count), seconds.copy(from, count), nulls);
        }
        int[] nanos = new int[count];
        for (int i = 0; i < count; i++) {
            nanos[i] = (int) seconds.get(from + i);
        }
        return new TimestampColumn(count, firsts.copy(from, count), nanos, nulls);
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return firsts.bytesToEnsure(groupCount) + seconds.bytesToEnsure(groupCount) + seen.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return firsts.retainedBytes() + seconds.retainedBytes() + seen.retainedBytes();
    }

    @Override
    public void clear() {
        firsts.clear();
        seconds.clear();
        seen.clear();
    }
}
