package io.blink.sql;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.function.BlinkOperatorTable;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.logical.LogicalPlanner;
import io.blink.sql.physical.JobPlanner;
import java.util.List;

/**
 * Plans the statements that run as jobs. Stateless; blocks on catalogs, and on sources while they find out what there is to read. Every error that a
 * user can cause is a {@link BlinkException} that names the clause and, where known, line and column.
 */
public final class QueryPlanner {
    private static final int NAME_LENGTH_MAX = 120;

    private QueryPlanner() {}

    /** The job of a query, an INSERT or a statement set; of an EXPLAIN, that of the statement it explains; of a CREATE TABLE AS, that of its query. */
    public static PlannedStatement plan(ParsedStatement statement, PlannerContext context) {
        return plan(statement.statement(), name(statement.text(), context), context);
    }

    private static PlannedStatement plan(Statement statement, String name, PlannerContext context) {
        if (statement instanceof Statement.Query query) {
            return physical(List.of(LogicalPlanner.planQuery(query.query(), context)), name, context);
        }
        if (statement instanceof Statement.Insert insert) {
            return physical(List.of(LogicalPlanner.planInsert(insert, context)), name, context);
        }
        if (statement instanceof Statement.StatementSet set) {
            return physical(LogicalPlanner.planInserts(set.inserts(), context), name, context);
        }
        if (statement instanceof Statement.Explain explain) {
            return plan(explain.statement(), name, context);
        }
        if (statement instanceof Statement.CreateTable create && create.query().isPresent()) {
            return plan(new Statement.Query(create.query().get()), name, context);
        }
        throw new BlinkException(
                SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                "Only queries, INSERT, statement sets and CREATE TABLE AS run as jobs and have a plan; "
                        + statement.kind().name().replace('_', ' ') + " has none");
    }

    /** The job of an INSERT into a table that the catalog need not know yet: of CREATE TABLE AS. */
    public static PlannedStatement planInsert(
            Statement.Insert insert, CatalogTable table, String text, PlannerContext context) {
        return physical(List.of(LogicalPlanner.planInsert(insert, table, context)), name(text, context), context);
    }

    /** Names and types of a query's columns, for CREATE VIEW and CREATE TABLE AS; also the check that the query is valid. */
    public static List<Field> describe(QueryText query, PlannerContext context) {
        return LogicalPlanner.describe(query, context.withRecursion(RecursionSteps.NONE));
    }

    /** The type of an expression over the columns of a table that the catalogs need not know: of a computed column. */
    public static DataType expressionType(String expression, CatalogTable table, PlannerContext context) {
        TablePath path = table.path();
        String query = "SELECT (" + expression + ") FROM `" + path.catalog() + "`.`" + path.database() + "`.`"
                + path.table() + "`";
        Statement statement = StatementParser.parseScript(query).get(0).statement();
        PlannerContext over = context.withCatalogs(new AddedTables(context.catalogs()).with(table));
        return describe(((Statement.Query) statement).query(), over).get(0).type();
    }

    /** The names of all functions, sorted. */
    public static List<String> functionNames() {
        return BlinkOperatorTable.functionNames();
    }

    private static PlannedStatement physical(List<LogicalPlan> logical, String name, PlannerContext context) {
        return new PlannedStatement(logical, JobPlanner.plan(logical, name, context));
    }

    /** As the user set it, else one line of the statement. */
    private static String name(String text, PlannerContext context) {
        String line = context.settings()
                .optional(SqlOptions.JOB_NAME)
                .orElse(text)
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() <= NAME_LENGTH_MAX ? line : line.substring(0, NAME_LENGTH_MAX - 1) + "…";
    }
}
