package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.comparison.ValueOrder;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.expression.kernel.NullMask;
import java.util.Arrays;
import java.util.List;

/** Makes the kernels that take nested values apart and put them together. */
public final class NestedValues {
    private NestedValues() {}

    /** {@code null} for functions that are not about nested values. */
    public static Kernel create(CallSite site) {
        return switch (site.function()) {
            case ROW_FIELD -> field(site);
            case ITEM ->
                site.argumentType(0).kind() == TypeKind.MAP
                        ? (arguments, nulls, rows) -> mapValue(site.type(), arguments, nulls, rows)
                        : (arguments, nulls, rows) -> element(site.type(), arguments, nulls, rows);
            case CARDINALITY -> (arguments, nulls, rows) -> cardinality(site.type(), arguments[0].flat(), nulls, rows);
            case ARRAY_VALUE -> (arguments, nulls, rows) -> array(site.type(), arguments, rows);
            case MAP_VALUE -> (arguments, nulls, rows) -> map(site, arguments, rows);
            case ROW_VALUE ->
                (arguments, nulls, rows) -> new RowColumn(
                        rows, Arrays.stream(arguments).map(Column::flat).toList(), null);
            default -> null;
        };
    }

    private static Kernel field(CallSite site) {
        Expression index = site.call().arguments().get(1);
        if (!(index instanceof Literal literal) || literal.isNull()) {
            throw site.invalidArgument("the field must be a literal index", null);
        }
        int field = Integer.parseInt(literal.value());
        List<?> fields = site.argumentType(0).fields();
        if (field < 0 || field >= fields.size()) {
            throw site.invalidArgument("there is no field " + field + " in " + site.argumentType(0), null);
        }
        return (arguments, nulls, rows) ->
                NullMask.apply(((RowColumn) arguments[0].flat()).fields().get(field), site.type(), nulls);
    }

    private static Column element(DataType type, Column[] arguments, boolean[] nulls, int rows) {
        ArrayColumn arrays = (ArrayColumn) arguments[0].flat();
        LongArgument indexes = LongArgument.of(arguments[1]);
        int[] positions = new int[rows];
        boolean[] missing = NullFlags.copy(nulls, rows);
        for (int i = 0; i < rows; i++) {
            int start = arrays.offsets()[i];
            int length = arrays.offsets()[i + 1] - start;
            long index = indexes.at(i);
            missing[i] |= index < 1 || index > length;
            positions[i] = missing[i] ? -1 : start + (int) index - 1;
        }
        return taken(arrays.elements(), type, positions);
    }

    private static Column mapValue(DataType type, Column[] arguments, boolean[] nulls, int rows) {
        MapColumn maps = (MapColumn) arguments[0].flat();
        int[] positions = new int[rows];
        for (int i = 0; i < rows; i++) {
            positions[i] = NullFlags.at(nulls, i) ? -1 : find(maps, i, arguments[1]);
        }
        return taken(maps.values(), type, positions);
    }

    private static int find(MapColumn maps, int row, Column key) {
        for (int entry = maps.offsets()[row]; entry < maps.offsets()[row + 1]; entry++) {
            if (ValueOrder.compare(maps.keys(), entry, key, row) == 0) {
                return entry;
            }
        }
        return -1;
    }

    /** The values at the positions, null for -1. */
    static Column taken(Column values, DataType type, int[] positions) {
        ColumnBuilder result = ColumnBuilder.of(type, positions.length);
        for (int position : positions) {
            if (position < 0) {
                result.appendNull();
            } else {
                result.append(values, position);
            }
        }
        return result.build();
    }

    private static Column cardinality(DataType type, Column flat, boolean[] nulls, int rows) {
        int[] offsets = flat instanceof ArrayColumn arrays ? arrays.offsets() : ((MapColumn) flat).offsets();
        int[] lengths = new int[rows];
        for (int i = 0; i < rows; i++) {
            lengths[i] = offsets[i + 1] - offsets[i];
        }
        return IntegerResult.column(type, lengths, nulls);
    }

    private static Column array(DataType type, Column[] arguments, int rows) {
        return new ArrayColumn(
                rows, interleaved(type.element(), arguments, 0, 1, rows), offsets(arguments.length, rows), null);
    }

    private static Column map(CallSite site, Column[] arguments, int rows) {
        DataType key = site.type().fields().get(0).type();
        DataType value = site.type().fields().get(1).type();
        for (int i = 0; i < arguments.length; i += 2) {
            boolean[] nulls = arguments[i].mayHaveNulls() ? NullFlags.of(arguments[i]) : null;
            for (int row = 0; nulls != null && row < rows; row++) {
                if (nulls[row]) {
                    throw site.invalidArgument("a key of a map cannot be NULL", null);
                }
            }
        }
        return new MapColumn(
                rows,
                interleaved(key, arguments, 0, 2, rows),
                interleaved(value, arguments, 1, 2, rows),
                offsets(arguments.length / 2, rows),
                null);
    }

    private static Column interleaved(DataType type, Column[] arguments, int first, int step, int rows) {
        ColumnBuilder values = ColumnBuilder.of(type, rows * arguments.length / step);
        for (int row = 0; row < rows; row++) {
            for (int i = first; i < arguments.length; i += step) {
                values.append(arguments[i], row);
            }
        }
        return values.build();
    }

    private static int[] offsets(int length, int rows) {
        int[] offsets = new int[rows + 1];
        for (int i = 1; i <= rows; i++) {
            offsets[i] = i * length;
        }
        return offsets;
    }
}
