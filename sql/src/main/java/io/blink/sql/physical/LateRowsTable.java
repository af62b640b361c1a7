package io.blink.sql.physical;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.Field;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlOptions;
import io.blink.sql.logical.translate.InsertTarget;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.Unions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of {@link SqlOptions#LATE_ROWS_TABLE}: which of the columns of late rows it takes, by name. */
final class LateRowsTable {
    private final CatalogTable table;

    LateRowsTable(CatalogTable table) {
        this.table = table;
    }

    InsertTarget target() {
        return new InsertTarget(table, false, Map.of(), false, null);
    }

    /** What the table stores of them. */
    PhysicalNode stored(List<PhysicalNode> late) {
        List<Field> fields = table.columns().stream()
                .filter(ColumnDefinition::isWritten)
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        List<PhysicalNode> all = new ArrayList<>();
        for (PhysicalNode rows : late) {
            all.add(Operations.select(
                    rows, fields.stream().map(field -> column(rows, field)).toList()));
        }
        return Unions.of(all, fields);
    }

    private int column(PhysicalNode rows, Field wanted) {
        for (int column = 0; column < rows.output().size(); column++) {
            Field field = rows.output().get(column);
            if (field.name().equalsIgnoreCase(wanted.name())) {
                requireType(field, wanted);
                return column;
            }
        }
        throw mismatch("has a column '" + wanted.name() + "', which late rows of this statement have not: theirs are "
                + rows.output().stream()
                        .map(field -> field.name() + " " + field.type())
                        .toList());
    }

    private void requireType(Field field, Field wanted) {
        if (!field.type().equalsIgnoringNullability(wanted.type())
                || field.type().nullable() && !wanted.type().nullable()) {
            throw mismatch("has column '" + wanted.name() + "' as " + wanted.type() + ", and late rows have it as "
                    + field.type());
        }
    }

    private BlinkException mismatch(String what) {
        return new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                "Table " + table.path() + " of '" + SqlOptions.LATE_ROWS_TABLE.key() + "' " + what);
    }
}
