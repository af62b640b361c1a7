package io.blink.benchmarks.cluster;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.lifecycle.DaemonThreads;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ControlServer;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import io.blink.runtime.worker.WorkerMain;
import io.blink.scheduler.actor.ThreadedActorLoop;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.remote.JobServer;
import io.blink.scheduler.remote.RemoteJobClient;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import io.blink.testing.process.JavaHome;
import io.blink.testing.process.Lifetime;
import io.blink.testing.process.ServerCommand;
import io.blink.testing.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A master in this process, with its ports, and workers in processes of their own. */
public final class WorkerProcesses implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Path folder;
    private final WorkerShape shape;
    private final ApplicationSecret secret = ApplicationSecret.generate();
    private final Resources resources = new Resources("the cluster");
    private final ExecutorService io = Executors.newCachedThreadPool(new DaemonThreads("master-io"));
    private volatile BlinkException failure;
    private final Map<String, ServerProcess> processes = new HashMap<>();
    private Path secretFile;
    private Dispatcher dispatcher;
    private int workerPort;
    private int clientPort;

    private WorkerProcesses(Path folder, WorkerShape shape) {
        this.folder = folder;
        this.shape = shape;
    }

    /** @param folder of its files and logs; emptied first */
    public static WorkerProcesses start(Path folder, int workers, int slots) {
        return start(folder, workers, WorkerShape.small(slots));
    }

    /** @param folder of its files and logs; emptied first */
    public static WorkerProcesses start(Path folder, int workers, WorkerShape shape) {
        WorkerProcesses started = new WorkerProcesses(folder, shape);
        try {
            new LocalFileSystem().delete(folder.toString());
            started.startMaster(workers);
            started.startWorkers(workers);
            return started;
        } catch (IOException e) {
            started.close();
            throw new BlinkException(CoreErrorCode.FILE_SYSTEM, "The folder " + folder + " cannot be used.", e);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    private void startMaster(int workers) {
        ClassLoader loader = getClass().getClassLoader();
        Configuration configuration = new Configuration(shape.settings());
        resources.add(io::shutdownNow);
        ThreadedActorLoop loop =
                resources.add(new ThreadedActorLoop("master", failure -> LoggerFactory.getLogger(getClass())
                        .error("A turn of the master failed", failure)));
        Connectors connectors = resources.add(Connectors.load(loader, FileSystems.load(loader, configuration)));
        MasterStore store =
                new MasterStore(new LocalFileSystem(), folder.resolve("master").toString(), 1);
        dispatcher = new Dispatcher(
                1,
                configuration,
                loop,
                io,
                store,
                connectors,
                new FixedWorkers(shape.slots(), workers),
                end -> failure = end);
        resources.add(dispatcher::stop);
        workerPort = resources.add(new ControlServer(0, secret, dispatcher)).port();
        Transport transport = resources.add(Transport.consumer(configuration, secret, "localhost"));
        PartitionClient partitions =
                resources.add(new PartitionClient("", new PartitionRegistry(1), transport.remote(), io, false));
        clientPort = resources
                .add(new JobServer(0, secret, dispatcher, partitions, io, reason -> {}))
                .port();
        dispatcher.start();
    }

    private void startWorkers(int count) throws IOException {
        Files.createDirectories(folder);
        secretFile = Files.writeString(folder.resolve("secret"), secret.toText());
        List<ServerProcess> workers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            workers.add(launch("w" + i));
        }
        workers.forEach(worker -> worker.awaitReady(START_TIMEOUT));
    }

    private ServerProcess launch(String id) {
        ServerProcess worker = resources.add(new ServerProcess(command(id, secretFile), () -> registered(id)));
        worker.start();
        processes.put(id, worker);
        return worker;
    }

    /** Those that were started and not killed. */
    public List<String> workers() {
        return processes.keySet().stream().sorted().toList();
    }

    /** Kills a worker, and starts another in its place, which has registered when this returns. */
    public void replace(String id, String successor) {
        kill(id);
        add(successor);
    }

    /** {@code kill -9}; returns when the process has gone. */
    public void kill(String id) {
        processes.remove(id).kill();
    }

    /** Starts one more worker, which has registered when this returns. */
    public void add(String id) {
        launch(id).awaitReady(START_TIMEOUT);
    }

    private ServerCommand command(String id, Path secretFile) {
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        List<String> arguments = new ArrayList<>(List.of(
                "--id",
                id,
                "--host",
                "localhost",
                "--master",
                "localhost:" + workerPort,
                "--secret-file",
                secretFile.toString(),
                "--local-dirs",
                folder.resolve("local").toString(),
                "-D",
                "taskmanager.numberOfTaskSlots=" + shape.slots()));
        shape.settings().forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
        return new ServerCommand(
                id,
                folder,
                new JavaHome(Path.of(System.getProperty("java.home"))),
                classPath,
                WorkerMain.class.getName(),
                arguments,
                shape.jvm(),
                Map.of(),
                Lifetime.ATTACHED);
    }

    private boolean registered(String id) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        dispatcher.loop().execute(() -> answer.complete(dispatcher.worker(id).isPresent()));
        return answer.join();
    }

    /** A client by the network, as the command line has it; the caller closes it. */
    public JobClient client() {
        return new RemoteJobClient(() -> new InetSocketAddress("localhost", clientPort), secret);
    }

    @Override
    public void close() {
        resources.close();
        if (failure != null) {
            throw failure;
        }
    }
}
