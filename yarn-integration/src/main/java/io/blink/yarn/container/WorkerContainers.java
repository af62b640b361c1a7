package io.blink.yarn.container;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.runtime.worker.WorkerOptions;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.worker.SlotProvider;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.ProcessMemory;
import io.blink.yarn.YarnErrorCode;
import io.blink.yarn.YarnOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.UpdatedContainer;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMTokenCache;
import org.apache.hadoop.yarn.client.api.async.AMRMClientAsync;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers in YARN's containers. YARN's callbacks only enqueue: whatever they cause is done in turns of the master's loop, since an exception in a callback would leave a
 * master that looks alive and hears nothing. The worker's id is its container's.
 */
public final class WorkerContainers implements SlotProvider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerContainers.class);
    /** All workers have one shape, so one priority tells their containers from everybody else's. */
    private static final Priority PRIORITY = Priority.newInstance(1);
    /** A container whose worker does not register in this time is given back. */
    private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(90);
    /** So soon a ResourceManager that is back is found again; by Hadoop's default it would be asked after 30 s, and no lost worker be replaced until then. */
    private static final Duration RECONNECT_INTERVAL = Duration.ofSeconds(3);

    private final Configuration configuration;
    private final ActorLoop loop;
    private final Consumer<Throwable> onFatal;
    private final AskLedger ledger = new AskLedger();
    private final Map<String, Container> containers = new HashMap<>();
    private final AMRMClientAsync<ContainerRequest> resourceManager;
    private final WorkerStarts starts;
    private final int slots;
    private final ProcessMemory memory;
    private Dispatcher dispatcher;
    private Resource maximum;

    /** @param onFatal told when the ResourceManager no longer wants this master: it must stop at once and change nothing */
    public WorkerContainers(
            Configuration configuration,
            org.apache.hadoop.conf.Configuration hadoop,
            ActorLoop loop,
            Executor ioThreads,
            ProcessLaunch launch,
            ApplicationFiles files,
            Consumer<Throwable> onFatal) {
        this.configuration = configuration;
        this.loop = loop;
        this.onFatal = onFatal;
        this.slots = WorkerOptions.slots(configuration);
        this.memory = ProcessMemory.of(YarnOptions.WORKER_MEMORY, configuration);
        NMTokenCache tokens = new NMTokenCache();
        AMRMClient<ContainerRequest> client = AMRMClient.createAMRMClient();
        client.setNMTokenCache(tokens);
        this.resourceManager =
                AMRMClientAsync.createAMRMClientAsync(client, heartbeatMillis(false), new ResourceManagerEvents());
        this.starts = new WorkerStarts(
                configuration,
                ioThreads,
                launch,
                files,
                memory.workerFlags(Math.max(1, shape().getVirtualCores())),
                this::notStarted);
        resourceManager.init(reconnectingSoon(hadoop));
        starts.init(hadoop, tokens);
    }

    private static org.apache.hadoop.conf.Configuration reconnectingSoon(org.apache.hadoop.conf.Configuration hadoop) {
        String key = YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS;
        long configured = hadoop.getLong(key, RECONNECT_INTERVAL.toMillis());
        org.apache.hadoop.conf.Configuration soon = new org.apache.hadoop.conf.Configuration(hadoop);
        soon.setLong(key, Math.min(configured, RECONNECT_INTERVAL.toMillis()));
        return soon;
    }

    private int heartbeatMillis(boolean asking) {
        return (int) configuration
                .get(asking ? YarnOptions.HEARTBEAT_ASKING : YarnOptions.HEARTBEAT)
                .toMillis();
    }

    /**
     * Registers the master with YARN; before this no container can be had.
     *
     * @param workersPort where the master listens to its workers @param clientsPort and to its clients
     */
    public void start(Dispatcher forWorkers, String host, int workersPort, int clientsPort, String trackingUrl)
            throws IOException, YarnException {
        dispatcher = forWorkers;
        starts.open(host + ":" + workersPort);
        resourceManager.start();
        RegisterApplicationMasterResponse response =
                resourceManager.registerApplicationMaster(host, clientsPort, trackingUrl);
        maximum = response.getMaximumResourceCapability();
        checkMaximum();
        loop.execute(() -> response.getContainersFromPreviousAttempts().forEach(this::adopt));
    }

    private void checkMaximum() {
        Resource shape = shape();
        if (shape.getMemorySize() > maximum.getMemorySize() || shape.getVirtualCores() > maximum.getVirtualCores()) {
            throw new BlinkException(
                    YarnErrorCode.RESOURCES_ABOVE_MAXIMUM,
                    "A worker asks for " + shape + ", but YARN gives a container at most " + maximum + ". Lower '"
                            + YarnOptions.WORKER_MEMORY.key() + "' or '" + YarnOptions.WORKER_CORES.key() + "'.");
        }
    }

    private Resource shape() {
        int cores = configuration.get(YarnOptions.WORKER_CORES);
        return Resource.newInstance(memory.containerBytes() >> 20, cores > 0 ? cores : slots);
    }

    private void adopt(Container container) {
        String id = container.getId().toString();
        if (ledger.owns(id)) {
            return;
        }
        LOG.info("Container {} of an earlier attempt is taken over", id);
        containers.put(id, container);
        ledger.adopted(id);
        watchRegistration(id);
        dispatcher.workersChanged();
    }

    // ---- SlotProvider

    @Override
    public int slotsPerWorker() {
        return slots;
    }

    @Override
    public int workersMax() {
        return configuration.get(YarnOptions.WORKERS_MAX);
    }

    @Override
    public void want(int workersMissing) {
        noteRegistered();
        int keep = configuration.get(YarnOptions.WORKERS_MIN) - containers.size();
        change(ledger.want(Math.max(workersMissing, keep + ledger.starting())));
    }

    /** Workers that have registered are no longer on their way. */
    private void noteRegistered() {
        for (String id : containers.keySet()) {
            if (dispatcher.worker(id).isPresent()) {
                ledger.registered(id);
            }
        }
    }

    private void change(int asks) {
        for (int i = 0; i < asks; i++) {
            resourceManager.addContainerRequest(new ContainerRequest(shape(), null, null, PRIORITY));
        }
        if (asks < 0) {
            pendingRequests().stream().limit(-asks).forEach(resourceManager::removeContainerRequest);
        }
        resourceManager.setHeartbeatInterval(heartbeatMillis(ledger.asked() > 0));
    }

    private List<ContainerRequest> pendingRequests() {
        List<ContainerRequest> pending = new ArrayList<>();
        for (Collection<ContainerRequest> requests : resourceManager.getMatchingRequests(PRIORITY, "*", shape())) {
            pending.addAll(requests);
        }
        return pending;
    }

    @Override
    public int workersExpected() {
        noteRegistered();
        return ledger.asked() + ledger.starting();
    }

    @Override
    public boolean releasesIdleWorkers() {
        return containers.size() > configuration.get(YarnOptions.WORKERS_MIN);
    }

    @Override
    public void release(String workerId) {
        Container container = containers.remove(workerId);
        if (container != null) {
            ledger.completed(workerId);
            resourceManager.releaseAssignedContainer(container.getId());
        }
    }

    @Override
    public String describe() {
        return "YARN gives workers of " + shape() + " with " + slots + " slots each, at most " + workersMax()
                + " of them; " + ledger.asked() + " containers are asked for, and queue '"
                + configuration.get(YarnOptions.QUEUE) + "' has " + roomOfQueue() + " left for this application";
    }

    /** As the ResourceManager said last. */
    private String roomOfQueue() {
        Resource room = resourceManager.getAvailableResources();
        return room == null ? "nothing known" : room.toString();
    }

    // ---- Containers, in turns

    private void allocated(Container container) {
        String id = container.getId().toString();
        if (!ledger.allocated(id)) {
            LOG.info("Container {} is not needed and goes back", id);
            resourceManager.releaseAssignedContainer(container.getId());
            return;
        }
        pendingRequests().stream().findFirst().ifPresent(resourceManager::removeContainerRequest);
        resourceManager.setHeartbeatInterval(heartbeatMillis(ledger.asked() > 0));
        containers.put(id, container);
        starts.start(container);
        watchRegistration(id);
    }

    private void notStarted(ContainerId container, String reason) {
        loop.execute(() -> {
            release(container.toString());
            lost(container.toString(), reason);
        });
    }

    private void watchRegistration(String id) {
        loop.schedule(REGISTRATION_TIMEOUT, () -> {
            if (containers.containsKey(id) && dispatcher.worker(id).isEmpty()) {
                release(id);
                lost(id, "its worker has not registered for " + REGISTRATION_TIMEOUT.toSeconds() + " s");
            }
        });
    }

    private void completed(ContainerStatus status) {
        String id = status.getContainerId().toString();
        containers.remove(id);
        if (ledger.completed(id)) {
            String reason = ExitReason.of(status);
            LOG.info("Ended: {}", reason);
            dispatcher.workerExited(id, reason);
            dispatcher.workersChanged();
        }
    }

    private void lost(String id, String reason) {
        containers.remove(id);
        ledger.completed(id);
        dispatcher.workerExited(id, "container " + id + ": " + reason);
        dispatcher.workersChanged();
    }

    // ---- End

    /** Tells YARN that the application is over; its containers end. */
    public void unregister(FinalApplicationStatus status, String message) throws IOException, YarnException {
        resourceManager.unregisterApplicationMaster(status, message, "");
    }

    /** Leaves the containers running for the next attempt. */
    @Override
    public void close() {
        starts.close();
        resourceManager.stop();
    }

    private final class ResourceManagerEvents extends AMRMClientAsync.AbstractCallbackHandler {
        @Override
        public void onContainersAllocated(List<Container> allocated) {
            loop.execute(() -> allocated.forEach(WorkerContainers.this::allocated));
        }

        @Override
        public void onContainersCompleted(List<ContainerStatus> completed) {
            loop.execute(() -> completed.forEach(WorkerContainers.this::completed));
        }

        @Override
        public void onContainersReceivedFromPreviousAttempts(List<Container> previous) {
            loop.execute(() -> previous.forEach(WorkerContainers.this::adopt));
        }

        @Override
        public void onContainersUpdated(List<UpdatedContainer> updated) {}

        @Override
        public void onShutdownRequest() {
            onFatal.accept(new IOException("the ResourceManager does not know this attempt"));
        }

        @Override
        public void onNodesUpdated(List<NodeReport> nodes) {}

        @Override
        public float getProgress() {
            return 0;
        }

        /** Called for each failed heartbeat; the client goes on trying by itself, also when that is in vain. */
        @Override
        public void onError(Throwable error) {
            if (ReplacedAttempt.is(error)) {
                onFatal.accept(new IOException(
                        "the ResourceManager no longer accepts this attempt: " + error.getMessage(), error));
                return;
            }
            LOG.warn("The ResourceManager did not answer: {}", error.toString());
        }
    }
}
