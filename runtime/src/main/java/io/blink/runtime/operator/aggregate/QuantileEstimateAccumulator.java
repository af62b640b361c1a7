package io.blink.runtime.operator.aggregate;

import io.blink.core.column.BytesColumn;
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
    /** A new sketch. */
    private static final int ROW_BYTES = 256;

    private final AggregateCall call;
    private final Sketches<QuantileSketch> sketches = new Sketches<>(QuantileSketch[]::new, QuantileSketch::new);
    private double[] shares = new double[0];

    QuantileEstimateAccumulator(AggregateCall call) {
        this.call = call;
    }

    @Override
    public void ensure(int groupCount) {
        sketches.ensure(groupCount);
        if (groupCount > shares.length) {
            shares = Arrays.copyOf(shares, sketches.capacity());
        }
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        long[] values = ordered(arguments.get(0));
        double[] named = Values.doubles(arguments.get(1), call.argumentTypes().get(1));
        for (int i = 0; i < rows; i++) {
            QuantileSketch sketch = sketches.change(groups[i]);
            if (sketch.count() == 0) {
                shares[groups[i]] = checked(named[i]);
            }
            sketch.add(values[i]);
            sketches.changed(sketch);
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
            shares[groups[i]] = form.getDouble();
            QuantileSketch sketch = sketches.change(groups[i]);
            sketch.merge(form);
            sketches.changed(sketch);
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return sketches.forms(from, count, this::form);
    }

    private byte[] form(int group) {
        byte[] sketch = sketches.of(group).form();
        return ByteBuffer.allocate(Double.BYTES + sketch.length)
                .putDouble(shares[group])
                .put(sketch)
                .array();
    }

    @Override
    public Column result(int from, int count) {
        long[] values = new long[count];
        boolean[] seen = new boolean[count];
        for (int i = 0; i < count; i++) {
            QuantileSketch sketch = sketches.of(from + i);
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

    /** Each level may double. */
    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        Column argument = arguments.get(0).flat();
        return sketches.sketchBytes() + sketches.bytesToAdd(groupCount, argument, Double.BYTES, ROW_BYTES);
    }

    @Override
    public long retainedBytes() {
        return sketches.retainedBytes() + (long) shares.length * Double.BYTES;
    }

    @Override
    public void clear() {
        sketches.clear();
        shares = new double[0];
    }
}
