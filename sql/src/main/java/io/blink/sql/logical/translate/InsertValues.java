package io.blink.sql.logical.translate;

import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.parser.CoreTypeName;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The constants of INSERT … VALUES, each cast to its column's type where it stands, so that one that does not fit is told with its place: numbers into
 * columns of numbers, text into columns of days and times (as in Hive).
 */
public final class InsertValues {
    private InsertValues() {}

    /** The query with casts, if it is VALUES with as many columns as given; else as it is. */
    public static SqlNode placed(SqlNode query, List<ColumnDefinition> columns) {
        if (!(query instanceof SqlBasicCall values) || values.getKind() != SqlKind.VALUES) {
            return query;
        }
        for (SqlNode row : values.getOperandList()) {
            if (row instanceof SqlCall rowOfDefaults) {
                withoutDefaults(rowOfDefaults);
            }
            if (row instanceof SqlCall call && call.getKind() == SqlKind.ROW && call.operandCount() == columns.size()) {
                for (int i = 0; i < columns.size(); i++) {
                    call.setOperand(i, placed(call.operand(i), columns.get(i).type()));
                }
            }
        }
        return query;
    }

    /** Columns have no other default than NULL. */
    private static void withoutDefaults(SqlCall row) {
        for (int i = 0; i < row.operandCount(); i++) {
            if (row.operand(i) instanceof SqlIdentifier name
                    && name.isSimple()
                    && name.getSimple().equalsIgnoreCase("DEFAULT")) {
                row.setOperand(i, SqlLiteral.createNull(name.getParserPosition()));
            }
        }
    }

    private static SqlNode placed(SqlNode value, DataType type) {
        boolean fits = isNumber(value) && type.kind().isNumeric()
                || value instanceof SqlCharStringLiteral && isTime(type.kind());
        if (!fits) {
            return value;
        }
        SqlParserPos position = value.getParserPosition();
        SqlDataTypeSpec target = new SqlDataTypeSpec(new CoreTypeName(type.withNullable(true), position), position);
        return SqlStdOperatorTable.CAST.createCall(position, value, target);
    }

    private static boolean isNumber(SqlNode value) {
        return value instanceof SqlNumericLiteral
                || (value.getKind() == SqlKind.MINUS_PREFIX && isNumber(((SqlCall) value).operand(0)));
    }

    private static boolean isTime(TypeKind kind) {
        return kind == TypeKind.DATE || kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
    }
}
