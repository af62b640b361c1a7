package io.blink.runtime.operator.unnest;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.RowColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.NullMask;
import java.util.List;

/** The columns that the elements of a collection become. */
final class ElementColumns {
    private final List<DataType> parts;

    ElementColumns(DataType collection) {
        this.parts = collection.fields().stream().map(Field::type).toList();
    }

    /** @param entries places of elements; -1: a row without one */
    void add(Elements elements, int[] entries, List<Column> columns) {
        boolean single = parts.size() == 1;
        for (int i = 0; i < parts.size(); i++) {
            Column values = chosen(elements.parts().get(i), parts.get(i), entries);
            if (single && parts.get(i).kind() == TypeKind.ROW) {
                addFields((RowColumn) values.flat(), parts.get(i), columns);
            } else {
                columns.add(values);
            }
        }
    }

    private static Column chosen(Column values, DataType type, int[] entries) {
        if (isRun(entries)) {
            return values.slice(entries[0], entries.length);
        }
        for (int entry : entries) {
            if (entry < 0) {
                return withNulls(values, type, entries);
            }
        }
        return values.take(entries, 0, entries.length);
    }

    private static boolean isRun(int[] entries) {
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] < 0 || entries[i] != entries[0] + i) {
                return false;
            }
        }
        return true;
    }

    private static Column withNulls(Column values, DataType type, int[] entries) {
        ColumnBuilder builder = ColumnBuilder.of(type, entries.length);
        for (int entry : entries) {
            if (entry < 0) {
                builder.appendNull();
            } else {
                builder.append(values, entry);
            }
        }
        return builder.build();
    }

    private static void addFields(RowColumn rows, DataType type, List<Column> columns) {
        for (int i = 0; i < rows.fields().size(); i++) {
            columns.add(
                    NullMask.apply(rows.fields().get(i), type.fields().get(i).type(), rows.nulls()));
        }
    }
}
