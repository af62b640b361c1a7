package io.blink.integration.sql;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.ParsedStatement;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import io.blink.testing.script.SqlEngine;
import io.blink.testing.script.SqlResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session, wired as the command line wires it; owns what it was made with. */
public final class SessionEngine implements SqlEngine {
    private final Resources resources;
    private final Session session;

    private SessionEngine(
            FileSystems fileSystems,
            Connectors connectors,
            JobClient client,
            boolean remote,
            Configuration initial,
            Resources resources) {
        this.resources = resources;
        List<CatalogFactory> catalogs =
                Plugins.none(getClass().getClassLoader()).services(CatalogFactory.class);
        SettingKeys keys = new SettingKeys(List.of(LocalEngineOptions.all()));
        SessionContext context =
                new SessionContext(fileSystems, connectors, catalogs, keys, initial, Clock.systemUTC());
        session = resources.add(new Session(context, client, remote, JobListener.NONE, notice -> {}));
    }

    /** On the engine of this process. @param settings of the engine @param initial those of the session */
    public static SessionEngine local(Map<String, String> settings, Map<String, String> initial) {
        ClassLoader loader = SessionEngine.class.getClassLoader();
        Configuration configuration = new Configuration(settings);
        FileSystems fileSystems = FileSystems.load(loader, configuration);
        Resources resources = new Resources("the session");
        Connectors connectors = resources.add(Connectors.load(loader, fileSystems));
        LocalEngine engine = new LocalEngine(configuration, connectors);
        resources.add(() -> engine.failure().ifPresent(failure -> {
            throw failure;
        }));
        resources.add(engine);
        return new SessionEngine(
                fileSystems, connectors, engine.jobClient(), false, new Configuration(initial), resources);
    }

    /** On a master in a process of its own, or that pretends to be. */
    public static SessionEngine remote(JobClient client, Map<String, String> initial) {
        ClassLoader loader = SessionEngine.class.getClassLoader();
        FileSystems fileSystems = FileSystems.load(loader, Configuration.empty());
        Resources resources = new Resources("the session");
        Connectors connectors = resources.add(Connectors.load(loader, fileSystems));
        resources.add(client);
        return new SessionEngine(fileSystems, connectors, client, true, new Configuration(initial), resources);
    }

    @Override
    public SqlResult execute(String statement) {
        List<StatementText> texts = StatementParser.splitScript(statement);
        if (texts.size() != 1) {
            throw new IllegalArgumentException("a block holds one statement, not " + texts.size());
        }
        ParsedStatement parsed =
                StatementParser.parseStatement(texts.get(0).text(), texts.get(0).start());
        StatementResult result = session.execute(parsed);
        if (result instanceof StatementResult.Table table) {
            return result(table.fields(), table.batches());
        }
        return result instanceof StatementResult.Rows rows ? read(rows) : SqlResult.EMPTY;
    }

    @Override
    public void close() {
        resources.close();
    }

    private SqlResult read(StatementResult.Rows result) {
        List<Batch> batches = new ArrayList<>();
        try (ResultStream rows = result.rows()) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                batches.add(batch);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BlinkException(CoreErrorCode.CANCELED, "Interrupted while the result was read", interrupted);
        }
        return result(result.fields(), batches);
    }

    private SqlResult result(List<Field> fields, List<Batch> batches) {
        List<DataType> types = fields.stream().map(Field::type).toList();
        List<ColumnText> texts = types.stream()
                .map(type -> new ColumnText(type, session.timeZone()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (int column = 0; column < texts.size(); column++) {
                    values.add(texts.get(column).text(batch.column(column), row));
                }
                rows.add(values);
            }
        }
        return new SqlResult(types, rows);
    }
}
