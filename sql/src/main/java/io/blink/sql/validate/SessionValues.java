package io.blink.sql.validate;

import io.blink.sql.PlannerContext;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Before validation: CURRENT_CATALOG, CURRENT_DATABASE, CURRENT_SCHEMA, CURRENT_USER and SESSION_USER, with empty parentheses or, but for the database,
 * with none, as the texts that they are in this session. The user is the one whose process plans the statement.
 */
public final class SessionValues extends SqlShuttle {
    private final PlannerContext context;

    public SessionValues(PlannerContext context) {
        this.context = context;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (call.getOperator() instanceof SqlUnresolvedFunction && call.operandCount() == 0) {
            String value = value(call.getOperator().getName());
            return value == null ? super.visit(call) : text(value, call.getParserPosition());
        }
        return super.visit(call);
    }

    /** The grammar makes names of the words that it reserves. */
    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        boolean reserved = identifier.isSimple()
                && !identifier.isComponentQuoted(0)
                && switch (identifier.getSimple().toUpperCase(Locale.ROOT)) {
                    case "CURRENT_CATALOG", "CURRENT_SCHEMA", "CURRENT_USER", "SESSION_USER" -> true;
                    default -> false;
                };
        return reserved ? text(value(identifier.getSimple()), identifier.getParserPosition()) : identifier;
    }

    private static SqlNode text(String value, SqlParserPos position) {
        return SqlLiteral.createCharString(value, position);
    }

    private String value(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "CURRENT_CATALOG" -> context.currentCatalog();
            case "CURRENT_DATABASE", "CURRENT_SCHEMA" -> context.currentDatabase();
            case "CURRENT_USER", "SESSION_USER" -> System.getProperty("user.name");
            default -> null;
        };
    }
}
