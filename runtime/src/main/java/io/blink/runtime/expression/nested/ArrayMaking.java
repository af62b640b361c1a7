package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** New arrays: of numbers, of the elements of inner arrays, of rows of the elements of several arrays. */
final class ArrayMaking {
    private static final int LENGTH_MAX = 10_000_000;

    private ArrayMaking() {}

    static Column flatten(Column[] arguments, boolean[] nulls, int rows) {
        ArrayArgument outer = ArrayArgument.of(arguments[0]);
        ArrayColumn inner = (ArrayColumn) outer.elements().flat();
        boolean[] missing = NullFlags.copy(nulls, rows);
        ElementChoice chosen = new ElementChoice(rows, inner.elements().size());
        for (int row = 0; row < rows; row++) {
            for (int i = outer.start(row); i < outer.end(row); i++) {
                missing[row] |= inner.isNull(i);
            }
            for (int i = outer.start(row); !missing[row] && i < outer.end(row); i++) {
                chosen.addRange(inner.offsets()[i], inner.offsets()[i + 1]);
            }
            chosen.end();
        }
        return chosen.of(inner.elements(), missing);
    }

    static Column sequence(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument from = LongArgument.of(arguments[0]);
        LongArgument to = LongArgument.of(arguments[1]);
        LongArgument steps = arguments.length > 2 ? LongArgument.of(arguments[2]) : null;
        int[] offsets = new int[rows + 1];
        long[] values = new long[16];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (!NullFlags.at(nulls, row)) {
                long step = steps == null ? 1 : steps.at(row);
                int length = length(site, from.at(row), to.at(row), step);
                int total = Math.addExact(count, length);
                if (total > values.length) {
                    values = Arrays.copyOf(values, Math.max(total, values.length * 2));
                }
                for (int i = 0; i < length; i++) {
                    values[count + i] = from.at(row) + i * step;
                }
                count = total;
            }
            offsets[row + 1] = count;
        }
        return new ArrayColumn(rows, numbers(site.type().element(), values, count), offsets, nulls);
    }

    private static int length(CallSite site, long from, long to, long step) {
        if (step == 0) {
            throw site.invalidArgument("the step is 0", null);
        }
        if (step > 0 ? from > to : from < to) {
            return 0;
        }
        double length = Math.floor(((double) to - from) / step) + 1;
        if (length > LENGTH_MAX) {
            throw site.invalidArgument(
                    "from " + from + " to " + to + " are more than the " + LENGTH_MAX
                            + " numbers that an array may have here",
                    null);
        }
        return (int) length;
    }

    private static Column numbers(DataType type, long[] values, int count) {
        if (type.kind() == TypeKind.BIGINT) {
            return new LongColumn(count, values, null);
        }
        int[] narrow = new int[count];
        for (int i = 0; i < count; i++) {
            narrow[i] = (int) values[i];
        }
        return new IntColumn(count, narrow, null);
    }

    static Column indexes(Column[] arguments, boolean[] nulls, int rows) {
        Column column = arguments[0];
        boolean constant = column instanceof ConstantColumn;
        Column flat = column instanceof ConstantColumn value ? value.value() : column.flat();
        int[] places = flat instanceof ArrayColumn arrays ? arrays.offsets() : ((MapColumn) flat).offsets();
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            int at = constant ? 0 : row;
            int length = NullFlags.at(nulls, row) ? 0 : places[at + 1] - places[at];
            offsets[row + 1] = Math.addExact(offsets[row], length);
        }
        int[] numbers = new int[offsets[rows]];
        for (int row = 0; row < rows; row++) {
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                numbers[i] = i - offsets[row];
            }
        }
        return new ArrayColumn(rows, new IntColumn(numbers.length, numbers, null), offsets, nulls);
    }

    static Column zip(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        List<Field> fields = site.type().element().fields();
        int[] offsets = new int[rows + 1];
        List<ArrayArgument> arrays =
                Arrays.stream(arguments).map(ArrayArgument::of).toList();
        for (int row = 0; row < rows; row++) {
            int length = 0;
            for (ArrayArgument array : arrays) {
                length = NullFlags.at(nulls, row) ? 0 : Math.max(length, array.length(row));
            }
            offsets[row + 1] = Math.addExact(offsets[row], length);
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            columns.add(padded(arrays.get(i), offsets, rows, fields.get(i).type()));
        }
        return new ArrayColumn(rows, new RowColumn(offsets[rows], columns, null), offsets, nulls);
    }

    private static Column padded(ArrayArgument array, int[] offsets, int rows, DataType type) {
        int[] places = new int[offsets[rows]];
        for (int row = 0; row < rows; row++) {
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                int place = array.start(row) + i - offsets[row];
                places[i] = place < array.end(row) ? place : -1;
            }
        }
        return NestedValues.taken(array.elements(), type, places);
    }
}
