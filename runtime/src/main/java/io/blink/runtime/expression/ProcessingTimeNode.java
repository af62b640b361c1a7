package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;

/** PROCTIME(): the machine's clock, in whole milliseconds, once for each batch, which is processed as one. */
final class ProcessingTimeNode extends Node {
    private static final long MICROS_PER_MILLI = 1000;

    @Override
    Column evaluate(Rows rows) {
        long micros = System.currentTimeMillis() * MICROS_PER_MILLI;
        return new ConstantColumn(rows.count(), new LongColumn(1, new long[] {micros}, null));
    }

    @Override
    boolean isFree() {
        return true;
    }

    @Override
    boolean vectorized() {
        return true;
    }
}
