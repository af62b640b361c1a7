package io.blink.scheduler.region;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.Edge;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.VertexExecution;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.SlotAddress;
import io.blink.scheduler.worker.SlotAffinity;
import io.blink.scheduler.worker.SlotPreference;
import io.blink.scheduler.worker.SlotRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Starts what can start. {@link #schedule} looks at everything and may be called at any time; it asks for slots for each region or unit whose blocking inputs are
 * complete, and deploys when they are granted. A region's parallelism is fixed when it first gets slots: from measured bytes, and no more than there are slots.
 */
public final class RegionScheduling {
    /** Then a batch region that lost its slots for good starts anew with as many as there are. */
    private static final Duration GANG_PATIENCE = Duration.ofSeconds(10);

    private final JobExecution execution;
    private final Configuration settings;
    private final ClusterServices cluster;
    private final SplitHandout splits;
    private final TaskDeployment deployment;
    private final MeasuredEdges measured;
    private final BucketDeal deal;
    private final Listener listener;

    /** Whom it tells. */
    public interface Listener extends TaskDeployment.Restores {
        /** The unit's tasks are about to get attempts. */
        void deploying(RestartUnit unit);

        /** The unit's tasks are deployed. */
        void deployed(RestartUnit unit);

        /** The region will be cut into other tasks: what read from it must run again. */
        void unbinding(Region region);

        /** Whether it had better not start yet, though it could. */
        boolean awaits(Region region);

        void cannotRun(BlinkException problem);

        /** Tasks that a vertex must have for what is restored; empty if that does not matter. */
        Optional<Integer> restoredParallelism(int vertexId);
    }

    public RegionScheduling(
            JobExecution execution,
            Configuration settings,
            ClusterServices cluster,
            SplitHandout splits,
            TaskDeployment deployment,
            MeasuredEdges measured,
            Listener listener) {
        this.execution = execution;
        this.settings = settings;
        this.cluster = cluster;
        this.splits = splits;
        this.deployment = deployment;
        this.measured = measured;
        this.deal = new BucketDeal(execution, measured, deployment, settings);
        this.listener = listener;
    }

    public void schedule() {
        for (Region region : execution.regions()) {
            if (!region.finished() && inputsReady(region) && !listener.awaits(region)) {
                if (region.bound()) {
                    region.units().forEach(unit -> start(region, unit));
                } else {
                    startFirst(region);
                }
            }
        }
    }

    /** Whether everything that the region reads from other regions is there. */
    public boolean inputsReady(Region region) {
        return blockingInputs(region).allMatch(measured::complete);
    }

    private Stream<Edge> blockingInputs(Region region) {
        return region.vertices().stream()
                .flatMap(vertex -> execution.graph().edgesTo(vertex.id()).stream())
                .filter(execution::blocking);
    }

    // ---- The first start of a region

    private void startFirst(Region region) {
        if (region.request() != null || !region.vertices().stream().allMatch(splits::decidable)) {
            return;
        }
        Map<Integer, Integer> others = fixedElsewhere(region);
        if (execution.streaming()) {
            askForStream(region, others);
        } else if (Parallelism.isOpen(execution.graph(), region, others)) {
            Map<Integer, Integer> least = Parallelism.ofVertices(execution.graph(), region, 1, others);
            int slotsMin = Parallelism.max(List.copyOf(least.values()));
            int slotsMax = Math.max(slotsMin, tasksWanted(region));
            ask(region, slotsMin, slotsMax, slots -> bindAndDeploy(region, slots.size(), others, slots));
        } else {
            askForFixed(region, others);
        }
    }

    private void askForStream(Region region, Map<Integer, Integer> others) {
        int open = parallelismSet().orElseGet(this::slotsOfCluster);
        Map<Integer, Integer> tasks = Parallelism.ofVertices(execution.graph(), region, Math.max(1, open), others);
        tasks.replaceAll(
                (vertex, planned) -> listener.restoredParallelism(vertex).orElse(planned));
        int slots = Parallelism.max(List.copyOf(tasks.values()));
        ask(region, slots, slots, granted -> bindAndDeploy(region, tasks, granted));
    }

    private int slotsOfCluster() {
        int registered =
                cluster.workers().stream().mapToInt(worker -> worker.slots()).sum();
        return Math.min(cluster.slotsMax(), Math.max(1, registered));
    }

    private void askForFixed(Region region, Map<Integer, Integer> others) {
        Map<Integer, Integer> tasks = Parallelism.ofVertices(execution.graph(), region, 1, others);
        int slots = Parallelism.max(List.copyOf(tasks.values()));
        if (RegionCutting.subtasksAreIndependent(execution.graph(), execution.blockingEdges(), region)) {
            bind(region, tasks);
            region.units().forEach(unit -> start(region, unit));
        } else {
            ask(region, slots, slots, granted -> bindAndDeploy(region, tasks, granted));
        }
    }

    private void ask(Region region, int slotsMin, int slotsMax, Consumer<List<SlotAddress>> granted) {
        if (slotsMin > cluster.slotsMax()) {
            listener.cannotRun(new BlinkException(
                    SchedulerErrorCode.NOT_ENOUGH_SLOTS,
                    "Job '" + execution.graph().name() + "' needs " + slotsMin + " slots at the same time; "
                            + cluster.describeSlots() + ". Set '" + SchedulerOptions.PARALLELISM.key()
                            + "', and 'scan.parallelism' and 'sink.parallelism' of its tables, to no more than that."));
            return;
        }
        region.request(cluster.requestSlots(
                execution.jobId() + " " + region,
                slotsMin,
                slotsMax,
                SlotPreference.ofHosts(preferredHosts(region)),
                slots -> {
                    region.request(null);
                    granted.accept(slots);
                }));
    }

    private Map<Integer, Integer> fixedElsewhere(Region region) {
        Map<Integer, Integer> fixed = new HashMap<>();
        execution.regions().stream()
                .filter(other -> other != region && other.bound())
                .flatMap(other -> other.vertices().stream())
                .forEach(vertex ->
                        fixed.put(vertex.id(), execution.vertex(vertex.id()).parallelism()));
        return fixed;
    }

    private Optional<Integer> parallelismSet() {
        return settings.optional(SchedulerOptions.PARALLELISM).filter(tasks -> tasks > 0);
    }

    /** Tasks that a batch region can use: by its largest input. */
    public int tasksWanted(Region region) {
        int most = Math.min(deployment.buckets(), settings.get(SchedulerOptions.BATCH_PARALLELISM_MAX));
        int tasksMax = Math.min(cluster.slotsMax(), most);
        Optional<Integer> set = parallelismSet();
        if (set.isPresent()) {
            return Math.max(1, Math.min(set.get(), tasksMax));
        }
        long bytesPerTask = settings.get(SchedulerOptions.BYTES_PER_TASK).bytes();
        int wanted = 1;
        for (Vertex vertex : region.vertices()) {
            if (JobExecution.isScan(vertex)) {
                wanted = Math.max(
                        wanted,
                        Parallelism.forInput(splits.bytes(vertex), splits.splits(vertex), bytesPerTask, tasksMax));
            }
            long read = 0;
            for (Edge edge : execution.graph().edgesTo(vertex.id())) {
                read += deployment.ranged(edge) ? measured.bytes(edge) : 0;
                wanted = Math.max(wanted, Math.min(mergingTasks(edge), tasksMax));
            }
            wanted = Math.max(wanted, Parallelism.forInput(read, deployment.buckets(), bytesPerTask, tasksMax));
        }
        return wanted;
    }

    /** Of files that are merged the edge has their names alone: as many tasks merge them as wrote them, but no more than there are files. */
    private int mergingTasks(Edge edge) {
        boolean staged = deployment.ranged(edge)
                && execution.graph().vertex(edge.sourceVertex()).operators().stream()
                        .anyMatch(node -> node.spec() instanceof OperatorSpec.TableStage);
        return staged ? (int) Math.min(execution.vertex(edge.sourceVertex()).parallelism(), measured.rows(edge)) : 0;
    }

    /** A stream's tasks come back to where they were; a batch's need not, since what made one fail may be there. */
    private SlotPreference preference(Region region, RestartUnit unit) {
        List<String> hosts = preferredHosts(region);
        return execution.streaming()
                ? new SlotPreference(
                        previousWorkers(unit, unit.slotsNeeded()).stream()
                                .filter(Objects::nonNull)
                                .toList(),
                        hosts)
                : SlotPreference.ofHosts(hosts);
    }

    private List<String> preferredHosts(Region region) {
        List<String> hosts = new ArrayList<>();
        region.vertices().forEach(vertex -> hosts.addAll(splits.preferredHosts(vertex)));
        blockingInputs(region)
                .flatMap(edge -> execution.vertex(edge.sourceVertex()).tasks().stream())
                .forEach(task ->
                        cluster.worker(task.current().workerId()).ifPresent(worker -> hosts.add(worker.host())));
        return hosts.stream().distinct().limit(16).toList();
    }

    private void bindAndDeploy(Region region, int open, Map<Integer, Integer> others, List<SlotAddress> slots) {
        bindAndDeploy(region, Parallelism.ofVertices(execution.graph(), region, open, others), slots);
    }

    private void bindAndDeploy(Region region, Map<Integer, Integer> tasks, List<SlotAddress> slots) {
        if (!inputsReady(region)) {
            cluster.release(slots);
            return;
        }
        bind(region, tasks);
        if (region.units().size() == 1) {
            deploy(region.units().get(0), slots);
            return;
        }
        for (int unit = 0; unit < region.units().size(); unit++) {
            deploy(region.units().get(unit), List.of(slots.get(unit)));
        }
    }

    private void bind(Region region, Map<Integer, Integer> tasks) {
        List<VertexExecution> bound = region.vertices().stream()
                .map(vertex -> deal.of(vertex, tasks.get(vertex.id())))
                .toList();
        boolean even = tasks.values().stream().distinct().count() == 1;
        region.bind(
                bound,
                even && RegionCutting.subtasksAreIndependent(execution.graph(), execution.blockingEdges(), region));
    }

    // ---- Units

    private void start(Region region, RestartUnit unit) {
        if (!unit.is(RestartUnit.State.WAITING) || !unit.mayStart(cluster.loop().nanoTime())) {
            return;
        }
        if (unit.request() == null) {
            unit.request(cluster.requestSlots(
                    execution.jobId() + " " + region,
                    unit.slotsNeeded(),
                    unit.slotsNeeded(),
                    preference(region, unit),
                    slots -> {
                        unit.request(null);
                        if (inputsReady(region)) {
                            deploy(unit, slots);
                        } else {
                            cluster.release(slots);
                        }
                    }));
        } else if (mayShrink(region, unit)) {
            listener.unbinding(region);
        }
    }

    /** Whether it has waited in vain for the slots that it once had. */
    private boolean mayShrink(Region region, RestartUnit unit) {
        return !execution.streaming()
                && unit.slotsNeeded() > 1
                && cluster.loop().nanoTime() - unit.request().sinceNanos() > GANG_PATIENCE.toNanos()
                && Parallelism.isOpen(execution.graph(), region, fixedElsewhere(region));
    }

    private void deploy(RestartUnit unit, List<SlotAddress> granted) {
        List<SlotAddress> slots = SlotAffinity.deal(granted, previousWorkers(unit, granted.size()));
        unit.slots(slots);
        unit.moveTo(RestartUnit.State.RUNNING);
        listener.deploying(unit);
        deployment.deploy(unit, slots, listener);
        listener.deployed(unit);
    }

    private static List<String> previousWorkers(RestartUnit unit, int slots) {
        String[] workers = new String[slots];
        for (Task task : unit.tasks()) {
            if (task.current() != null) {
                workers[slots == 1 ? 0 : task.subtask()] = task.current().workerId();
            }
        }
        return Arrays.asList(workers);
    }

    // ---- Waiting

    /** Wishes for slots that are not granted. */
    public List<SlotRequest> waiting() {
        List<SlotRequest> waiting = new ArrayList<>();
        for (Region region : execution.regions()) {
            Stream.concat(
                            Stream.ofNullable(region.request()),
                            region.units().stream().map(RestartUnit::request))
                    .filter(request -> request != null)
                    .forEach(waiting::add);
        }
        return waiting;
    }

    public void withdrawAll() {
        for (Region region : execution.regions()) {
            withdraw(region);
        }
    }

    public void withdraw(Region region) {
        if (region.request() != null) {
            cluster.withdraw(region.request());
            region.request(null);
        }
        for (RestartUnit unit : region.units()) {
            if (unit.request() != null) {
                cluster.withdraw(unit.request());
                unit.request(null);
            }
        }
    }
}
