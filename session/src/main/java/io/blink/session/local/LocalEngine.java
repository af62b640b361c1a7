package io.blink.session.local;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.OperatorNode;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.runtime.control.InProcessConnection;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.spill.SpillFiles;
import io.blink.runtime.task.StatefulOperators;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.task.WorkerThreads;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.RemoteChannels;
import io.blink.runtime.transport.TransportOptions;
import io.blink.runtime.worker.Worker;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ThreadedActorLoop;
import io.blink.scheduler.client.InProcessJobClient;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.cluster.FixedWorkers;
import io.blink.scheduler.store.MasterStore;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A master and a worker in this process. */
public final class LocalEngine implements AutoCloseable {
    private static final String WORKER = "local";
    private static final long END_SECONDS = 5;
    private static final double MANAGED_SHARE_OF_HEAP = 0.4;
    private static final long SHUFFLE_BUFFER_BYTES = 16 << 20;

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final JobClient jobClient;

    public LocalEngine(Configuration settings, Connectors connectors) {
        try {
            this.jobClient = start(settings, connectors);
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

    private JobClient start(Configuration settings, Connectors connectors) throws IOException {
        int slots = settings.optional(LocalEngineOptions.SLOTS)
                .orElse(Runtime.getRuntime().availableProcessors());
        List<Path> directories = temporaryDirectories(settings);
        ExecutorService io = Executors.newCachedThreadPool(daemon("blink-io"));
        resources.push(() -> {
            io.shutdownNow();
            // What is under way may still write below the temporary folders, which go next.
            io.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        });
        WorkerThreads threads = new WorkerThreads(
                "blink-worker", Math.min(slots, Runtime.getRuntime().availableProcessors()));
        resources.push(threads);
        PartitionRegistry registry = new PartitionRegistry(
                settings.get(TransportOptions.CHANNEL_BYTES).bytes());
        PartitionClient partitions = new PartitionClient(
                WORKER, registry, new NoRemoteChannels(), io, settings.get(TransportOptions.FORCE_WIRE));
        resources.push(partitions);
        TaskEnvironment environment = new TaskEnvironment(
                threads,
                io,
                connectors,
                new StatefulOperators(new FileSystems(List.of(), settings)),
                (task, node) -> spillFiles(directories, task, node),
                registry,
                partitions,
                new LocalDirectories(directories),
                LocalFiles.DISK,
                pools(settings, slots),
                SHUFFLE_BUFFER_BYTES);
        Dispatcher dispatcher = dispatcher(settings, connectors, io, slots, directories.get(0));
        RegisterWorker identity = RegisterWorker.newBuilder()
                .setSlots(slots)
                .setHost("localhost")
                .setProcessId(ProcessHandle.current().pid())
                .build();
        Worker worker = new Worker(WORKER, identity, environment);
        resources.push(worker);
        resources.push(InProcessConnection.open(WORKER, worker, dispatcher)::close);
        return new InProcessJobClient(dispatcher, partitions);
    }

    private Dispatcher dispatcher(
            Configuration settings, Connectors connectors, ExecutorService io, int slots, Path directory) {
        ThreadedActorLoop loop = new ThreadedActorLoop("blink-master", failure -> {});
        resources.push(loop);
        String storage = settings.optional(SchedulerOptions.STORAGE_DIRECTORY)
                .orElse(directory.resolve("master").toString());
        MasterStore store = new MasterStore(new LocalFileSystem(), storage, 1);
        Dispatcher dispatcher =
                new Dispatcher(1, settings, loop, io, store, connectors, new FixedWorkers(slots, 1), reason -> {});
        resources.push(dispatcher::stop);
        dispatcher.start();
        return dispatcher;
    }

    private List<Path> temporaryDirectories(Configuration settings) throws IOException {
        String parents = settings.optional(LocalEngineOptions.TEMPORARY_DIRECTORIES)
                .orElse(System.getProperty("java.io.tmpdir"));
        List<Path> directories = new ArrayList<>();
        for (String parent : parents.split(",")) {
            Path folder = Files.createDirectories(Path.of(parent.strip()));
            directories.add(Files.createTempDirectory(folder, "blink-local-"));
        }
        resources.push(() -> {
            for (Path directory : directories) {
                new LocalFileSystem().delete(directory.toString());
            }
        });
        return directories;
    }

    private static List<MemoryPool> pools(Configuration settings, int slots) {
        long managed = settings.optional(LocalEngineOptions.MANAGED_MEMORY)
                .map(size -> size.bytes())
                .orElse((long) (Runtime.getRuntime().maxMemory() * MANAGED_SHARE_OF_HEAP));
        List<MemoryPool> pools = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            pools.add(new MemoryPool("slot " + slot, managed / slots));
        }
        return pools;
    }

    private static SpillFiles spillFiles(List<Path> directories, TaskAttemptId task, OperatorNode node) {
        String folder = "spill-" + task.getJobId() + "-" + task.getVertexId() + "-" + task.getSubtask() + "-"
                + task.getAttempt() + "-" + node.id();
        return new LocalSpillFiles(directories, folder);
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        AtomicInteger count = new AtomicInteger();
        return runnable -> {
            Thread thread = new Thread(runnable, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    public JobClient jobClient() {
        return jobClient;
    }

    @Override
    public void close() {
        BlinkException problem = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                BlinkException wrapped = new BlinkException(
                        CoreErrorCode.INTERNAL, "The engine could not be stopped: " + e.getMessage(), e);
                if (problem == null) {
                    problem = wrapped;
                } else {
                    problem.addSuppressed(wrapped);
                }
            }
        }
        if (problem != null) {
            throw problem;
        }
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
