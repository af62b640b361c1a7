package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.expression.kernel.Kernel;

/** Compares values of more than one word: long decimals and timestamps in loops of their own, nested values one by one. */
final class ValueComparison implements Kernel {
    private final Comparison comparison;
    private final PhysicalType type;

    ValueComparison(Comparison comparison, PhysicalType type) {
        this.comparison = comparison;
        this.type = type;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        byte[] result = new byte[rows];
        switch (type) {
            case DECIMAL128 -> decimals(arguments[0], arguments[1], result);
            case TIMESTAMP_NANOS ->
                timestamps((TimestampColumn) arguments[0].flat(), (TimestampColumn) arguments[1].flat(), result);
            default -> {
                for (int i = 0; i < rows; i++) {
                    result[i] = comparison.test(ValueOrder.compare(arguments[0], i, arguments[1], i));
                }
            }
        }
        return new ByteColumn(rows, result, nulls);
    }

    private void decimals(Column left, Column right, byte[] result) {
        Decimal128Column lefts = decimals(left);
        Decimal128Column rights = decimals(right);
        int leftStride = left instanceof ConstantColumn ? 0 : 1;
        int rightStride = right instanceof ConstantColumn ? 0 : 1;
        for (int i = 0; i < result.length; i++) {
            result[i] = comparison.test(ValueOrder.compareDecimals(lefts, i * leftStride, rights, i * rightStride));
        }
    }

    /** One value of a constant. */
    private static Decimal128Column decimals(Column column) {
        Column values = column instanceof ConstantColumn constant ? constant.value() : column;
        return (Decimal128Column) values.flat();
    }

    private void timestamps(TimestampColumn left, TimestampColumn right, byte[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = comparison.test(ValueOrder.compareTimestamps(left, i, right, i));
        }
    }

    @Override
    public boolean vectorized() {
        return type == PhysicalType.DECIMAL128 || type == PhysicalType.TIMESTAMP_NANOS;
    }
}
