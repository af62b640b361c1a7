package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.Field;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.JobListener;
import io.blink.session.SessionErrorCode;
import io.blink.session.SessionOptions;
import io.blink.session.StatementResult;
import io.blink.sql.ParsedStatement;
import io.blink.sql.PlannedStatement;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryPlanner;
import io.blink.sql.RecursionSteps;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.StatementParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Statements that run as jobs: queries, INSERT, CREATE TABLE AS; and EXPLAIN. */
public final class JobStatements {
    /** Of these a dropped table may leave files, which the rows of CREATE OR REPLACE TABLE AS replace. */
    private static final Set<String> KEEPS_FILES = Set.of("filesystem", "hive");

    private final SessionContext context;
    private final DefinitionStatements definitions;
    private final JobClient jobs;
    private final JobWaiting waiting;
    private final AnalyzedJobs analyzing;
    private final boolean streamsOutliveSession;
    private final Consumer<String> notices;

    /**
     * @param streamsOutliveSession whether a streaming INSERT runs on when the session has gone, so that it need not be waited for
     * @param notices told what a user should know of a plan
     */
    public JobStatements(
            SessionContext context,
            DefinitionStatements definitions,
            JobClient jobs,
            JobListener listener,
            boolean streamsOutliveSession,
            Consumer<String> notices) {
        this.context = context;
        this.definitions = definitions;
        this.jobs = jobs;
        this.waiting = new JobWaiting(jobs, listener);
        this.analyzing = new AnalyzedJobs(jobs, waiting);
        this.streamsOutliveSession = streamsOutliveSession;
        this.notices = notices;
    }

    private PlannedStatement plan(ParsedStatement statement, RecursionSteps recursion) {
        PlannedStatement planned = QueryPlanner.plan(statement, context.plannerContext(recursion));
        planned.notices().forEach(notices);
        return planned;
    }

    public StatementResult query(ParsedStatement statement) {
        long start = System.nanoTime();
        RecursionJobs recursion = recursion();
        try {
            PlannedStatement planned = plan(statement, recursion);
            long planNanos = System.nanoTime() - start;
            String jobId = jobs.submit(planned.graph());
            ResultStream rows = new RowsOfRecursion(waiting.results(jobId), recursion);
            return new StatementResult.Rows(planned.resultFields(), jobId, rows, planNanos);
        } catch (RuntimeException e) {
            recursion.close();
            throw e;
        }
    }

    private RecursionJobs recursion() {
        return new RecursionJobs(context, jobs, waiting);
    }

    /** Of an INSERT or a statement set. */
    public StatementResult insert(ParsedStatement statement) {
        long start = System.nanoTime();
        try (RecursionJobs recursion = recursion()) {
            PlannedStatement planned = plan(statement, recursion);
            return write(planned.graph(), System.nanoTime() - start, recursion);
        }
    }

