package io.blink.runtime.worker;

import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.OperatorNode;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ControlClient;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.spill.SpillFiles;
import io.blink.runtime.task.StatefulOperators;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.task.WorkerThreads;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import io.blink.runtime.transport.TransportOptions;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker with everything that it needs in a process of its own: threads, memory, directories, data port, connection to the master. */
public final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final double MANAGED_SHARE_OF_HEAP = 0.4;

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Worker worker;

    WorkerProcess(WorkerArguments arguments, FileSystems fileSystems, Connectors connectors) {
        try {
            worker = start(arguments, fileSystems, connectors);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Worker start(WorkerArguments arguments, FileSystems fileSystems, Connectors connectors) {
        Configuration configuration = arguments.configuration();
        ApplicationSecret secret = ApplicationSecret.read(arguments.secretFile());
        List<Path> directories = ownDirectories(arguments);
        int slots = configuration.get(WorkerOptions.SLOTS);
        ExecutorService io = Executors.newCachedThreadPool(daemons("io"));
        resources.push(io::shutdownNow);
        WorkerThreads threads = new WorkerThreads("task", threads(configuration, slots));
        resources.push(threads);
        PartitionRegistry registry = new PartitionRegistry(
                configuration.get(TransportOptions.CHANNEL_BYTES).bytes());
        Transport transport = Transport.worker(configuration, secret, arguments.host(), 0, registry, io);
        resources.push(transport);
        PartitionClient partitions = new PartitionClient(
                arguments.id(), registry, transport.remote(), io, configuration.get(TransportOptions.FORCE_WIRE));
        resources.push(partitions);
        long slotMemory = managedBytes(configuration) / slots;
        TaskEnvironment environment = new TaskEnvironment(
                threads,
                io,
                connectors,
                new StatefulOperators(fileSystems),
                (task, node) -> spillFiles(directories, task, node),
                registry,
                partitions,
                new LocalDirectories(directories),
                LocalFiles.DISK,
                pools(slots, slotMemory),
                configuration.get(WorkerOptions.SHUFFLE_BUFFER).bytes());
        Worker started =
                new Worker(arguments.id(), identity(arguments, transport.port(), slots, slotMemory), environment);
        resources.push(started);
        ControlClient master =
                new ControlClient(masterAddress(arguments, fileSystems), secret, arguments.id(), started);
        resources.push(master);
        master.start();
        return started;
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
                .orElse((long) (Runtime.getRuntime().maxMemory() * MANAGED_SHARE_OF_HEAP));
    }

    private static List<MemoryPool> pools(int slots, long bytes) {
        List<MemoryPool> pools = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            pools.add(new MemoryPool("slot " + slot, bytes));
        }
        return pools;
    }

    private static RegisterWorker identity(WorkerArguments arguments, int dataPort, int slots, long slotMemory) {
        return RegisterWorker.newBuilder()
                .setDataHost(arguments.host())
                .setDataPort(dataPort)
                .setSlots(slots)
                .setManagedMemoryBytesPerSlot(slotMemory)
                .setHost(arguments.host())
                .setContainerId(arguments.containerId())
                .setProcessId(ProcessHandle.current().pid())
                .setLogUrl(arguments.logUrl())
                .build();
    }

    /** A folder of its own in each local directory, gone with the process when that ends in order. */
    private List<Path> ownDirectories(WorkerArguments arguments) {
        List<Path> own = arguments.localDirectories().stream()
                .map(directory -> directory.resolve("blink-worker-" + arguments.id()))
                .toList();
        resources.push(() -> own.forEach(WorkerProcess::deleteTree));
        return own;
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", root, e.toString());
        }
    }

    private static SpillFiles spillFiles(List<Path> directories, TaskAttemptId task, OperatorNode node) {
        String folder = task.getJobId() + "/spill/" + task.getVertexId() + "-" + task.getSubtask() + "-"
                + task.getAttempt() + "-" + node.id();
        return new LocalSpillFiles(directories, folder);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return runnable -> {
            Thread thread = new Thread(runnable, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static ControlClient.MasterAddress masterAddress(WorkerArguments arguments, FileSystems fileSystems) {
        if (arguments.master() != null) {
            InetSocketAddress fixed = address(arguments.master());
            return () -> fixed;
        }
        String file = arguments.masterFile();
        return () -> {
            try (var input = fileSystems.of(file).open(file)) {
                byte[] text = new byte[Math.toIntExact(input.length())];
                input.readFully(0, text, 0, text.length);
                return address(new String(text, StandardCharsets.UTF_8).strip());
            }
        };
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(
                    text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw WorkerArguments.invalid("'" + text + "' is not HOST:PORT.");
        }
    }

    CompletableFuture<String> ended() {
        return worker.ended();
    }

    /** In the reverse order of the start. */
    @Override
    public synchronized void close() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the worker cannot be closed", e);
            }
        }
    }
}
