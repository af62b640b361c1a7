package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;

/** NOT and the tests IS [NOT] NULL, TRUE and FALSE. */
final class TruthKernel implements Kernel {
    private final ScalarFunction function;

    TruthKernel(ScalarFunction function) {
        this.function = function;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] strictNulls, int rows) {
        byte[] result = new byte[rows];
        if (function == ScalarFunction.NOT) {
            byte[] values = values(arguments[0]);
            for (int i = 0; i < rows; i++) {
                result[i] = (byte) (values[i] ^ 1);
            }
            return new ByteColumn(rows, result, strictNulls);
        }
        boolean[] nulls = NullFlags.of(arguments[0]);
        switch (function) {
            case IS_NULL -> nulls(nulls, result, (byte) 1, (byte) 0);
            case IS_NOT_NULL -> nulls(nulls, result, (byte) 0, (byte) 1);
            case IS_TRUE -> test(values(arguments[0]), nulls, result, 1, 0);
            case IS_NOT_TRUE -> test(values(arguments[0]), nulls, result, 1, 1);
            case IS_FALSE -> test(values(arguments[0]), nulls, result, 0, 0);
            case IS_NOT_FALSE -> test(values(arguments[0]), nulls, result, 0, 1);
            default -> throw new IllegalStateException("no test " + function);
        }
        return new ByteColumn(rows, result, null);
    }

    private static void nulls(boolean[] nulls, byte[] result, byte whenNull, byte otherwise) {
        if (nulls == null) {
            java.util.Arrays.fill(result, otherwise);
            return;
        }
        for (int i = 0; i < result.length; i++) {
            result[i] = nulls[i] ? whenNull : otherwise;
        }
    }

    private static void test(byte[] values, boolean[] nulls, byte[] result, int wanted, int negated) {
        for (int i = 0; i < result.length; i++) {
            boolean holds = values[i] == wanted & (nulls == null || !nulls[i]);
            result[i] = (byte) ((holds ? 1 : 0) ^ negated);
        }
    }

    private static byte[] values(Column column) {
        return ((ByteColumn) (column instanceof ConstantColumn ? column.flat() : column)).values();
    }
}
