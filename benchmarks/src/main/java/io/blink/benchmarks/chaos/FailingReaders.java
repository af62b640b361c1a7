package io.blink.benchmarks.chaos;

import io.blink.core.config.Configuration;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.local.LocalEngine;
import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The engine of this process; a strike is an exception of the reader whose turn is next. */
final class FailingReaders implements StruckEngine {
    private final Resources resources = new Resources("the struck engine");
    private final FailurePlan plan = FailurePlan.onDemand();
    private final JobClient jobs;
    private final ChaosSession session;

    /** @param folder of its files @param settings of the session */
    FailingReaders(Path folder, int slots, Map<String, String> settings) {
        ClassLoader loader = getClass().getClassLoader();
        Configuration configuration = new Configuration(
                Map.of("taskmanager.numberOfTaskSlots", Integer.toString(slots), "io.tmp.dirs", folder.toString()));
        FileSystems fileSystems = FileSystems.load(loader, configuration);
        List<ConnectorFactory> factories = Plugins.none(loader).services(ConnectorFactory.class).stream()
                .<ConnectorFactory>map(factory -> new FailingConnectorFactory(factory, plan))
                .toList();
        try {
            Connectors connectors = resources.add(new Connectors(factories, fileSystems));
            jobs = resources
                    .add(new LocalEngine(configuration, connectors, fileSystems))
                    .jobClient();
            session = resources.add(new ChaosSession(fileSystems, connectors, jobs, settings));
        } catch (RuntimeException | Error e) {
            resources.close();
            throw e;
        }
    }

    @Override
    public JobClient jobs() {
        return jobs;
    }

    @Override
    public String start(String script) {
        return session.start(script);
    }

    @Override
    public void strike(JobStatus status, int choice) {
        plan.failNext();
    }

    @Override
    public void close() {
        resources.close();
    }
}
