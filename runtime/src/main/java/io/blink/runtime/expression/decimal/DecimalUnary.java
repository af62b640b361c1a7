package io.blink.runtime.expression.decimal;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;

/** Functions of one decimal: NEGATE, ABS, SIGN, CEIL, FLOOR, and ROUND and TRUNCATE to a number of digits. */
final class DecimalUnary implements Kernel {
    private final CallSite site;
    private final DataType from;
    private final DataType type;
    private final Int256 value = new Int256();

    DecimalUnary(CallSite site) {
        this.site = site;
        this.from = site.argumentType(0);
        this.type = site.type();
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        DecimalArgument values = DecimalArgument.of(arguments[0], from);
        LongArgument digits = arguments.length > 1 ? LongArgument.of(arguments[1]) : null;
        DecimalResult result = new DecimalResult(type, rows);
        for (int i = 0; i < rows; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            values.load(i, value);
            int scale = step(digits == null ? 0 : digits.clamped(i));
            if (scale <= type.scale()) {
                value.multiplyByPowerOfTen(type.scale() - scale);
            } else {
                value.divideByPowerOfTen(scale - type.scale());
            }
            if (!result.put(i, value)) {
                throw site.overflow(values.decimal(i).toPlainString());
            }
        }
        return result.column(nulls);
    }

    /** Changes the value and returns its scale. */
    private int step(int digits) {
        switch (site.function()) {
            case NEGATE -> value.negate();
            case ABS -> {
                if (value.isNegative()) {
                    value.negate();
                }
            }
            case SIGN -> {
                int sign = value.isZero() ? 0 : value.isNegative() ? -1 : 1;
                value.set(sign >> 31, sign);
                return 0;
            }
            case CEIL, FLOOR -> {
                boolean away = value.isNegative() == (site.function() == io.blink.core.function.ScalarFunction.FLOOR);
                if (value.truncateByPowerOfTen(from.scale()) && away) {
                    value.increment();
                }
                return 0;
            }
            case ROUND, TRUNCATE -> {
                return round(digits);
            }
            default -> throw new IllegalStateException("no decimal function " + site.function());
        }
        return from.scale();
    }

    private int round(int digits) {
        if (digits >= from.scale()) {
            return from.scale();
        }
        // A decimal has at most 38 digits: rounded further than that it is zero either way.
        int dropped = Math.min(from.scale() - Math.max(digits, -39), 2 * DataType.MAX_DECIMAL_PRECISION);
        if (site.function() == io.blink.core.function.ScalarFunction.ROUND) {
            value.divideByPowerOfTen(dropped);
        } else {
            value.truncateByPowerOfTen(dropped);
        }
        int scale = from.scale() - dropped;
        if (scale < 0) {
            value.multiplyByPowerOfTen(-scale);
            return 0;
        }
        return scale;
    }
}
