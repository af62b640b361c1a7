package io.blink.yarn.container;

import io.blink.core.config.Configuration;
import io.blink.runtime.worker.WorkerMain;
import io.blink.yarn.ApplicationFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.NMTokenCache;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts workers in the containers that YARN has given, by their NodeManagers. Returns at once; what blocks is done on I/O threads. */
final class WorkerStarts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerStarts.class);

    private final Configuration configuration;
    private final Executor ioThreads;
    private final ProcessLaunch launch;
    private final ApplicationFiles files;
    private final List<String> flags;
    private final BiConsumer<ContainerId, String> onFailure;
    private final NMClientAsync nodeManagers;
    private String masterAddress;

    /** @param flags of the worker's JVM @param onFailure told, on any thread, which container has no worker, and why */
    WorkerStarts(
            Configuration configuration,
            Executor ioThreads,
            ProcessLaunch launch,
            ApplicationFiles files,
            List<String> flags,
            BiConsumer<ContainerId, String> onFailure) {
        this.configuration = configuration;
        this.ioThreads = ioThreads;
        this.launch = launch;
        this.files = files;
        this.flags = List.copyOf(flags);
        this.onFailure = onFailure;
        this.nodeManagers = NMClientAsync.createNMClientAsync(new NodeManagerEvents());
    }

    /** @param tokens with which NodeManagers know this master; whoever hears the ResourceManager fills them in */
    void init(org.apache.hadoop.conf.Configuration hadoop, NMTokenCache tokens) {
        nodeManagers.getClient().setNMTokenCache(tokens);
        // The next master takes the workers over; YARN ends them with the application.
        nodeManagers.getClient().cleanupRunningContainersOnStop(false);
        nodeManagers.init(hadoop);
    }

    /** @param master host and port where it listens to its workers */
    void open(String master) {
        masterAddress = master;
        nodeManagers.start();
    }

    void start(Container container) {
        ioThreads.execute(() -> startNow(container));
    }

    private void startNow(Container container) {
        try {
            ContainerLaunchContext context =
                    launch.context(WorkerMain.class.getName(), arguments(container), flags, "worker");
            nodeManagers.startContainerAsync(container, context);
        } catch (IOException e) {
            LOG.warn("Container {} cannot be started", container.getId(), e);
            onFailure.accept(container.getId(), "its launch could not be prepared: " + e.getMessage());
        }
    }

    private List<String> arguments(Container container) {
        String id = container.getId().toString();
        List<String> arguments = new ArrayList<>(List.of(
                "--id",
                id,
                "--host",
                container.getNodeId().getHost(),
                "--master",
                masterAddress,
                "--master-folder",
                "'" + files.masterAddresses() + "'",
                "--secret-file",
                ApplicationFiles.SECRET_NAME,
                "--local-dirs",
                "$LOCAL_DIRS",
                "--log-url",
                "'http://" + container.getNodeHttpAddress() + "/node/containerlogs/" + id + "'"));
        configuration.asMap().forEach((key, value) -> {
            arguments.add("-D");
            arguments.add(quoted(key + "=" + value));
        });
        return arguments;
    }

    /** For the shell that starts the container. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() {
        nodeManagers.stop();
    }

    private final class NodeManagerEvents extends NMClientAsync.AbstractCallbackHandler {
        @Override
        public void onContainerStarted(ContainerId id, Map<String, ByteBuffer> services) {
            LOG.info("Container {} is started", id);
        }

        @Override
        public void onStartContainerError(ContainerId id, Throwable error) {
            LOG.warn("Container {} cannot be started", id, error);
            onFailure.accept(id, "it could not be started: " + error.getMessage());
        }

        @Override
        public void onContainerStatusReceived(ContainerId id, ContainerStatus status) {}

        @Override
        public void onContainerStopped(ContainerId id) {}

        @Deprecated
        @Override
        public void onContainerResourceIncreased(ContainerId id, Resource resource) {}

        @Override
        public void onContainerResourceUpdated(ContainerId id, Resource resource) {}

        @Override
        public void onUpdateContainerResourceError(ContainerId id, Throwable error) {}

        @Deprecated
        @Override
        public void onIncreaseContainerResourceError(ContainerId id, Throwable error) {}

        @Override
        public void onGetContainerStatusError(ContainerId id, Throwable error) {}

        @Override
        public void onStopContainerError(ContainerId id, Throwable error) {}
    }
}
