package io.blink.session;

import io.blink.scheduler.client.JobClient;
import io.blink.session.statement.AlterStatements;
import io.blink.session.statement.AnalyzeStatements;
import io.blink.session.statement.CatalogStatements;
import io.blink.session.statement.DefinitionStatements;
import io.blink.session.statement.FunctionStatements;
import io.blink.session.statement.JobControlStatements;
import io.blink.session.statement.JobStatements;
import io.blink.session.statement.ModuleStatements;
import io.blink.session.statement.NamedObject;
import io.blink.session.statement.SessionContext;
import io.blink.session.statement.SettingStatements;
import io.blink.session.statement.ShowStatements;
import io.blink.sql.ParsedStatement;
import io.blink.sql.Statement;
import java.time.ZoneId;
import java.util.function.Consumer;

/** One user's statements, one after the other. Used by one thread at a time; {@link #execute} blocks until the statement's result can be read. */
public final class Session implements AutoCloseable {
    private final SessionContext context;
    private final SettingStatements settings;
    private final CatalogStatements catalogs;
    private final ModuleStatements modules;
    private final DefinitionStatements definitions;
    private final AlterStatements alterations;
    private final FunctionStatements functions;
    private final ShowStatements shows;
    private final JobStatements jobs;
    private final JobControlStatements jobControl;
    private final AnalyzeStatements analysis;

    /**
     * @param jobClient where jobs run
     * @param streamsOutliveSession whether a streaming INSERT goes on when the session is gone
     * @param listener told about jobs that a statement waits for
     * @param notices told what a user should know beside the result
     */
    public Session(
            SessionContext context,
            JobClient jobClient,
            boolean streamsOutliveSession,
            JobListener listener,
            Consumer<String> notices) {
        this.context = context;
        this.settings = new SettingStatements(context, notices);
        this.catalogs = new CatalogStatements(context);
        this.modules = new ModuleStatements(notices);
        this.definitions = new DefinitionStatements(context);
        this.alterations = new AlterStatements(context);
        context.functions().publishWith(jobClient::publish);
        this.functions = new FunctionStatements(context);
        this.shows = new ShowStatements(context, jobClient, catalogs, modules);
        this.jobControl = new JobControlStatements(context, jobClient);
        this.jobs = new JobStatements(context, definitions, jobClient, listener, streamsOutliveSession, notices);
        this.analysis = new AnalyzeStatements(context, jobClient, listener);
    }

    /** Runs a statement; every failure is a {@code BlinkException}. */
    public StatementResult execute(ParsedStatement parsed) {
        return NamedObject.located(parsed.statement(), () -> run(parsed));
    }

    private StatementResult run(ParsedStatement parsed) {
        Statement statement = parsed.statement();
        return switch (parsed.kind()) {
            case QUERY -> jobs.query(parsed);
            case INSERT, STATEMENT_SET -> jobs.insert(parsed);
            case EXPLAIN -> jobs.explain(parsed, (Statement.Explain) statement);
            case CREATE_TABLE -> createTable(parsed, (Statement.CreateTable) statement);
            case CREATE_VIEW -> definitions.createView((Statement.CreateView) statement);
            case CREATE_DATABASE -> definitions.createDatabase((Statement.CreateDatabase) statement);
            case CREATE_CATALOG -> catalogs.create((Statement.CreateCatalog) statement);
            case ALTER_DATABASE -> definitions.alterDatabase((Statement.AlterDatabase) statement);
            case ALTER_CATALOG -> catalogs.alter((Statement.AlterCatalog) statement);
            case ALTER_TABLE -> alterations.alter((Statement.AlterTable) statement);
            case ALTER_VIEW -> definitions.alterView((Statement.AlterView) statement);
            case TRUNCATE_TABLE -> jobs.truncate(parsed, (Statement.TruncateTable) statement);
            case REPAIR_TABLE -> alterations.repair((Statement.RepairTable) statement);
            case ANALYZE_TABLE -> analysis.analyze((Statement.AnalyzeTable) statement);
            case DROP_TABLE -> definitions.dropTable((Statement.DropTable) statement);
            case DROP_VIEW -> definitions.dropView((Statement.DropView) statement);
            case DROP_DATABASE -> definitions.dropDatabase((Statement.DropDatabase) statement);
            case DROP_CATALOG -> catalogs.drop((Statement.DropCatalog) statement);
            case CREATE_FUNCTION -> functions.create((Statement.CreateFunction) statement);
            case ALTER_FUNCTION -> functions.alter((Statement.AlterFunction) statement);
            case DROP_FUNCTION -> functions.drop((Statement.DropFunction) statement);
            case DESCRIBE_FUNCTION -> functions.describe((Statement.DescribeFunction) statement);
            case ADD_JAR -> functions.addJar((Statement.AddJar) statement);
            case REMOVE_JAR -> functions.removeJar((Statement.RemoveJar) statement);
            case USE_CATALOG -> catalogs.use((Statement.UseCatalog) statement);
            case USE_DATABASE -> definitions.useDatabase((Statement.UseDatabase) statement);
            case STOP_JOB -> jobControl.stop((Statement.StopJob) statement);
            case CREATE_SAVEPOINT -> jobControl.createSavepoint((Statement.CreateSavepoint) statement);
            case DROP_SAVEPOINT -> jobControl.dropSavepoint((Statement.DropSavepoint) statement);
            case DESCRIBE_JOB -> jobControl.describe((Statement.DescribeJob) statement);
            case SHOW_CHECKPOINTS -> jobControl.checkpoints((Statement.ShowCheckpoints) statement);
            case SHOW -> shows.show((Statement.Show) statement);
            case DESCRIBE_TABLE -> shows.describeTable((Statement.DescribeTable) statement);
            case DESCRIBE_DATABASE -> shows.describeDatabase((Statement.DescribeDatabase) statement);
            case DESCRIBE_CATALOG -> catalogs.describe((Statement.DescribeCatalog) statement);
            case MODULES -> modules.change((Statement.Modules) statement);
            case SET -> settings.set((Statement.Set) statement);
            case RESET -> settings.reset((Statement.Reset) statement);
        };
    }

    private StatementResult createTable(ParsedStatement parsed, Statement.CreateTable create) {
        return create.query().isPresent() ? jobs.createTableAs(parsed, create) : definitions.createTable(create);
    }

    /** In which TIMESTAMP_LTZ values are shown. */
    public ZoneId timeZone() {
        return context.timeZone();
    }

    @Override
    public void close() {
        context.close();
    }
}
