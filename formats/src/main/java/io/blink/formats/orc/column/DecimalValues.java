package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.LongColumn;
import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.Positions;
import io.blink.formats.orc.stream.StreamBytes;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Decimals: unscaled values as numbers of any length, and a scale for each, mostly that of the type. */
final class DecimalValues implements Values {
    private final StreamBytes bytes;
    private final LongRuns scales;
    private final int scale;
    private final boolean wide;
    private int[] scaleOf = new int[0];

    /** @param wide whether values may need more than 64 bits */
    DecimalValues(StreamBytes bytes, LongRuns scales, int scale, boolean wide) {
        this.bytes = bytes;
        this.scales = scales;
        this.scale = scale;
        this.wide = wide;
    }

    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        scaleOf = scaleOf.length < present ? new int[present] : scaleOf;
        scales.read(scaleOf, 0, present);
        return wide ? wide(rows, present, nulls) : narrow(rows, present, nulls);
    }

    private Column narrow(int rows, int present, boolean[] nulls) throws IOException {
        long[] values = new long[rows];
        bytes.readSignedVarints(values, present);
        for (int i = 0; i < present; i++) {
            if (scaleOf[i] != scale) {
                values[i] = rescaled(BigInteger.valueOf(values[i]), scaleOf[i]).longValueExact();
            }
        }
        if (nulls != null) {
            Spread.spread(values, present, nulls, rows);
        }
        return new LongColumn(rows, values, nulls);
    }

    private Column wide(int rows, int present, boolean[] nulls) throws IOException {
        long[] high = new long[rows];
        long[] low = new long[rows];
        bytes.readSignedVarints(high, low, present);
        for (int i = 0; i < present; i++) {
            if (scaleOf[i] != scale) {
                BigInteger unscaled = BigInteger.valueOf(high[i])
                        .shiftLeft(Long.SIZE)
                        .add(new BigInteger(Long.toUnsignedString(low[i])));
                BigInteger value = rescaled(unscaled, scaleOf[i]);
                high[i] = value.shiftRight(Long.SIZE).longValueExact();
                low[i] = value.longValue();
            }
        }
        if (nulls != null) {
            Spread.spread(high, present, nulls, rows);
            Spread.spread(low, present, nulls, rows);
        }
        return new Decimal128Column(rows, high, low, nulls);
    }

    private BigInteger rescaled(BigInteger unscaled, int from) throws IOException {
        if (from < 0 || from > 38) {
            throw new IOException("a decimal has scale " + from);
        }
        return new BigDecimal(unscaled, from).setScale(scale).unscaledValue();
    }

    @Override
    public void skip(long present) throws IOException {
        bytes.skipVarints(present);
        scales.skip(present);
    }

    @Override
    public void seek(Positions positions) throws IOException {
        bytes.seek(positions);
        scales.seek(positions);
    }
}
