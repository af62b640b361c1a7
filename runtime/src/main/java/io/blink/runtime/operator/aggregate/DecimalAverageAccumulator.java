package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.operator.rows.LongChunks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/** AVG of decimals: a 128-bit sum and a count; the quotient at the end, HALF_UP, in long arithmetic where the scaled sum fits. */
final class DecimalAverageAccumulator implements Accumulator {
    private final DataType type;
    private final int addedScale;
    private final long scaleFactor;
    private final DecimalSums sums;
    private final LongChunks counts = new LongChunks();

    /** @param place of the call, for messages */
    DecimalAverageAccumulator(DataType argument, DataType type, String place) {
        this.sums = new DecimalSums(place);
        this.type = type;
        this.addedScale = type.scale() - argument.scale();
        this.scaleFactor = addedScale <= 18 ? BigInteger.TEN.pow(addedScale).longValueExact() : 0;
    }

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        counts.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        sums.add(groups, rows, arguments.get(0));
        long[][] chunks = counts.chunks();
        for (int i = 0; i < rows; i++) {
            chunks[groups[i] >>> LongChunks.SHIFT][groups[i] & LongChunks.MASK]++;
        }
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        sums.add(groups, rows, DecimalSums.negated(arguments.get(0)));
        for (int i = 0; i < rows; i++) {
            counts.set(groups[i], counts.get(groups[i]) - 1);
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        sums.add(groups, rows, partials.get(0));
        long[] added = Values.longs(partials.get(1));
        for (int i = 0; i < rows; i++) {
            counts.set(groups[i], counts.get(groups[i]) + added[i]);
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return List.of(sums.column(from, count, null), new LongColumn(count, counts.copy(from, count), null));
    }

    @Override
    public Column result(int from, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        for (int group = from; group < from + count; group++) {
            long divisor = counts.get(group);
            if (divisor == 0) {
                builder.appendNull();
            } else {
                append(builder, sums.high(group), sums.low(group), divisor);
            }
        }
        return builder.build();
    }

    private void append(ColumnBuilder builder, long high, long low, long divisor) {
        long scaled = low * scaleFactor;
        boolean fits = high == low >> 63 && scaleFactor != 0 && Math.multiplyHigh(low, scaleFactor) == scaled >> 63;
        if (fits && scaled != Long.MIN_VALUE && divisor < 1L << 62) {
            append(builder, BigInteger.valueOf(rounded(scaled, divisor)), rounded(scaled, divisor));
        } else {
            BigInteger quotient = new BigDecimal(
                            DecimalSums.unscaled(high, low).multiply(BigInteger.TEN.pow(addedScale)))
                    .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_UP)
                    .toBigIntegerExact();
            append(builder, quotient, quotient.longValue());
        }
    }

    private static long rounded(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long remainder = Math.abs(dividend % divisor);
        return 2 * remainder >= divisor ? quotient + Long.signum(dividend) : quotient;
    }

    private void append(ColumnBuilder builder, BigInteger value, long low) {
        if (type.physicalType() == PhysicalType.LONG) {
            ((LongColumnBuilder) builder).append(value.longValueExact());
            return;
        }
        long high = value.shiftRight(Long.SIZE).longValueExact();
        if (DecimalSums.outside(high, low)) {
            throw sums.overflow();
        }
        ((Decimal128ColumnBuilder) builder).append(high, low);
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return sums.bytesToEnsure(groupCount) + counts.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return sums.retainedBytes() + counts.retainedBytes();
    }

    @Override
    public void clear() {
        sums.clear();
        counts.clear();
    }
}
