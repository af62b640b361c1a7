package io.blink.runtime.worker;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ControlClient;
import io.blink.runtime.control.MasterAddressFolder;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.task.StateBackends;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import io.blink.runtime.worker.rehearsal.IdleRehearsal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker with everything that it needs in a process of its own: threads, memory, directories, data port, connection to the master. */
public final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final Resources resources = new Resources("the worker");
    private final Worker worker;

    WorkerProcess(
            WorkerArguments arguments, FileSystems fileSystems, Connectors connectors, StateBackends stateBackends) {
        try {
            worker = start(arguments, fileSystems, connectors, stateBackends);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Worker start(
            WorkerArguments arguments, FileSystems fileSystems, Connectors connectors, StateBackends stateBackends) {
        Configuration configuration = arguments.configuration();
        ApplicationSecret secret = ApplicationSecret.read(arguments.secretFile());
        WorkerEquipment equipment = resources.add(new WorkerEquipment(
                configuration, arguments.id(), WorkerOptions.slots(configuration), ownDirectories(arguments)));
        Transport transport = resources.add(
                Transport.worker(configuration, secret, arguments.host(), 0, equipment.registry(), equipment.io()));
        PartitionClient partitions = resources.add(equipment.partitions(transport.remote()));
        RegisterWorker identity = equipment
                .identity(arguments.host())
                .setDataHost(arguments.host())
                .setDataPort(transport.port())
                .setLogUrl(arguments.logUrl())
                .build();
        Worker started = resources.add(new Worker(
                arguments.id(), identity, equipment.environment(connectors, fileSystems, stateBackends, partitions)));
        ControlClient master = resources.add(new ControlClient(
                masterAddress(arguments, fileSystems, equipment.io()), secret, arguments.id(), started));
        master.start();
        resources.add(new IdleRehearsal(
                started,
                connectors,
                fileSystems,
                stateBackends,
                ownDirectories(arguments).get(0).resolve("rehearsal")));
        return started;
    }

    private static List<Path> ownDirectories(WorkerArguments arguments) {
        return arguments.localDirectories().stream()
                .map(directory -> directory.resolve("blink-worker-" + arguments.id()))
                .toList();
    }

    /** A folder's answer costs its first reader the start of the file system's client: whoever is told the address connects meanwhile. */
    private static ControlClient.MasterAddress masterAddress(
            WorkerArguments arguments, FileSystems fileSystems, Executor io) {
        if (arguments.masterFolder() == null) {
            InetSocketAddress fixed = address(arguments.master());
            return () -> fixed;
        }
        if (arguments.master() == null) {
            return () -> latest(arguments.masterFolder(), fileSystems);
        }
        io.execute(() -> prepare(arguments.masterFolder(), fileSystems));
        AtomicReference<InetSocketAddress> first = new AtomicReference<>(address(arguments.master()));
        return () -> {
            InetSocketAddress unused = first.getAndSet(null);
            return unused != null ? unused : latest(arguments.masterFolder(), fileSystems);
        };
    }

    private static InetSocketAddress latest(String folder, FileSystems fileSystems) throws IOException {
        return new MasterAddressFolder(fileSystems.of(folder), folder).latest();
    }

    /** So that the first task finds a file system that answers at once. */
    private static void prepare(String folder, FileSystems fileSystems) {
        try {
            fileSystems.of(folder).status(folder);
        } catch (IOException e) {
            LOG.warn("{} cannot be reached yet: {}", folder, e.toString());
        }
    }

    private static InetSocketAddress address(String text) {
        try {
            return MasterAddressFolder.parse(text);
        } catch (IllegalArgumentException e) {
            throw WorkerArguments.invalid(e.getMessage() + ".");
        }
    }

    CompletableFuture<String> ended() {
        return worker.ended();
    }

    /** In the reverse order of the start. */
    @Override
    public void close() {
        try {
            resources.close();
        } catch (BlinkException e) {
            LOG.warn("The worker ends with parts left over", e);
        }
    }
}
