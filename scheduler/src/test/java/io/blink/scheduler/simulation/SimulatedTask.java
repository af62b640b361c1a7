package io.blink.scheduler.simulation;

import io.blink.core.error.ErrorType;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.CommittableMessage;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.control.PartitionSummary;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.SplitState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.worker.TaskReports;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * A task over rows of text. A scan emits {@code split:0}, {@code split:1}, … of its splits; every other vertex hands on what it reads; hash edges go by the row's hash.
 * Joins hold everything back until the end and pass the rows that have an equal ({@link SimulatedJobs#joins}).
 * A sink's committable lists its rows. Barriers are aligned as in the real task.
 */
final class SimulatedTask {
    private static final String END = "\u0001end";
    private static final String BARRIER = "\u0001barrier ";
    private static final int ROWS_PER_STEP = 8;

    /** A split being read. */
    private static final class Reading {
        private final SplitMessage split;
        private int position;

        private Reading(SplitMessage split, int position) {
            this.split = split;
            this.position = position;
        }

        private boolean done() {
            return position >= Integer.parseInt(split.getJson());
        }
    }

    /** One pipelined channel of one producer. */
    private static final class Channel {
        private final ProducerLocation producer;
        private final int edgeId;
        /** The barrier at which it stands, 0: none. */
        private long atBarrier;

        private boolean ended;

        private Channel(ProducerLocation producer, int edgeId) {
            this.producer = producer;
            this.edgeId = edgeId;
        }
    }

    private final SimulatedWorker worker;
    private final DataPlane dataPlane;
    private final DeployTask deployment;
    private final JobGraph graph;
    private final Vertex vertex;
    private final boolean streaming;
    private final TaskReports reports;
    private final List<OperatorNode> scans;
    private final OperatorNode sink;
    /** What the joins of this vertex build: the keys that came, by join. */
    private final Map<Integer, Set<String>> builds = new TreeMap<>();

    private final List<String> heldByJoins = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Set<String> splitsGiven = new HashSet<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<String> collected = new ArrayList<>();
    private final List<String> toCommit = new ArrayList<>();
    /** By edge, then by bucket or consumer. */
    private final Map<Integer, Map<Integer, Queue<String>>> pipelined = new HashMap<>();

    private final Map<Integer, Map<Integer, List<String>>> blocking = new TreeMap<>();
    private final TreeMap<Long, CommittableMessage> unconfirmed = new TreeMap<>();
    private long requestId;
    private long answeredId;
    private long requestedNanos;
    private boolean noMoreSplits;
    private boolean inputsRead;
    private long barrier;
    private TriggerCheckpoint trigger;
    /** The checkpoint behind which the scans stand still, 0: none. */
    private long stoppedBehind;

    private long lastTrigger;
    private TaskState state = TaskState.STARTING;
    private boolean outputsReleased;
    private int steps;
    private int committableNumber;

    SimulatedTask(
            SimulatedWorker worker, DataPlane dataPlane, DeployTask deployment, JobGraph graph, TaskReports reports) {
        this.worker = worker;
        this.dataPlane = dataPlane;
        this.deployment = deployment;
        this.graph = graph;
        this.vertex = graph.vertex(deployment.getTask().getVertexId());
        this.streaming = graph.mode() == ExecutionMode.STREAMING;
        this.reports = reports;
        this.scans = vertex.operators().stream()
                .filter(node -> node.spec() instanceof OperatorSpec.TableScan)
                .toList();
        this.sink = vertex.operators().stream()
                .filter(node -> node.spec() instanceof OperatorSpec.TableWrite)
                .findFirst()
                .orElse(null);
        vertex.operators().stream()
                .filter(node -> node.spec() instanceof OperatorSpec.HashJoin)
                .forEach(join -> builds.put(join.id(), new HashSet<>()));
        this.noMoreSplits = scans.isEmpty();
        for (InputEdge input : deployment.getInputsList()) {
            if (!input.getBlocking()) {
                input.getProducersList().forEach(producer -> channels.add(new Channel(producer, input.getEdgeId())));
            }
        }
        deployment.getRestoredStatesList().forEach(restored -> restored.getSplitsList()
                .forEach(split -> {
                    readings.add(new Reading(split.getSplit(), Integer.parseInt(split.getPosition())));
                    splitsGiven.add(split.getSplit().getId());
                }));
    }

    TaskAttemptId id() {
        return deployment.getTask();
    }

    SimulatedWorker worker() {
        return worker;
    }

    int slot() {
        return deployment.getSlot();
    }

    Set<String> splitsGiven() {
        return splitsGiven;
    }

    boolean ended() {
        return state == TaskState.FINISHED || state == TaskState.CANCELED || state == TaskState.FAILED;
    }

    void start() {
        reports.stateChanged(change(TaskState.STARTING).build());
        later(5 + dataPlane.random().nextInt(20), () -> {
            state = TaskState.RUNNING;
            reports.stateChanged(change(TaskState.RUNNING).build());
            step();
        });
    }

    private TaskStateChanged.Builder change(TaskState next) {
        return TaskStateChanged.newBuilder().setTask(id()).setState(next);
    }

    private void later(long millis, Runnable action) {
        worker.process().schedule(Duration.ofMillis(millis), () -> {
            if (!ended()) {
                action.run();
            }
        });
    }

    void cancel() {
        if (!ended()) {
            later(dataPlane.random().nextInt(30), () -> end(change(TaskState.CANCELED)));
        }
    }

    private void end(TaskStateChanged.Builder change) {
        state = change.getState();
        if (state != TaskState.FINISHED) {
            pipelined.clear();
        }
        reports.stateChanged(change.build());
    }

    /** Of something outside, which may pass. */
    static Failure failure(String message) {
        return Failure.newBuilder()
                .setCode("SIMULATED")
                .setType(ErrorType.EXTERNAL.name())
                .setMessage(message)
                .build();
    }

    private void fail(ProducerLocation producer, int edgeId, String message) {
        fail(failure(message).toBuilder()
                .setLostProducer(producer.getProducer())
                .setLostEdgeId(edgeId)
                .build());
    }

    private void fail(Failure failure) {
        end(change(TaskState.FAILED).setFailure(failure));
    }

    // ---- Steps

    private void step() {
        if (!worker.execution().suspended()) {
            Optional<Failure> failure = dataPlane.failure(steps++);
            if (failure.isPresent()) {
                fail(failure.get());
                return;
            }
            work();
        }
        if (!ended()) {
            later(10 + dataPlane.random().nextInt(20), this::step);
        }
    }

    private void work() {
        if (!inputsRead && !readBlocking()) {
            return;
        }
        if (trigger != null && channels.isEmpty()) {
            stoppedBehind = trigger.getStop() ? trigger.getCheckpointId() : 0;
            takeBarrier(trigger.getCheckpointId());
            trigger = null;
        }
        if (stoppedBehind > 0) {
            return;
        }
        askForSplits();
        readSplits();
        if (!readChannels()) {
            return;
        }
        if (barrier > 0 && channels.stream().allMatch(channel -> channel.atBarrier > 0 || channel.ended)) {
            takeBarrier(barrier);
        }
        boolean inputsEnded = channels.stream().allMatch(channel -> channel.ended);
        if (noMoreSplits && readings.isEmpty() && inputsEnded && barrier == 0) {
            finish();
        }
    }

    private boolean readBlocking() {
        for (InputEdge input : deployment.getInputsList()) {
            if (input.getBlocking()) {
                for (ProducerLocation producer : input.getProducersList()) {
                    SimulatedTask task = dataPlane.find(producer.getProducer());
                    if (task == null || task.state != TaskState.FINISHED || task.outputsReleased) {
                        fail(producer, input.getEdgeId(), "the output of " + producer.getProducer() + " is gone");
                        return false;
                    }
                    Map<Integer, List<String>> buckets = task.blocking.getOrDefault(input.getEdgeId(), Map.of());
                    buckets.forEach((bucket, rows) -> {
                        if (reads(input, producer.getProducer().getSubtask(), bucket)) {
                            rows.forEach(this::take);
                        }
                    });
                }
            }
        }
        inputsRead = true;
        return true;
    }

    private static boolean reads(InputEdge input, int producer, int bucket) {
        if (input.getRangesCount() == 0) {
            return bucket >= input.getFirstBucket() && bucket < input.getFirstBucket() + input.getBucketCount();
        }
        return input.getRangesList().stream()
                .anyMatch(range -> bucket >= range.getFirstBucket()
                        && bucket < range.getFirstBucket() + range.getBucketCount()
                        && producer >= range.getFirstProducer()
                        && producer < range.getFirstProducer() + range.getProducerCount());
    }

    private void askForSplits() {
        if (noMoreSplits || !readings.isEmpty()) {
            return;
        }
        long now = worker.process().nanoTime();
        boolean waiting = answeredId < requestId;
        if (!waiting) {
            requestId++;
        }
        if (!waiting || now - requestedNanos > 300_000_000L) {
            requestedNanos = now;
            reports.splitsWanted(SplitRequest.newBuilder()
                    .setTask(id())
                    .setOperatorId(scans.get(0).id())
                    .setRequestId(requestId)
                    .setMaxSplits(2)
                    .build());
        }
    }

    void assign(SplitAssignment assignment) {
        if (ended() || assignment.getRequestId() != requestId || answeredId == requestId) {
            return;
        }
        answeredId = requestId;
        noMoreSplits = assignment.getNoMoreSplits();
        assignment.getSplitsList().forEach(split -> {
            readings.add(new Reading(split, 0));
            splitsGiven.add(split.getId());
        });
        dataPlane.splitsChanged(this);
    }

    private void readSplits() {
        for (int i = 0; i < ROWS_PER_STEP && !readings.isEmpty(); i++) {
            Reading reading = readings.get(dataPlane.random().nextInt(readings.size()));
            if (!reading.done()) {
                take(Warehouse.splitRow(reading.split.getId(), reading.position++));
            }
            if (reading.done()) {
                readings.remove(reading);
            }
        }
    }

    private boolean readChannels() {
        for (Channel channel : channels) {
            SimulatedTask producer = dataPlane.find(channel.producer.getProducer());
            boolean gone =
                    producer == null || producer.state == TaskState.FAILED || producer.state == TaskState.CANCELED;
            if (gone && !channel.ended) {
                // A producer that has not been deployed yet is waited for a little.
                if (producer != null || steps > 100) {
                    fail(
                            channel.producer,
                            channel.edgeId,
                            "the connection to " + channel.producer.getProducer() + " broke");
                    return false;
                }
                continue;
            }
            read(channel, producer);
        }
        return true;
    }

    private void read(Channel channel, SimulatedTask producer) {
        if (channel.ended || channel.atBarrier > 0 || !producer.worker.process().running()) {
            return;
        }
        Queue<String> queue = producer.pipelined
                .getOrDefault(channel.edgeId, Map.of())
                .getOrDefault(id().getSubtask(), new ArrayDeque<>());
        for (int i = 0; i < 2 * ROWS_PER_STEP && !queue.isEmpty() && channel.atBarrier == 0; i++) {
            String element = queue.remove();
            if (element.equals(END)) {
                channel.ended = true;
            } else if (element.startsWith(BARRIER)) {
                meet(channel, Long.parseLong(element.substring(BARRIER.length())));
            } else {
                take(element);
            }
        }
    }

    /** A later barrier means that the earlier one was given up; channels that stand at it go on. */
    private void meet(Channel channel, long checkpointId) {
        if (checkpointId > barrier) {
            barrier = checkpointId;
            channels.forEach(other -> other.atBarrier = 0);
        }
        if (checkpointId == barrier) {
            channel.atBarrier = checkpointId;
        }
    }

    private void take(String row) {
        if (builds.isEmpty()) {
            emit(row);
        } else {
            int build = row.indexOf("-build");
            int join = build < 0 ? 0 : Integer.parseInt(row.substring(build + 6, row.indexOf('-', build + 1)));
            if (builds.containsKey(join)) {
                builds.get(join).add(SimulatedJobs.key(row));
            } else {
                heldByJoins.add(row);
            }
        }
    }

    private void emitJoined() {
        for (String row : heldByJoins) {
            if (builds.values().stream().allMatch(keys -> keys.contains(SimulatedJobs.key(row)))) {
                emit(row);
            }
        }
        heldByJoins.clear();
    }

    private static int hash(String row) {
        return SimulatedJobs.key(row).hashCode() * 0x9E3779B1 >>> 7;
    }

    private void emit(String row) {
        collected.add(row);
        if (sink != null) {
            toCommit.add(row);
        }
        for (OutputEdge output : deployment.getOutputsList()) {
            if (output.getBlocking()) {
                int bucket = Math.floorMod(hash(row), Math.max(1, output.getBuckets()));
                blocking.computeIfAbsent(output.getEdgeId(), id -> new TreeMap<>())
                        .computeIfAbsent(bucket, id -> new ArrayList<>())
                        .add(row);
            } else {
                boolean forward = graph.edge(output.getEdgeId()).partitioning() instanceof Partitioning.Forward;
                int consumer = forward ? id().getSubtask() : Math.floorMod(hash(row), output.getConsumerParallelism());
                queue(output, consumer).add(row);
            }
        }
    }

    private Queue<String> queue(OutputEdge output, int consumer) {
        return pipelined
                .computeIfAbsent(output.getEdgeId(), id -> new HashMap<>())
                .computeIfAbsent(consumer, id -> new ArrayDeque<>());
    }

    private void toAll(String control) {
        for (OutputEdge output : deployment.getOutputsList()) {
            if (!output.getBlocking()) {
                for (int consumer = 0; consumer < output.getConsumerParallelism(); consumer++) {
                    queue(output, consumer).add(control);
                }
            }
        }
    }

    // ---- Checkpoints

    void trigger(TriggerCheckpoint asked) {
        if (state == TaskState.RUNNING && asked.getCheckpointId() > lastTrigger) {
            lastTrigger = asked.getCheckpointId();
            trigger = asked;
        }
    }

    void aborted(long checkpointId) {
        if (stoppedBehind <= checkpointId) {
            stoppedBehind = 0;
        }
    }

    private void takeBarrier(long checkpointId) {
        barrier = 0;
        channels.forEach(channel -> channel.atBarrier = 0);
        toAll(BARRIER + checkpointId);
        prepare(checkpointId);
        if (dataPlane.declinesNow()) {
            reports.declined(CheckpointDeclined.newBuilder()
                    .setTask(id())
                    .setCheckpointId(checkpointId)
                    .setFailure(Failure.newBuilder()
                            .setCode("SIMULATED")
                            .setType("EXTERNAL")
                            .setMessage("the state of " + id() + " cannot be written"))
                    .build());
            return;
        }
        CheckpointAcknowledged.Builder acknowledgement =
                CheckpointAcknowledged.newBuilder().setTask(id()).setCheckpointId(checkpointId);
        for (OperatorNode scan : scans) {
            OperatorState.Builder saved = OperatorState.newBuilder()
                    .setOperatorId(scan.id())
                    .setStateId(scan.stateId())
                    .setAnsweredRequestId(answeredId);
            readings.forEach(reading -> saved.addSplits(
                    SplitState.newBuilder().setSplit(reading.split).setPosition(Integer.toString(reading.position))));
            acknowledgement.addOperatorStates(saved);
        }
        committables().forEach(acknowledgement::addCommittables);
        later(dataPlane.random().nextInt(40), () -> reports.acknowledged(acknowledgement.build()));
    }

    private void prepare(long checkpointId) {
        if (sink != null && (!toCommit.isEmpty() || !streaming)) {
            unconfirmed.put(
                    checkpointId * 1000 + committableNumber++,
                    CommittableMessage.newBuilder()
                            .setJson(id().getSubtask() + " " + id().getAttempt() + " " + checkpointId + " "
                                    + String.join(",", toCommit))
                            .setRows(toCommit.size())
                            .build());
            toCommit.clear();
        }
    }

    private List<OperatorCommittables> committables() {
        return unconfirmed.isEmpty()
                ? List.of()
                : List.of(OperatorCommittables.newBuilder()
                        .setOperatorId(sink.id())
                        .addAllCommittables(unconfirmed.values())
                        .build());
    }

    void completed(long checkpointId) {
        unconfirmed.headMap((checkpointId + 1) * 1000).clear();
    }

    // ---- The end

    private void finish() {
        emitJoined();
        toAll(END);
        prepare(900_000);
        TaskStateChanged.Builder change = change(TaskState.FINISHED);
        for (OutputEdge output : deployment.getOutputsList()) {
            if (output.getBlocking()) {
                change.addOutputs(OutputPartitions.newBuilder()
                        .setEdgeId(output.getEdgeId())
                        .setSummary(summary(output)));
            }
        }
        committables().forEach(change::addCommittables);
        end(change);
    }

    private PartitionSummary summary(OutputEdge output) {
        PartitionSummary.Builder summary = PartitionSummary.newBuilder();
        // The same rows need not take the same bytes when they are written again.
        long bytesPerRow = 50_000 + dataPlane.random().nextInt(100_000);
        Map<Integer, List<String>> buckets = blocking.getOrDefault(output.getEdgeId(), new LinkedHashMap<>());
        for (int bucket = 0; bucket < Math.max(1, output.getBuckets()); bucket++) {
            List<String> rows = buckets.getOrDefault(bucket, List.of());
            summary.addBucketBytes(rows.size() * bytesPerRow)
                    .addBucketRows(rows.size())
                    .addBucketChecksums(
                            rows.stream().mapToLong(row -> row.hashCode() * 31L).sum());
        }
        return summary.build();
    }

    void releaseOutputs() {
        outputsReleased = true;
        blocking.clear();
    }
}
