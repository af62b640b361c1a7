package io.blink.runtime.task;

import io.blink.core.column.Batch;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.Edge;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.control.BucketRange;
import io.blink.runtime.control.ChannelState;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.BlockingOutput;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.InputGate;
import io.blink.runtime.exchange.MergingGate;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PipelinedGate;
import io.blink.runtime.exchange.PipelinedOutput;
import io.blink.runtime.exchange.SequentialGate;
import io.blink.runtime.exchange.SetAside;
import io.blink.runtime.exchange.TaskOutput;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.KeyFilterSource;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.join.lookup.LookupJoinOperator;
import io.blink.runtime.operator.join.lookup.request.KeyLookupJoinOperator;
import io.blink.runtime.operator.scan.ScanOperator;
import io.blink.runtime.operator.sort.SortedMerge;
import io.blink.runtime.operator.write.StagingOperator;
import io.blink.runtime.operator.write.WriteOperator;
import io.blink.runtime.spill.SpillFiles;
import io.blink.shuffle.ShuffleWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns one deployment into operators, inputs and outputs. Used once, on an I/O thread: restoring state may block. */
final class TaskBuilder implements TaskWiring {
    private final DeployTask deployment;
    private final int term;
    private final JobGraph graph;
    private final Vertex vertex;
    private final TaskEnvironment environment;
    private final MasterRequests requests;
    private final Map<Integer, ScanOperator> scans = new HashMap<>();
    private final AlignedSources aligned;
    private final Map<Integer, ElementQueueFan> fans = new HashMap<>();
    private final Map<Integer, List<PendingKeyFilter>> pendingFilters = new HashMap<>();
    private final List<AutoCloseable> spillFiles = new ArrayList<>();
    private final UserFunctions userFunctions;
    private final OvertakenRows overtakenRows;

    TaskBuilder(DeployTask deployment, int term, JobGraph graph, TaskEnvironment environment, MasterRequests requests) {
        this.deployment = deployment;
        this.term = term;
        this.graph = graph;
        this.vertex = graph.vertex(deployment.getTask().getVertexId());
        this.environment = environment;
        this.requests = requests;
        this.aligned = new AlignedSources(deployment.getTask(), vertex, requests);
        this.userFunctions = UserFunctions.of(
                environment.userCode(), deployment.getTask().getJobId(), graph.settings(), this::memory);
        this.overtakenRows =
                new OvertakenRows(environment.fileSystems(), deployment.getJobDirectory(), deployment.getTask());
        // Closed as they are: when the operators are, on an I/O thread.
        spillFiles.add(userFunctions);
    }

    /** The scans by operator id, for the splits that come. */
    Map<Integer, ScanOperator> scans() {
        return scans;
    }

    /** Those that keep together, for the limits that come. */
    AlignedSources aligned() {
        return aligned;
    }

    @Override
    public Wired wire(ChainedOperator.BarrierListener barriers, Runnable wake) {
        List<TaskOutput> opened = new ArrayList<>();
        List<ChainedOperator> chained = new ArrayList<>();
        List<TaskInput> inputs = new ArrayList<>();
        try {
            for (OutputEdge output : deployment.getOutputsList()) {
                opened.add(output(output, wake));
            }
            RootOutputs outputs = new RootOutputs(opened, graph.mode());
            for (OperatorNode node : vertex.operators()) {
                fans.put(node.id(), new ElementQueueFan());
            }
            for (OperatorNode node : vertex.operators()) {
                chained.add(chain(node, outputs, inputs, barriers));
            }
            inputs.forEach(input -> input.gate().listener(wake));
            Collections.reverse(chained);
            return new Wired(
                    chained, outputs, List.copyOf(inputs), overtakenRows, watchesIdleness(), List.copyOf(spillFiles));
        } catch (RuntimeException | Error e) {
            // The driver does not exist yet, so what is open is closed here.
            chained.forEach(ChainedOperator::close);
            inputs.forEach(input -> input.gate().close());
            opened.forEach(output -> output.fail(String.valueOf(e.getMessage())));
            userFunctions.close();
            throw e;
        }
    }

    private boolean watchesIdleness() {
        return vertex.operators().stream()
                .anyMatch(node -> node.spec() instanceof OperatorSpec.AssignWatermark watermark
                        && watermark.idleTimeoutMillis() > 0);
    }

