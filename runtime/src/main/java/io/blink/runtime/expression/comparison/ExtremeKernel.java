package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullMask;
import java.util.List;

/** GREATEST and LEAST: keeps the best so far and takes the next argument where a comparison says so. */
final class ExtremeKernel implements Kernel {
    private final List<DataType> types;
    private final Kernel[] nextIsBetter;

    ExtremeKernel(boolean greatest, List<DataType> types) {
        this.types = List.copyOf(types);
        this.nextIsBetter = new Kernel[types.size()];
        for (int i = 1; i < nextIsBetter.length; i++) {
            nextIsBetter[i] = Comparisons.compare(
                    greatest ? ScalarFunction.GREATER_THAN : ScalarFunction.LESS_THAN, types.get(i), types.get(0));
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        int[] chosen = new int[rows];
        Column best = arguments[0].flat();
        for (int argument = 1; argument < arguments.length; argument++) {
            Column next = arguments[argument].flat();
            byte[] better = ((ByteColumn) nextIsBetter[argument].apply(new Column[] {next, best}, null, rows)).values();
            int count = 0;
            for (int i = 0; i < rows; i++) {
                chosen[i] = i + better[i] * rows;
                count += better[i];
            }
            best = count == 0 ? best : choose(best, next, chosen, rows);
        }
        return NullMask.apply(best, types.get(0), nulls);
    }

    /** The positions count on from one column to the other. */
    private Column choose(Column best, Column next, int[] chosen, int rows) {
        ColumnBuilder both = ColumnBuilder.of(types.get(0), 2 * rows);
        both.appendRange(best, 0, rows);
        both.appendRange(next, 0, rows);
        return both.build().take(chosen, 0, rows);
    }
}
