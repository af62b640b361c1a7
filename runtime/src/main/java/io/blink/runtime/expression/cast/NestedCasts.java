package io.blink.runtime.expression.cast;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.ArrayList;
import java.util.List;

/** Conversions of arrays, maps and rows part by part. */
final class NestedCasts {
    private final DataType to;
    private final List<Kernel> parts;

    /** @param parts the conversions of the element, of key and value, or of the fields */
    NestedCasts(DataType to, List<Kernel> parts) {
        this.to = to;
        this.parts = List.copyOf(parts);
    }

    Column convert(Column column, int rows, CastFailures failures) {
        return switch (to.kind()) {
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) column;
                yield new ArrayColumn(rows, part(0, arrays.elements()), arrays.offsets(), failures.nulls());
            }
            case MAP -> {
                MapColumn maps = (MapColumn) column;
                yield new MapColumn(
                        rows, part(0, maps.keys()), part(1, maps.values()), maps.offsets(), failures.nulls());
            }
            default -> {
                List<Column> fields = new ArrayList<>();
                for (Column field : ((RowColumn) column).fields()) {
                    fields.add(part(fields.size(), field));
                }
                yield new RowColumn(rows, fields, failures.nulls());
            }
        };
    }

    private Column part(int index, Column column) {
        Column flat = column.flat();
        return parts.get(index).apply(new Column[] {flat}, NullFlags.of(flat), flat.size());
    }
}
