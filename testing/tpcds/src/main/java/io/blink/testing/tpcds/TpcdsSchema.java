package io.blink.testing.tpcds;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.testing.TestingErrorCode;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Names and types of the TPC-DS tables. Surrogate keys are INT, ticket and order numbers BIGINT, CHAR(n) stays CHAR(n). */
public final class TpcdsSchema {
    private TpcdsSchema() {}

    /** The 24 tables that queries read, in alphabetical order. */
    public static List<String> tables() {
        return Table.getBaseTables().stream()
                .filter(table -> table != Table.DBGEN_VERSION)
                .map(Table::getName)
                .sorted()
                .toList();
    }

    /** The columns of a table in the order of its rows. */
    public static List<Field> columns(String table) {
        return Arrays.stream(table(table).getColumns())
                .map(column -> new Field(column.getName().toLowerCase(Locale.ROOT), type(column)))
                .toList();
    }

    static Table table(String name) {
        if (!tables().contains(name)) {
            throw new BlinkException(
                    TestingErrorCode.COMMAND_LINE,
                    "TPC-DS has no table " + name + "; its tables are " + String.join(", ", tables()));
        }
        return Table.getTable(name);
    }

    private static DataType type(Column column) {
        ColumnType type = column.getType();
        return switch (type.getBase()) {
            case INTEGER -> DataType.of(TypeKind.INT);
            case IDENTIFIER -> DataType.of(isNumberedPerSale(column) ? TypeKind.BIGINT : TypeKind.INT);
            case DATE -> DataType.of(TypeKind.DATE);
            case DECIMAL ->
                DataType.decimal(
                        type.getPrecision().orElseThrow(), type.getScale().orElseThrow());
            case VARCHAR -> DataType.varchar(type.getPrecision().orElseThrow());
            case CHAR -> DataType.character(type.getPrecision().orElseThrow());
            case TIME ->
                throw new IllegalStateException("TPC-DS has no TIME column, but " + column.getName() + " is one");
        };
    }

    /** These run past 32 bits from scale 10,000 on; the keys of dimensions never do. */
    private static boolean isNumberedPerSale(Column column) {
        String name = column.getName().toLowerCase(Locale.ROOT);
        return name.endsWith("_ticket_number") || name.endsWith("_order_number");
    }
}
