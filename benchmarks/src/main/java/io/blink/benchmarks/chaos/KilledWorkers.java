package io.blink.benchmarks.chaos;

import io.blink.benchmarks.cluster.WorkerProcesses;
import io.blink.core.config.Configuration;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Workers in processes of their own; a strike is {@code kill -9} of one that has tasks of the job, and another takes its place. */
final class KilledWorkers implements StruckEngine {
    private final Resources resources = new Resources("the struck cluster");
    private final WorkerProcesses cluster;
    private final JobClient jobs;
    private final ChaosSession session;
    private int successors;

    /** @param folder emptied first @param settings of the session */
    KilledWorkers(Path folder, int workers, int slots, Map<String, String> settings) {
        try {
            ClassLoader loader = getClass().getClassLoader();
            FileSystems fileSystems = FileSystems.load(loader, Configuration.empty());
            cluster = resources.add(WorkerProcesses.start(folder, workers, slots));
            jobs = resources.add(cluster.client());
            Connectors connectors = resources.add(Connectors.load(loader, fileSystems));
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
        List<String> alive = cluster.workers();
        List<String> atWork = status.vertices().stream()
                .flatMap(vertex -> vertex.tasks().stream())
                .map(JobStatus.TaskStatus::workerId)
                .filter(alive::contains)
                .distinct()
                .sorted()
                .toList();
        List<String> victims = atWork.isEmpty() ? alive : atWork;
        cluster.replace(victims.get(choice % victims.size()), "successor" + ++successors);
    }

    @Override
    public void close() {
        resources.close();
    }
}
