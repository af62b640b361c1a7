package io.blink.scheduler.client;

import io.blink.core.config.Configuration;
import io.blink.core.function.user.UserCode;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.InProcessConnection;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.operator.join.lookup.LookupTables;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.task.OperatorFactory;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.task.WorkerThreads;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import io.blink.runtime.worker.Worker;
import io.blink.scheduler.actor.ThreadedActorLoop;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.remote.JobServer;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A production master and production workers in this process, with their data on real connections. */
final class RealCluster implements AutoCloseable {

    private static final Configuration SETTINGS = new Configuration(Map.of("blink.worker.reconnect-grace", "100 ms"));

    private final ApplicationSecret secret = ApplicationSecret.generate();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final LinkedBlockingQueue<Throwable> programmerMistakes = new LinkedBlockingQueue<>();
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final Connectors connectors = new Connectors(List.of(), new FileSystems(List.of(), Configuration.empty()));
    private final Dispatcher dispatcher;
    private final InProcessJobClient client;
    private final JobServer server;
    private final Deque<InProcessConnection> connections = new ArrayDeque<>();

    RealCluster(Path directory, int workers) {
        ThreadedActorLoop loop = new ThreadedActorLoop("master", programmerMistakes::add);
        resources.push(io::shutdownNow);
        resources.push(loop);
        dispatcher = new Dispatcher(
                1,
                SETTINGS,
                loop,
                io,
                new MasterStore(new LocalFileSystem(), directory.resolve("ha").toString(), 1),
                connectors,
                new FixedWorkers(2, workers),
                programmerMistakes::add);
        dispatcher.start();
        Transport transport = Transport.consumer(SETTINGS, secret, "localhost");
        resources.push(transport);
        PartitionClient partitions = new PartitionClient("", new PartitionRegistry(1), transport.remote(), io, false);
        client = new InProcessJobClient(dispatcher, partitions);
        server = new JobServer(0, secret, dispatcher, partitions, io, reason -> {});
        resources.push(server);
        for (int i = 0; i < workers; i++) {
            startWorker("w" + i, directory.resolve("w" + i));
        }
    }

    private void startWorker(String id, Path directory) {
        WorkerThreads threads = new WorkerThreads(id, 2);
        PartitionRegistry registry = new PartitionRegistry(1 << 20);
        Transport transport = Transport.worker(SETTINGS, secret, "localhost", 0, registry, io);
        PartitionClient partitions = new PartitionClient(id, registry, transport.remote(), io, true);
        TaskEnvironment environment = new TaskEnvironment(
                threads,
                io,
                connectors,
                (context, restored, lookup) -> OperatorFactory.create(context),
                (task, node) -> new LocalSpillFiles(List.of(directory), "spill-" + node.id() + "-" + task.getAttempt()),
                registry,
                partitions,
                new LocalDirectories(List.of(directory)),
                LocalFiles.DISK,
                List.of(new MemoryPool("slot 0", 32 << 20), new MemoryPool("slot 1", 32 << 20)),
                1 << 20,
                new UserCode(new FileSystems(List.of(), Configuration.empty()), directory.resolve("functions")),
                new FileSystems(List.of(), Configuration.empty()),
                new LookupTables(connectors, io, 16 << 20));
        RegisterWorker identity = RegisterWorker.newBuilder()
                .setSlots(2)
                .setHost("localhost")
                .setDataHost("localhost")
                .setDataPort(transport.port())
                .build();
        Worker worker = new Worker(id, identity, environment);
        resources.push(threads);
        resources.push(transport);
        resources.push(worker);
        connections.push(InProcessConnection.open(id, worker, dispatcher));
    }

    JobClient client() {
        return client;
    }

    ApplicationSecret secret() {
        return secret;
    }

    int port() {
        return server.port();
    }

    List<Throwable> programmerMistakes() {
        return List.copyOf(programmerMistakes);
    }

    @Override
    public void close() throws Exception {
        dispatcher.stop();
        connections.forEach(InProcessConnection::close);
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
    }
}
