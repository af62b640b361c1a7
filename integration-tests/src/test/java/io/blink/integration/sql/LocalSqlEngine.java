package io.blink.integration.sql;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
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

/** A session on the engine of this process, wired as the command line wires it. */
public final class LocalSqlEngine implements SqlEngine {
    private final Connectors connectors;
    private final LocalEngine engine;
    private final Session session;

    public LocalSqlEngine(Map<String, String> settings) {
        ClassLoader loader = getClass().getClassLoader();
        Configuration configuration = new Configuration(settings);
        FileSystems fileSystems = FileSystems.load(loader, configuration);
        connectors = Connectors.load(loader, fileSystems);
        engine = new LocalEngine(configuration, connectors);
        List<CatalogFactory> catalogs = Plugins.none(loader).services(CatalogFactory.class);
        SettingKeys keys = new SettingKeys(List.of(LocalEngineOptions.all()));
        SessionContext context =
                new SessionContext(fileSystems, connectors, catalogs, keys, Configuration.empty(), Clock.systemUTC());
        session = new Session(context, engine.jobClient(), false, JobListener.NONE, notice -> {});
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
        session.close();
        engine.close();
        connectors.close();
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