    private ChainedOperator chain(
            OperatorNode node,
            RootOutputs outputs,
            List<TaskInput> taskInputs,
            ChainedOperator.BarrierListener barriers) {
        List<ElementSource> inputs = new ArrayList<>();
        List<List<Field>> inputFields = new ArrayList<>();
        for (OperatorInput input : node.inputs()) {
            if (input instanceof OperatorInput.FromOperator from) {
                inputs.add(fans.get(from.operatorId()).addQueue());
                inputFields.add(operator(from.operatorId()).output());
            } else if (input instanceof OperatorInput.FromEdge from) {
                InputGate gate = gate(from.edgeId(), skippedByMerge(node));
                taskInputs.add(new TaskInput(from.edgeId(), producerSubtasks(from.edgeId()), gate));
                inputs.add(ElementSource.of(gate));
                inputFields.add(graph.vertex(graph.edge(from.edgeId()).sourceVertex())
                        .root()
                        .output());
            }
        }
        Operator operator = create(context(withoutSkipping(node), inputFields));
        boolean root = node == vertex.root();
        ChainedOperator.Downstream downstream = root ? outputs : fans.get(node.id());
        return new ChainedOperator(node, operator, inputs, downstream, barriers);
    }

    /** Rows that a limit skips are passed over in the merge before it, by whole stretches; 0: the operator does it. */
    private long skippedByMerge(OperatorNode node) {
        boolean merged = node.spec() instanceof OperatorSpec.Limit
                && node.inputs().size() == 1
                && node.inputs().get(0) instanceof OperatorInput.FromEdge from
                && merges(graph.edge(from.edgeId()), input(from.edgeId()));
        return merged ? ((OperatorSpec.Limit) node.spec()).offset() : 0;
    }

    private OperatorNode withoutSkipping(OperatorNode node) {
        if (skippedByMerge(node) == 0) {
            return node;
        }
        OperatorSpec rest = new OperatorSpec.Limit(((OperatorSpec.Limit) node.spec()).limit(), 0);
        return new OperatorNode(node.id(), node.stateId(), node.name(), rest, node.inputs(), node.output());
    }

