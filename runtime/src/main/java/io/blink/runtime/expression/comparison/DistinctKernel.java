package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.Arrays;

/** IS [NOT] DISTINCT FROM: equality under which NULL equals NULL. */
final class DistinctKernel implements Kernel {
    private final Kernel equality;
    private final byte whenEqual;

    DistinctKernel(Kernel equality, boolean distinct) {
        this.equality = equality;
        this.whenEqual = (byte) (distinct ? 0 : 1);
    }

    @Override
    public Column apply(Column[] arguments, boolean[] strictNulls, int rows) {
        boolean[] left = NullFlags.of(arguments[0]);
        boolean[] right = NullFlags.of(arguments[1]);
        byte[] result = new byte[rows];
        if (isNull(arguments[0]) || isNull(arguments[1])) {
            Arrays.fill(result, (byte) 1);
        } else {
            byte[] equal = ((ByteColumn) equality.apply(arguments, null, rows)).values();
            System.arraycopy(equal, 0, result, 0, rows);
        }
        for (int i = 0; i < rows; i++) {
            boolean leftNull = NullFlags.at(left, i);
            boolean rightNull = NullFlags.at(right, i);
            boolean same = leftNull | rightNull ? leftNull & rightNull : result[i] == 1;
            result[i] = same ? whenEqual : (byte) (whenEqual ^ 1);
        }
        return new ByteColumn(rows, result, null);
    }

    private static boolean isNull(Column column) {
        return column instanceof ConstantColumn && column.mayHaveNulls();
    }
}
