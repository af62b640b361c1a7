package io.blink.session.local;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.runtime.control.InProcessConnection;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.task.StateBackends;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.RemoteChannels;
import io.blink.runtime.worker.Worker;
import io.blink.runtime.worker.WorkerEquipment;
import io.blink.runtime.worker.WorkerOptions;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ThreadedActorLoop;
import io.blink.scheduler.client.InProcessJobClient;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A master and a worker in this process. */
public final class LocalEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
    private static final String WORKER = "local";

    private final Resources resources = new Resources("the engine");
    private final JobClient jobClient;
    private volatile BlinkException failure;

    public LocalEngine(Configuration settings, Connectors connectors) {
        this(settings, connectors, new FileSystems(List.of(), settings));
    }

    /** @param fileSystems where checkpoints and the jars of functions are */
    public LocalEngine(Configuration settings, Connectors connectors, FileSystems fileSystems) {
        this(settings, connectors, fileSystems, StateBackends.ofClassPath());
    }

    public LocalEngine(
            Configuration settings, Connectors connectors, FileSystems fileSystems, StateBackends stateBackends) {
        try {
            this.jobClient = start(settings, connectors, fileSystems, stateBackends);
        } catch (IOException e) {
            close();
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM,
                    "The temporary folder of the engine cannot be made: " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private JobClient start(
            Configuration settings, Connectors connectors, FileSystems fileSystems, StateBackends stateBackends)
            throws IOException {
        int slots = settings.optional(WorkerOptions.SLOTS)
                .orElse(Runtime.getRuntime().availableProcessors());
        List<Path> folders = folders(settings);
        List<Path> directories =
                folders.stream().map(folder -> folder.resolve("worker")).toList();
        WorkerEquipment equipment = resources.add(new WorkerEquipment(settings, WORKER, slots, directories));
        PartitionClient partitions = resources.add(equipment.partitions(new NoRemoteChannels()));
        Dispatcher dispatcher = dispatcher(settings, connectors, equipment.io(), slots, folders.get(0));
        TaskEnvironment environment = equipment.environment(connectors, fileSystems, stateBackends, partitions);
        Worker worker =
                resources.add(new Worker(WORKER, equipment.identity("localhost").build(), environment));
        resources.add(InProcessConnection.open(WORKER, worker, dispatcher)::close);
        return new InProcessJobClient(dispatcher, partitions);
    }

    private Dispatcher dispatcher(
            Configuration settings, Connectors connectors, ExecutorService io, int slots, Path directory) {
        ThreadedActorLoop loop = resources.add(
                new ThreadedActorLoop("master", failure -> LOG.error("A turn of the master failed", failure)));
        String storage = settings.optional(SchedulerOptions.STORAGE_DIRECTORY)
                .orElse(directory.resolve("master").toString());
        MasterStore store = new MasterStore(new LocalFileSystem(), storage, 1);
        Dispatcher dispatcher = new Dispatcher(
                1, settings, loop, io, store, connectors, new FixedWorkers(slots, 1), end -> failure = end);
        resources.add(dispatcher::stop);
        dispatcher.start();
        return dispatcher;
    }

    private List<Path> folders(Configuration settings) throws IOException {
        String parents = settings.optional(LocalEngineOptions.TEMPORARY_DIRECTORIES)
                .orElse(System.getProperty("java.io.tmpdir"));
        List<Path> folders = new ArrayList<>();
        for (String parent : parents.split(",")) {
            folders.add(resources.add(EngineFolder.in(Path.of(parent.strip()))).path());
        }
        return folders;
    }

    public JobClient jobClient() {
        return jobClient;
    }

    /** What ended the master by a mistake of its own: from then on every statement fails with it. */
    public Optional<BlinkException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        resources.close();
    }

    /** There is no other process. */
    private static final class NoRemoteChannels implements RemoteChannels {
        @Override
        public BatchChannel open(
                ProducerLocation producer, PartitionKey key, boolean blocking, int firstBucket, int bucketCount) {
            throw new IllegalStateException("worker " + producer.getWorkerId() + " in an engine of one process");
        }

        @Override
        public void close() {}
    }
}
