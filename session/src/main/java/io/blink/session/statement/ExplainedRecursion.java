package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryPlanner;
import io.blink.sql.RecursionSteps;
import io.blink.sql.Statement;

/** The steps of recursive queries for EXPLAIN: the first rows and one step are planned, and nothing runs. */
final class ExplainedRecursion implements RecursionSteps, AutoCloseable {
    private static final String[] TITLES = {"first rows", "each step"};

    private final RecursionJobs jobs;
    private final StringBuilder text = new StringBuilder();
    private int queries;
    private int planned;

    ExplainedRecursion(RecursionJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public String folder() {
        queries++;
        planned = 0;
        return jobs.folder();
    }

    @Override
    public long write(Statement.Insert step, CatalogTable table, PlannerContext context) {
        jobs.create(table.options().get("path"));
        text.append("==== Recursive query ")
                .append(queries)
                .append(": ")
                .append(TITLES[planned++])
                .append(" ====\n")
                .append(QueryPlanner.planInsert(step, table, "step of a recursive query", context)
                        .explain())
                .append('\n');
        return planned < TITLES.length ? 1 : 0;
    }

    /** What stands in front of the plan of the statement. */
    String text() {
        return queries == 0 ? "" : text + "==== Statement ====\n";
    }

    @Override
    public void close() {
        jobs.close();
    }
}