    private OperatorNode operator(int id) {
        return vertex.operators().stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> TaskDriver.invalid("Vertex " + vertex.id() + " has no operator " + id + "."));
    }

    private OperatorContext context(OperatorNode node, List<List<Field>> inputs) {
        TaskAttemptId task = deployment.getTask();
        return new OperatorContext(
                task.getJobId(),
                node,
                inputs,
                vertex.id(),
                task.getSubtask(),
                task.getAttempt(),
                term,
                deployment.getParallelism(),
                graph.keyGroups(),
                graph.mode(),
                memory(),
                spillFiles(node),
                environment.ioExecutor(),
                ZoneId.of(graph.timeZone()),
                graph.statementStartMicros(),
                userFunctions);
    }

    private SpillFiles spillFiles(OperatorNode node) {
        SpillFiles files = environment.spillFiles().create(deployment.getTask(), node);
        if (files instanceof AutoCloseable closeable) {
            spillFiles.add(closeable);
        }
        return files;
    }

    private MemoryPool memory() {
        int slot = deployment.getSlot();
        if (slot < 0 || slot >= environment.slotMemory().size()) {
            throw TaskDriver.invalid(
                    "This worker has " + environment.slotMemory().size() + " slots and no slot " + slot + ".");
        }
        return environment.slotMemory().get(slot);
    }

    private Operator create(OperatorContext context) {
        OperatorSpec spec = context.node().spec();
        RestoredOperator restored = restored(context.node());
        if (spec instanceof OperatorSpec.TableScan scan) {
            ScanOperator operator = new ScanOperator(
                    context,
                    connector(scan.scan().connector()),
                    splitRequester(context.node().id()),
                    pendingFilters(scan));
            if (!restored.isFresh()) {
                operator.restore(
                        restored.state().getSplitsList(), restored.state().getAnsweredRequestId());
            }
            scans.put(context.node().id(), operator);
            return operator;
        }
        if (AlignedSources.isAligned(spec)) {
            return aligned.create(context, scans);
        }
        if (spec instanceof OperatorSpec.TableWrite write) {
            return new WriteOperator(context, connector(write.sink().connector()), write.sink());
        }
        if (spec instanceof OperatorSpec.TableStage stage) {
            return new StagingOperator(
                    context, new WriteOperator(context, connector(stage.sink().connector()), stage.sink()));
        }
        if (spec instanceof OperatorSpec.LookupJoin join) {
            return new LookupJoinOperator(
                    join, context, environment.lookupTables().open(join, ZoneId.of(graph.timeZone())));
        }
        if (spec instanceof OperatorSpec.KeyLookupJoin join) {
            return new KeyLookupJoinOperator(
                    join, context, () -> connector(join.table().connector()).lookup(join.table()));
        }
        Operator operator = environment.operators().create(context, restored);
        for (PendingKeyFilter pending :
                pendingFilters.getOrDefault(context.node().id(), List.of())) {
            if (operator instanceof KeyFilterSource source) {
                source.decides(pending);
            } else {
                pending.decide(null);
            }
        }
        return operator;
    }

    /** Scans come before the operators that filter them. */
    private List<PendingKeyFilter> pendingFilters(OperatorSpec.TableScan scan) {
        List<PendingKeyFilter> ofScan =
                scan.runtimeFilters().stream().map(PendingKeyFilter::new).toList();
        ofScan.forEach(pending -> pendingFilters
                .computeIfAbsent(pending.place().operator(), operator -> new ArrayList<>())
                .add(pending));
        return ofScan;
    }

    private Connector connector(String name) {
        Connectors connectors = environment.connectors();
        return connectors.get(name);
    }

    private io.blink.runtime.operator.scan.SplitRequester splitRequester(int operatorId) {
        return (requestId, maxSplits) -> requests.splits(SplitRequest.newBuilder()
                .setTask(deployment.getTask())
                .setOperatorId(operatorId)
                .setRequestId(requestId)
                .setMaxSplits(maxSplits)
                .build());
    }

    private RestoredOperator restored(OperatorNode node) {
        OperatorState state = deployment.getRestoredStatesList().stream()
                .filter(candidate -> candidate.getStateId().equals(node.stateId()))
                .findFirst()
                .orElse(OperatorState.getDefaultInstance());
        List<String> handles = deployment.getRestoredKeyedStatesList().stream()
                .filter(candidate -> candidate.getStateId().equals(node.stateId()))
                .flatMap(candidate -> candidate.getHandlesList().stream())
                .toList();
        return new RestoredOperator(
                deployment.getRestoredCheckpointId(), state, handles, deployment.getJobDirectory(), graph.settings());
    }

    private InputEdge input(int edgeId) {
        return deployment.getInputsList().stream()
                .filter(candidate -> candidate.getEdgeId() == edgeId)
                .findFirst()
                .orElseThrow(() -> TaskDriver.invalid("The deployment names no producers for edge " + edgeId + "."));
    }

    private boolean merges(Edge edge, InputEdge input) {
        return edge.partitioning() instanceof Partitioning.Gather gather
                && !gather.mergeKeys().isEmpty()
                && producers(edge, input).size() > 1;
    }

    /** @param skipped rows of a merge that are left out */
    private InputGate gate(int edgeId, long skipped) {
        InputEdge input = input(edgeId);
        Edge edge = graph.edge(edgeId);
        List<ProducerLocation> producers = producers(edge, input);
        if (merges(edge, input)) {
            return merging((Partitioning.Gather) edge.partitioning(), edge, input, producers, skipped);
        }
        if (input.getRangesCount() > 0) {
            return ranges(producers, edge, input);
        }
        if (input.getBlocking()) {
            return new SequentialGate(producers.size(), producer -> open(producers.get(producer), edge, input));
        }
        List<BatchChannel> channels =
                producers.stream().map(producer -> open(producer, edge, input)).toList();
        return new PipelinedGate(channels, restoredRows(edgeId, producers));
    }

    private List<Integer> producerSubtasks(int edgeId) {
        return producers(graph.edge(edgeId), input(edgeId)).stream()
                .map(producer -> producer.getProducer().getSubtask())
                .toList();
    }

    /** What the barrier of the restored checkpoint had overtaken on that edge. */
    private SetAside restoredRows(int edgeId, List<ProducerLocation> producers) {
        SetAside aside = new SetAside(producers.size());
        for (ChannelState state : deployment.getRestoredChannelsList()) {
            if (state.getEdgeId() == edgeId) {
                int channel = producerSubtasks(edgeId).indexOf(state.getProducerSubtask());
                overtakenRows.read(state).forEach(rows -> aside.add(channel, rows));
            }
        }
        return aside;
    }

    /** Some buckets of all producers, some of a part of them. */
    private InputGate ranges(List<ProducerLocation> producers, Edge edge, InputEdge input) {
        List<SequentialGate.Opener> reads = new ArrayList<>();
        for (BucketRange range : input.getRangesList()) {
            int first = range.getFirstProducer();
            for (ProducerLocation producer : producers.subList(first, first + range.getProducerCount())) {
                reads.add(read -> environment
                        .partitions()
                        .open(producer, edge.id(), true, range.getFirstBucket(), range.getBucketCount()));
            }
        }
        return new SequentialGate(reads.size(), read -> reads.get(read).open(read));
    }

    private InputGate merging(
            Partitioning.Gather gather, Edge edge, InputEdge input, List<ProducerLocation> producers, long skipped) {
        if (graph.mode() == ExecutionMode.STREAMING) {
            throw TaskDriver.invalid("Edge " + edge.id() + " merges sorted producers, which a stream never ends.");
        }
        List<DataType> types = graph.vertex(edge.sourceVertex()).root().output().stream()
                .map(Field::type)
                .toList();
        SortedMerge merge = new SortedMerge(gather.mergeKeys(), types, producers.size());
        merge.skip(skipped);
        List<BatchChannel> channels =
                producers.stream().map(producer -> open(producer, edge, input)).toList();
        return new MergingGate(channels, merge);
    }

    private List<ProducerLocation> producers(Edge edge, InputEdge input) {
        if (edge.partitioning() instanceof Partitioning.Forward) {
            return input.getProducersList().stream()
                    .filter(producer -> producer.getProducer().getSubtask()
                            == deployment.getTask().getSubtask())
                    .toList();
        }
        return input.getProducersList();
    }

    /** Of a pipelined edge each consumer has a queue of its own; of a blocking one it reads the buckets that the scheduler names, perhaps none. */
    private BatchChannel open(ProducerLocation producer, Edge edge, InputEdge input) {
        return input.getBlocking()
                ? environment
                        .partitions()
                        .open(producer, edge.id(), true, input.getFirstBucket(), input.getBucketCount())
                : environment
                        .partitions()
                        .open(producer, edge.id(), false, deployment.getTask().getSubtask(), 1);
    }

    private TaskOutput output(OutputEdge output, Runnable wake) {
        PartitionKey key = new PartitionKey(deployment.getTask(), output.getEdgeId());
        Partitioning partitioning = output.getEdgeId() == ResultEdge.RESULT_EDGE
                ? new Partitioning.Gather(List.of())
                : graph.edge(output.getEdgeId()).partitioning();
        if (!output.getBlocking()) {
            int groups = graph.mode() == ExecutionMode.STREAMING
                    ? graph.keyGroups()
                    : Math.max(output.getBuckets(), output.getConsumerParallelism());
            return new PipelinedOutput(
                    environment.registry(), key, partitioning, output.getConsumerParallelism(), groups, wake);
        }
        int buckets = BlockingOutput.buckets(partitioning, output.getBuckets(), output.getConsumerParallelism());
        ShuffleWriter writer = new ShuffleWriter(
                environment.localDirectories(),
                environment.localFiles(),
                fileName(key),
                buckets,
                environment.shuffleBufferBytes());
        return new BlockingOutput(environment.registry(), key, partitioning, writer, environment.ioExecutor(), wake);
    }

    private static String fileName(PartitionKey key) {
        TaskAttemptId task = key.producer();
        return task.getJobId() + "/shuffle/" + task.getVertexId() + "-" + task.getSubtask() + "-" + task.getAttempt()
                + "-" + key.edgeId();
    }

    /** From one operator to all operators of the task that take its rows. */
    private static final class ElementQueueFan implements ChainedOperator.Downstream {
        private final List<ElementQueue> queues = new ArrayList<>();

        ElementQueue addQueue() {
            ElementQueue queue = new ElementQueue();
            queues.add(queue);
            return queue;
        }

        @Override
        public boolean hasRoom() {
            for (ElementQueue queue : queues) {
                if (!queue.hasRoom()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void rows(Batch batch) {
            Element.Rows rows = new Element.Rows(batch);
            queues.forEach(queue -> queue.add(rows));
        }

        @Override
        public void control(Element control) {
            queues.forEach(queue -> queue.add(control));
        }

        @Override
        public boolean abandoned() {
            return !queues.isEmpty() && queues.stream().allMatch(ElementQueue::closed);
        }
    }
}
