package io.blink.runtime.expression.decimal;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.math.BigInteger;

/** Decimals being written, in the width that their type has. */
public final class DecimalResult {
    private final int rows;
    private final int precision;
    private final long limitHigh;
    private final long limitLow;
    private final long[] high;
    private final long[] low;

    public DecimalResult(DataType type, int rows) {
        this.rows = rows;
        this.precision = type.precision();
        this.limitHigh = PowersOfTen.high(precision);
        this.limitLow = PowersOfTen.low(precision);
        this.high = type.physicalType() == PhysicalType.DECIMAL128 ? new long[rows] : null;
        this.low = new long[rows];
    }

    /** Writes an unscaled value if it has no more digits than the type; says whether it did. */
    boolean put(int row, Int256 value) {
        if (!value.fits(precision)) {
            return false;
        }
        low[row] = value.low();
        if (high != null) {
            high[row] = value.high();
        }
        return true;
    }

    /** As {@link #put(int, Int256)}, of a number in two's complement. */
    boolean put(int row, long valueHigh, long valueLow) {
        long sign = valueHigh >> 63;
        long magnitudeLow = (valueLow ^ sign) - sign;
        long magnitudeHigh = (valueHigh ^ sign) + (sign & (valueLow == 0 ? 1 : 0));
        int beyond = Long.compareUnsigned(magnitudeHigh, limitHigh);
        if (beyond > 0 || (beyond == 0 && Long.compareUnsigned(magnitudeLow, limitLow) >= 0)) {
            return false;
        }
        low[row] = valueLow;
        if (high != null) {
            high[row] = valueHigh;
        }
        return true;
    }

    /** As {@link #put(int, Int256)}. */
    public boolean put(int row, BigInteger unscaled) {
        if (unscaled.bitLength() > 127 || unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            return false;
        }
        low[row] = unscaled.longValue();
        if (high != null) {
            high[row] = unscaled.shiftRight(Long.SIZE).longValue();
        }
        return true;
    }

    public Column column(boolean[] nulls) {
        return high == null ? new LongColumn(rows, low, nulls) : new Decimal128Column(rows, high, low, nulls);
    }
}
