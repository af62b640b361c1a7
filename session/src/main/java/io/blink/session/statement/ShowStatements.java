package io.blink.session.statement;

import io.blink.core.config.ConfigOption;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogDatabase;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.NamePattern;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionValue;
import io.blink.sql.QueryPlanner;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** SHOW and DESCRIBE. */
public final class ShowStatements {
    private final SessionContext context;
    private final JobClient jobs;
    private final CatalogStatements catalogStatements;
    private final ModuleStatements modules;

    public ShowStatements(
            SessionContext context, JobClient jobs, CatalogStatements catalogStatements, ModuleStatements modules) {
        this.context = context;
        this.jobs = jobs;
        this.catalogStatements = catalogStatements;
        this.modules = modules;
    }

    public StatementResult show(Statement.Show show) {
        SessionCatalogs catalogs = context.catalogs();
        return switch (show.target()) {
            case CATALOGS -> names("catalog name", catalogs.names(), show);
            case CURRENT_CATALOG -> names("current catalog name", List.of(catalogs.currentCatalog()), show);
            case DATABASES -> names("database name", catalog(show.of()).listDatabases(), show);
            case CURRENT_DATABASE -> names("current database name", List.of(catalogs.currentDatabase()), show);
            case TABLES -> names("table name", tables(show.of(), false), show);
            case VIEWS -> names("view name", tables(show.of(), true), show);
            case PARTITIONS -> partitions(show);
            case COLUMNS -> new TableDescription(existing(show.of().orElseThrow())).columns(show.pattern());
            case FUNCTIONS -> names("function name", functions(show.of(), true), show);
            case USER_FUNCTIONS -> names("function name", functions(show.of(), false), show);
            case JARS -> names("jars", context.functions().addedJars(), show);
            case MODULES -> modules.show(false);
            case FULL_MODULES -> modules.show(true);
            case PROCEDURES -> names("procedure name", List.of(), show);
            case MODELS -> names("model name", List.of(), show);
            case MATERIALIZED_TABLES -> names("materialized table name", List.of(), show);
            case CREATE_CATALOG -> catalogStatements.definition(show.of().orElseThrow());
            case CREATE_FUNCTION ->
                new FunctionStatements(context).definition(show.of().orElseThrow());
            case TABLE_PROPERTIES -> properties(existing(show.of().orElseThrow()), show.pattern());
            case JOBS -> jobs();
            case CREATE_TABLE -> definition(existing(show.of().orElseThrow()), false);
            case CREATE_VIEW -> definition(existing(show.of().orElseThrow()), true);
        };
    }

    private static StatementResult names(String column, List<String> names, Statement.Show show) {
        TextTable table = new TextTable(column);
        names.stream().filter(name -> LikePattern.selects(show.pattern(), name)).forEach(table::add);
        return table.result(0);
    }

    private List<String> functions(Optional<ObjectName> database, boolean builtIn) {
        SessionCatalogs catalogs = context.catalogs();
        boolean qualified = database.isPresent() && database.get().parts().size() > 1;
        String catalog = qualified ? database.get().parts().get(0) : catalogs.currentCatalog();
        TreeSet<String> names = new TreeSet<>(context.functions()
                .names(catalog, database.map(ObjectName::simple).orElse(catalogs.currentDatabase())));
        names.addAll(builtIn ? QueryPlanner.functionNames() : List.of());
        return List.copyOf(names);
    }

    private Catalog catalog(Optional<ObjectName> name) {
        SessionCatalogs catalogs = context.catalogs();
        return catalogs.existingCatalog(name.map(ObjectName::simple).orElse(catalogs.currentCatalog()));
    }

    private List<String> tables(Optional<ObjectName> database, boolean viewsOnly) {
        SessionCatalogs catalogs = context.catalogs();
        boolean qualified = database.isPresent() && database.get().parts().size() > 1;
        Catalog catalog =
                catalogs.existingCatalog(qualified ? database.get().parts().get(0) : catalogs.currentCatalog());
        String name = SessionCatalogs.existingDatabase(
                catalog, database.map(ObjectName::simple).orElse(catalogs.currentDatabase()));
        TreeSet<String> names = new TreeSet<>(catalog.listTables(name));
        names.addAll(catalogs.temporaryTables(catalog.name(), name));
        return names.stream()
                .filter(table -> !viewsOnly
                        || catalogs.existing(new TablePath(catalog.name(), name, table))
                                .isView())
                .toList();
    }

