package io.blink.runtime.expression.cast;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;

/** A conversion between two types. */
final class CastKernel implements Kernel {
    /** Converts the values of a flat column; reports those that it cannot. */
    @FunctionalInterface
    interface Conversion {
        Column convert(Column column, int rows, CastFailures failures);
    }

    private final CallSite site;
    private final boolean lenient;
    private final DataType from;
    private final Conversion conversion;

    CastKernel(CallSite site, boolean lenient, DataType from, Conversion conversion) {
        this.site = site;
        this.lenient = lenient;
        this.from = from;
        this.conversion = conversion;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        Column column = arguments[0].flat();
        return conversion.convert(column, rows, new CastFailures(site, lenient, from, column, nulls, rows));
    }
}
