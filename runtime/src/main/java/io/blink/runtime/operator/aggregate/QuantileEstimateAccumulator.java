package io.blink.runtime.operator.aggregate;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.AggregateCall;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * APPROX_PERCENTILE of what lies in memory as a number of at most 64 bits: a {@link QuantileSketch} for each group, of longs in the order of the values. A partial
 * result is the share as a double, then the sketch.
 */
final class QuantileEstimateAccumulator implements Accumulator {
    private static final int REFERENCE_BYTES = 4;
    private static final int FIRST_GROUPS = 64;
    /** A new sketch. */
    private static final int ROW_BYTES = 256;

    private final AggregateCall call;
    private QuantileSketch[] sketches = new QuantileSketch[0];
    private double[] shares = new double[0];
    private long sketchBytes;

    QuantileEstimateAccumulator(AggregateCall call) {
        this.call = call;
    }

    @Override
    public void ensure(int groupCount) {
        if (groupCount > sketches.length) {
            sketches = Arrays.copyOf(sketches, capacityFor(groupCount));
            shares = Arrays.copyOf(shares, sketches.length);
        }
    }

    private static int capacityFor(int groupCount) {
        return Math.max(FIRST_GROUPS, Integer.highestOneBit(Math.max(1, groupCount - 1)) << 1);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        long[] values = ordered(arguments.get(0));
        double[] named = Values.doubles(arguments.get(1), call.argumentTypes().get(1));
        for (int i = 0; i < rows; i++) {
            QuantileSketch sketch = sketch(groups[i]);
            if (sketch.count() == 0) {
                shares[groups[i]] = checked(named[i]);
            }
            long before = sketch.retainedBytes();
            sketch.add(values[i]);
            sketchBytes += sketch.retainedBytes() - before;
        }
    }

    private double checked(double share) {
        if (share >= 0 && share <= 1) {
            return share;
        }
        throw new BlinkException(
                CoreErrorCode.INVALID_ARGUMENT,
                call.function() + call.place() + ": the share is " + share + "; it must lie between 0 and 1");
    }

    private QuantileSketch sketch(int group) {
        QuantileSketch sketch = sketches[group];
        if (sketch == null) {
            sketch = new QuantileSketch();
            sketches[group] = sketch;
            sketchBytes += sketch.retainedBytes();
        }
        return sketch;
    }

    /** Longs that compare as the values do: NaN is the greatest, -0.0 is 0.0. */
    private static long[] ordered(Column flat) {
        if (!(flat instanceof DoubleColumn) && !(flat instanceof FloatColumn)) {
            return Values.longs(flat);
        }
        double[] values = Values.doubles(flat);
        long[] ordered = new long[flat.size()];
        for (int i = 0; i < ordered.length; i++) {
            long bits = Double.doubleToLongBits(values[i] + 0.0);
            ordered[i] = bits ^ bits >> 63 & Long.MAX_VALUE;
        }
        return ordered;
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        BytesColumn forms = (BytesColumn) partials.get(0);
        for (int i = 0; i < rows; i++) {
            ByteBuffer form = ByteBuffer.wrap(forms.bytes(), forms.offset(i), forms.offset(i + 1) - forms.offset(i));
            QuantileSketch sketch = sketch(groups[i]);
            shares[groups[i]] = form.getDouble();
            long before = sketch.retainedBytes();
            sketch.merge(form);
            sketchBytes += sketch.retainedBytes() - before;
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        BytesColumnBuilder forms = new BytesColumnBuilder(count);
        for (int group = from; group < from + count; group++) {
            if (sketches[group] == null) {
                forms.appendNull();
                continue;
            }
            byte[] sketch = sketches[group].form();
            ByteBuffer form = ByteBuffer.allocate(Double.BYTES + sketch.length);
            form.putDouble(shares[group]).put(sketch);
            forms.append(form.array(), 0, form.capacity());
        }
        return List.of(forms.build());
    }

    @Override
    public Column result(int from, int count) {
        long[] values = new long[count];
        boolean[] seen = new boolean[count];
        for (int i = 0; i < count; i++) {
            QuantileSketch sketch = sketches[from + i];
            seen[i] = sketch != null;
            values[i] = seen[i] ? sketch.quantile(shares[from + i]) : 0;
        }
        return switch (call.type().physicalType()) {
            case FLOAT, DOUBLE -> Values.floatingPoint(call.type(), doubles(values), Values.nulls(seen));
            default -> Values.integers(call.type(), values, Values.nulls(seen));
        };
    }

    private static double[] doubles(long[] ordered) {
        double[] values = new double[ordered.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(ordered[i] ^ ordered[i] >> 63 & Long.MAX_VALUE);
        }
        return values;
    }

    /** Each level may double; partial results are at most twice as large in memory. */
    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        int grown = groupCount <= sketches.length ? 0 : capacityFor(groupCount) - sketches.length;
        Column argument = arguments.get(0).flat();
        long partials = argument instanceof BytesColumn forms ? 2L * (forms.offset(forms.size()) - forms.offset(0)) : 0;
        long added = sketchBytes + (long) argument.size() * ROW_BYTES;
        return (long) grown * (REFERENCE_BYTES + Double.BYTES) + partials + added;
    }

    @Override
    public long retainedBytes() {
        return (long) sketches.length * (REFERENCE_BYTES + Double.BYTES) + sketchBytes;
    }

    @Override
    public void clear() {
        sketches = new QuantileSketch[0];
        shares = new double[0];
        sketchBytes = 0;
    }
}
