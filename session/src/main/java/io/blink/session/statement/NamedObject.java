package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.session.SessionErrorCode;
import io.blink.sql.ObjectName;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The table, view, database or catalog that a statement is about. */
public final class NamedObject {
    private static final Set<SessionErrorCode> ABOUT_IT = EnumSet.of(
            SessionErrorCode.TABLE_NOT_FOUND,
            SessionErrorCode.DATABASE_NOT_FOUND,
            SessionErrorCode.CATALOG_NOT_FOUND,
            SessionErrorCode.FUNCTION_NOT_FOUND,
            SessionErrorCode.FUNCTION_ALREADY_EXISTS,
            SessionErrorCode.TABLE_ALREADY_EXISTS,
            SessionErrorCode.DATABASE_ALREADY_EXISTS,
            SessionErrorCode.CATALOG_ALREADY_EXISTS);

    private NamedObject() {}

    /** Runs the statement; that its object is not there, or there already, is said with the place of its name. */
    public static <T> T located(Statement statement, Supplier<T> run) {
        try {
            return run.get();
        } catch (BlinkException e) {
            Optional<ObjectName> name = of(statement);
            if (name.isPresent() && e.code() instanceof SessionErrorCode code && ABOUT_IT.contains(code)) {
                throw SqlErrors.at(code, name.get().position(), e.getMessage(), e);
            }
            throw e;
        }
    }

    private static Optional<ObjectName> of(Statement statement) {
        return switch (statement.kind()) {
            case CREATE_TABLE -> Optional.of(((Statement.CreateTable) statement).table());
            case CREATE_VIEW -> Optional.of(((Statement.CreateView) statement).view());
            case CREATE_DATABASE -> Optional.of(((Statement.CreateDatabase) statement).database());
            case CREATE_CATALOG -> Optional.of(((Statement.CreateCatalog) statement).catalog());
            case ALTER_CATALOG -> Optional.of(((Statement.AlterCatalog) statement).catalog());
            case ALTER_DATABASE -> Optional.of(((Statement.AlterDatabase) statement).database());
            case DESCRIBE_CATALOG -> Optional.of(((Statement.DescribeCatalog) statement).catalog());
            case ALTER_TABLE -> Optional.of(((Statement.AlterTable) statement).table());
            case ALTER_VIEW -> Optional.of(((Statement.AlterView) statement).view());
            case TRUNCATE_TABLE -> Optional.of(((Statement.TruncateTable) statement).table());
            case REPAIR_TABLE -> Optional.of(((Statement.RepairTable) statement).table());
            case ANALYZE_TABLE -> Optional.of(((Statement.AnalyzeTable) statement).table());
            case DROP_TABLE -> Optional.of(((Statement.DropTable) statement).table());
            case DROP_VIEW -> Optional.of(((Statement.DropView) statement).view());
            case DROP_DATABASE -> Optional.of(((Statement.DropDatabase) statement).database());
            case DROP_CATALOG -> Optional.of(((Statement.DropCatalog) statement).catalog());
            case USE_CATALOG -> Optional.of(((Statement.UseCatalog) statement).catalog());
            case USE_DATABASE -> Optional.of(((Statement.UseDatabase) statement).database());
            case SHOW -> ((Statement.Show) statement).of();
            case DESCRIBE_TABLE -> Optional.of(((Statement.DescribeTable) statement).table());
            case DESCRIBE_DATABASE -> Optional.of(((Statement.DescribeDatabase) statement).database());
            case CREATE_FUNCTION -> Optional.of(((Statement.CreateFunction) statement).function());
            case ALTER_FUNCTION -> Optional.of(((Statement.AlterFunction) statement).function());
            case DROP_FUNCTION -> Optional.of(((Statement.DropFunction) statement).function());
            case DESCRIBE_FUNCTION -> Optional.of(((Statement.DescribeFunction) statement).function());
            case QUERY,
                    INSERT,
                    STATEMENT_SET,
                    EXPLAIN,
                    SET,
                    RESET,
                    MODULES,
                    ADD_JAR,
                    REMOVE_JAR,
                    STOP_JOB,
                    CREATE_SAVEPOINT,
                    DROP_SAVEPOINT,
                    DESCRIBE_JOB,
                    SHOW_CHECKPOINTS -> Optional.empty();
        };
    }
}