    /** An INSERT OVERWRITE by no rows: for its readers at once, as every other. */
    public StatementResult truncate(ParsedStatement statement, Statement.TruncateTable truncate) {
        CatalogTable table = context.catalogs().existing(context.catalogs().resolve(truncate.table()));
        if (table.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    truncate.table().position(),
                    table.path() + " is a view; only tables hold rows");
        }
        Map<String, String> partition = AlterStatements.values(table, truncate.partition());
        if (partition.size() < table.partitionKeys().size()) {
            new AlterStatements(context)
                    .truncate(table, partition, truncate.table().position());
            return new StatementResult.Done(0);
        }
        boolean absent = !partition.isEmpty()
                && PartitionNames.of(table, context).stream().noneMatch(name -> PartitionNames.has(name, partition));
        if (absent) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    truncate.table().position(),
                    table.path() + " has no partition " + partition + "; SHOW PARTITIONS lists those that are there");
        }
        String columns = table.columns().stream()
                .filter(column -> column.isWritten() && !partition.containsKey(column.name()))
                .map(column -> "CAST(NULL AS " + column.type().withNullable(true) + ")")
                .collect(Collectors.joining(", "));
        Statement.Query noRows =
                (Statement.Query) StatementParser.parseScript("SELECT " + columns + " FROM (VALUES 0) WHERE FALSE")
                        .get(0)
                        .statement();
        long start = System.nanoTime();
        Statement.Insert insert =
                new Statement.Insert(truncate.table(), true, truncate.partition(), false, List.of(), noRows.query());
        PlannedStatement planned = QueryPlanner.planInsert(insert, table, statement.text(), context.plannerContext());
        return write(planned.graph(), System.nanoTime() - start, recursion());
    }

    /** A job that reads rows of a recursive query is waited for, because they are deleted after it. */
    private StatementResult write(JobGraph graph, long planNanos, RecursionJobs recursion) {
        String jobId = jobs.submit(graph);
        if (!waits(graph.mode()) && !recursion.used()) {
            return new StatementResult.Write(jobId, Optional.empty(), planNanos);
        }
        JobStatus ended = waiting.untilEnded(jobId);
        return new StatementResult.Write(jobId, Optional.of(WrittenRows.bySink(graph, ended)), planNanos);
    }

    private boolean waits(ExecutionMode mode) {
        return context.settings()
                .optional(SessionOptions.DML_SYNC)
                .orElse(mode == ExecutionMode.BATCH || !streamsOutliveSession);
    }

    /** Creates the table, then fills it; a table whose rows could not be written is dropped again. */
    public StatementResult createTableAs(ParsedStatement statement, Statement.CreateTable create) {
        long start = System.nanoTime();
        PlannerContext planning = context.plannerContext();
        if (create.orReplace()) {
            planning = planning.withCatalogs(new ReplacedTable(planning.catalogs(), create.table(), context));
        }
        List<Field> fields = QueryPlanner.describe(create.query().orElseThrow(), planning);
        Optional<CatalogTable> created = definitions.create(create, Optional.of(fields));
        if (created.isEmpty()) {
            return new StatementResult.Done(System.nanoTime() - start);
        }
        TablePath path = created.get().path();
        try (RecursionJobs recursion = recursion()) {
            CatalogTable table = context.catalogs().existing(path);
            Statement.Insert insert = new Statement.Insert(
                    create.table(),
                    create.orReplace() && KEEPS_FILES.contains(table.connector()),
                    List.of(),
                    false,
                    QueryColumns.target(create, fields),
                    create.query().orElseThrow());
            PlannedStatement planned =
                    QueryPlanner.planInsert(insert, table, statement.text(), context.plannerContext(recursion));
            return write(planned.graph(), System.nanoTime() - start, recursion);
        } catch (BlinkException e) {
            drop(path, create.temporary(), e);
            throw e;
        }
    }

    private void drop(TablePath path, boolean temporary, BlinkException reason) {
        try {
            if (temporary) {
                context.catalogs().removeTemporary(path);
            } else {
                context.catalogs().existingCatalog(path.catalog()).dropTable(path);
            }
        } catch (BlinkException e) {
            reason.addSuppressed(e);
        }
    }

    public StatementResult explain(ParsedStatement statement, Statement.Explain explain) {
        long start = System.nanoTime();
        TextTable table = new TextTable("plan");
        if (explain.analyze()) {
            try (RecursionJobs recursion = recursion()) {
                PlannedStatement planned = plan(statement, recursion);
                long planNanos = System.nanoTime() - start;
                table.add(analyzing.run(explain, planned.graph(), planNanos, planned::explain));
                return table.result(planNanos);
            }
        }
        try (ExplainedRecursion recursion = new ExplainedRecursion(recursion())) {
            PlannedStatement planned = plan(statement, recursion);
            table.add(recursion.text()
                    + planned.explain()
                    + RowWiseFunctions.textOf(planned.graph(), context.timeZone()));
            return table.result(System.nanoTime() - start);
        }
    }
}
