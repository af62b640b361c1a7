package io.blink.runtime.worker;

import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.user.UserCode;
import io.blink.core.lifecycle.DaemonThreads;
import io.blink.core.lifecycle.Resources;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.OperatorNode;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.operator.join.lookup.LookupTables;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.spill.SpillFiles;
import io.blink.runtime.task.StateBackends;
import io.blink.runtime.task.StatefulOperators;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.task.WorkerThreads;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.RemoteChannels;
import io.blink.runtime.transport.TransportOptions;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Threads, memory, folders and partitions of one worker, sized by its settings; the same in a process of its own and in the client's. The network is the creator's to
 * add. Closing it ends the threads and deletes the folders, so it comes after the {@link Worker}.
 */
public final class WorkerEquipment implements AutoCloseable {
    /** Tables that streams look rows up in may take that part of the heap together, beside what slots have. */
    private static final int LOOKUP_TABLES_SHARE = 5;

    private static final long END_SECONDS = 5;

    private final Resources resources = new Resources("the worker");
    private final Configuration configuration;
    private final String workerId;
    private final List<Path> directories;
    private final int slots;
    private final long slotMemoryBytes;
    private final ExecutorService io;
    private final WorkerThreads threads;
    private final PartitionRegistry registry;

    /** @param directories for shuffle and spill files: this worker's alone, made when needed and deleted at the end */
    public WorkerEquipment(Configuration configuration, String workerId, int slots, List<Path> directories) {
        this.configuration = configuration;
        this.workerId = workerId;
        this.slots = slots;
        this.directories = List.copyOf(directories);
        this.slotMemoryBytes = managedBytes(configuration) / slots;
        resources.add(this::deleteDirectories);
        this.io = Executors.newCachedThreadPool(new DaemonThreads("io"));
        resources.add(this::endIo);
        this.threads = resources.add(new WorkerThreads("task", threads(configuration, slots)));
        this.registry = new PartitionRegistry(
                configuration.get(TransportOptions.CHANNEL_BYTES).bytes());
    }

    private static int threads(Configuration configuration, int slots) {
        return configuration
                .optional(WorkerOptions.THREADS)
                .orElse(Math.min(slots, Runtime.getRuntime().availableProcessors()));
    }

    private static long managedBytes(Configuration configuration) {
        return configuration
                .optional(WorkerOptions.MANAGED_MEMORY)
                .map(DataSize::bytes)
                .orElse((long) (Runtime.getRuntime().maxMemory() * configuration.get(WorkerOptions.MANAGED_SHARE)));
    }

    /** For blocking work. */
    public ExecutorService io() {
        return io;
    }

    /** Of the partitions that tasks of this worker produce. */
    public PartitionRegistry registry() {
        return registry;
    }

    /** Opens partitions wherever they are; the caller closes it before this. */
    public PartitionClient partitions(RemoteChannels remote) {
        return new PartitionClient(workerId, registry, remote, io, configuration.get(TransportOptions.FORCE_WIRE));
    }

    /** @param fileSystems where checkpoints and the jars of functions are */
    public TaskEnvironment environment(
            Connectors connectors, FileSystems fileSystems, StateBackends stateBackends, PartitionClient partitions) {
        return new TaskEnvironment(
                threads,
                io,
                connectors,
                new StatefulOperators(fileSystems, stateBackends, directories.get(0)),
                this::spillFiles,
                registry,
                partitions,
                new LocalDirectories(directories),
                LocalFiles.DISK,
                IntStream.range(0, slots)
                        .mapToObj(slot -> new MemoryPool("slot " + slot, slotMemoryBytes))
                        .toList(),
                configuration.get(WorkerOptions.SHUFFLE_BUFFER).bytes(),
                resources.add(new UserCode(fileSystems, directories.get(0).resolve("functions"))),
                fileSystems,
                new LookupTables(connectors, io, Runtime.getRuntime().maxMemory() / LOOKUP_TABLES_SHARE));
    }

    /** How the worker registers, but for what only its creator knows. */
    public RegisterWorker.Builder identity(String host) {
        return RegisterWorker.newBuilder()
                .setSlots(slots)
                .setHost(host)
                .setProcessId(ProcessHandle.current().pid());
    }

    /** Below the job's folder, which goes when the job is released. */
    private SpillFiles spillFiles(TaskAttemptId task, OperatorNode node) {
        String folder = task.getJobId() + "/spill/" + task.getVertexId() + "-" + task.getSubtask() + "-"
                + task.getAttempt() + "-" + node.id();
        return new LocalSpillFiles(directories, folder);
    }

    /** What is under way may still write below the folders, which go next. */
    private void endIo() throws InterruptedException {
        io.shutdownNow();
        io.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    }

    private void deleteDirectories() {
        for (Path directory : directories) {
            try {
                new LocalFileSystem().delete(directory.toString());
            } catch (IOException e) {
                throw new BlinkException(
                        CoreErrorCode.FILE_SYSTEM, "The worker's folder " + directory + " cannot be deleted.", e);
            }
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
