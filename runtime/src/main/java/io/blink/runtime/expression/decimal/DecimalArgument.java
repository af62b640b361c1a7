package io.blink.runtime.expression.decimal;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A decimal argument, flat or constant, of either width; {@code high} is absent for the narrow one. The stride is 0 for a constant. */
public record DecimalArgument(long[] high, long[] low, int stride, int scale) {
    public static DecimalArgument of(Column column, DataType type) {
        Column values = column instanceof ConstantColumn constant ? constant.value() : column;
        int stride = column instanceof ConstantColumn ? 0 : 1;
        return values instanceof Decimal128Column wide
                ? new DecimalArgument(wide.high(), wide.low(), stride, type.scale())
                : new DecimalArgument(null, ((LongColumn) values).values(), stride, type.scale());
    }

    public long low(int row) {
        return low[row * stride];
    }

    public long high(int row) {
        return high == null ? low[row * stride] >> 63 : high[row * stride];
    }

    void load(int row, Int256 target) {
        target.set(high(row), low(row));
    }

    /** For messages and rare functions. */
    public BigDecimal decimal(int row) {
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(low(row)));
        return new BigDecimal(BigInteger.valueOf(high(row)).shiftLeft(Long.SIZE).add(unsigned), scale);
    }
}
