package io.blink.client;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.runtime.task.StateBackends;
import io.blink.scheduler.client.JobClient;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.local.LocalEngine;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A session and the engine behind it, wired together; closes both. */
final class OpenSession implements AutoCloseable {
    private final Session session;
    private final JobClient jobClient;
    private final SessionContext context;
    private final List<AutoCloseable> resources = new ArrayList<>();

    OpenSession(
            Configuration configuration, EngineOptions.Target target, JobListener listener, Consumer<String> notices) {
        Plugins plugins = Plugins.ofProcess(OpenSession.class.getClassLoader());
        SettingKeys keys = ClientSettings.keys();
        FileSystems fileSystems = FileSystems.load(plugins, configuration);
        Connectors connectors = Connectors.load(plugins, fileSystems);
        resources.add(connectors);
        this.jobClient = jobClient(configuration, target, connectors, fileSystems, plugins);
        List<CatalogFactory> catalogs = plugins.services(CatalogFactory.class);
        this.context = new SessionContext(fileSystems, connectors, catalogs, keys, configuration, Clock.systemUTC());
        this.session = new Session(context, jobClient, target != EngineOptions.Target.LOCAL, listener, notices);
        resources.add(session);
    }

    private JobClient jobClient(
            Configuration configuration,
            EngineOptions.Target target,
            Connectors connectors,
            FileSystems fileSystems,
            Plugins plugins) {
        if (target == EngineOptions.Target.LOCAL) {
            LocalEngine engine = new LocalEngine(configuration, connectors, fileSystems, StateBackends.of(plugins));
            resources.add(engine);
            return engine.jobClient();
        }
        JobClient client = RemoteEngines.connect(configuration, target);
        resources.add(client);
        return client;
    }

    Session session() {
        return session;
    }

    JobClient jobClient() {
        return jobClient;
    }

    /** What the shell may complete. */
    SessionNames names() {
        return new SessionNames(context.catalogs(), context.functions(), System::nanoTime);
    }

    @Override
    public void close() throws Exception {
        for (int i = resources.size() - 1; i >= 0; i--) {
            resources.get(i).close();
        }
    }
}