    private CatalogTable existing(ObjectName name) {
        return context.catalogs().existing(context.catalogs().resolve(name));
    }

    private StatementResult partitions(Statement.Show show) {
        CatalogTable table = existing(show.of().orElseThrow());
        checkPartitionKeys(table, show);
        TextTable result = new TextTable("partition name");
        for (String partition : PartitionNames.of(table, context)) {
            if (show.partition().stream().allMatch(wanted -> hasValue(partition, wanted))) {
                result.add(partition);
            }
        }
        return result.result(0);
    }

    private static void checkPartitionKeys(CatalogTable table, Statement.Show show) {
        if (table.partitionKeys().isEmpty()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    show.of().orElseThrow().position(),
                    table.path() + " has no partition columns, so it has no partitions");
        }
        for (PartitionValue wanted : show.partition()) {
            if (table.partitionKeys().stream().noneMatch(wanted.column()::equalsIgnoreCase)) {
                throw SqlErrors.at(
                        SqlErrorCode.UNKNOWN_COLUMN,
                        wanted.position(),
                        "'" + wanted.column() + "' is no partition column of " + table.path() + ", which has "
                                + table.partitionKeys()
                                + SqlErrors.suggestion(wanted.column(), table.partitionKeys()));
            }
        }
    }

    private static boolean hasValue(String partition, PartitionValue wanted) {
        return PartitionNames.has(partition, wanted.column(), wanted.value().orElse(""));
    }

    private StatementResult properties(CatalogTable table, Optional<NamePattern> key) {
        TextTable result = new TextTable("key", "value");
        writtenOptions(table).forEach((name, value) -> {
            if (key.isEmpty() || key.get().text().equalsIgnoreCase(name)) {
                result.add(name, value);
            }
        });
        return result.result(0);
    }

    private StatementResult jobs() {
        TextTable table = new TextTable("job id", "job name", "status", "start time");
        for (JobStatus job : jobs.list()) {
            String start = job.startedMillis() == 0
                    ? null
                    : Instant.ofEpochMilli(job.startedMillis()).toString();
            table.add(job.jobId(), job.name(), job.state().name(), start);
        }
        return table.result(0);
    }

    public StatementResult describeTable(Statement.DescribeTable describe) {
        CatalogTable table = existing(describe.table());
        if (describe.column().isPresent()) {
            return new ColumnDescription(context).of(table, describe.column().get(), describe.extended());
        }
        if (!describe.extended()) {
            return new TableDescription(table).columns(Optional.empty());
        }
        return new TableDescription(table)
                .extended(writtenOptions(table), new ColumnDescription(context).statistics(table));
    }

    /** Without those that only catalogs set. */
    private Map<String, String> writtenOptions(CatalogTable table) {
        Map<String, String> written = new TreeMap<>(table.options());
        if (table.connector() != null) {
            context.connectors().factory(table.connector()).internalOptions().stream()
                    .map(ConfigOption::key)
                    .forEach(written::remove);
        }
        return written;
    }

    public StatementResult describeDatabase(Statement.DescribeDatabase describe) {
        SessionCatalogs catalogs = context.catalogs();
        boolean qualified = describe.database().parts().size() > 1;
        Catalog catalog =
                catalogs.existingCatalog(qualified ? describe.database().parts().get(0) : catalogs.currentCatalog());
        String name =
                SessionCatalogs.existingDatabase(catalog, describe.database().simple());
        CatalogDatabase database = catalog.database(name).orElseThrow();
        TextTable result = new TextTable("property", "value");
        result.add("name", database.name());
        result.add("comment", database.comment());
        result.add("location", database.location());
        if (describe.extended()) {
            database.properties().forEach(result::add);
        }
        return result.result(0);
    }

    private StatementResult definition(CatalogTable table, boolean view) {
        if (table.isView() != view) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    table.path() + " is a " + (view ? "table; use SHOW CREATE TABLE." : "view; use SHOW CREATE VIEW."));
        }
        TextTable result = new TextTable(view ? "create view" : "create table");
        result.add(DefinitionText.of(table, writtenOptions(table)));
        return result.result(0);
    }
}
