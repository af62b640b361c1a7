package io.blink.runtime.worker;

import static io.blink.runtime.worker.TestingCluster.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.control.CancelTask;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointCompleted;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.control.SplitState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.exchange.BatchChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerTest {
    private static final List<Field> NUMBER = List.of(new Field("n", DataType.of(TypeKind.BIGINT)));

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "inline"})
    void oneVertexReadsItsSplitsAndSpoolsItsResult(String reader) throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            cluster.addSplit(0, 95);
            cluster.addSplit(95, 100);
            cluster.addSplit(100, 100);
            JobGraph graph = graph(ExecutionMode.BATCH, List.of(scanVertex(0, reader, result(2, 1))), List.of());
            cluster.deploy("w0", graph, deployment(0, 0, 1).addOutputs(resultEdge(true)));
            TaskStateChanged finished = cluster.awaitEnd(task(0, 0), TaskState.FINISHED);
            assertThat(finished.getOutputs(0).getSummary().getBucketRows(0)).isEqualTo(100);
            assertThat(finished.getProgress().getOperators(1).getRowsOut()).isEqualTo(100);
            assertThat(TestingCluster.readAll(resultOf(cluster, "w0", task(0, 0), true)))
                    .containsExactlyElementsOf(range(0, 100));
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void rowsMeetByHashInTwoConsumers(boolean blocking, boolean forceWire) throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, forceWire, directory)) {
            assertThat(hashedSums(cluster, blocking, "w0", "w0")).isEqualTo(1000L * 999 / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsMeetByHashInTwoConsumersOfAnotherWorker(boolean blocking) throws Exception {
        try (TestingCluster cluster = new TestingCluster(2, false, directory)) {
            assertThat(hashedSums(cluster, blocking, "w0", "w1")).isEqualTo(1000L * 999 / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sortedProducersAreMerged(boolean blocking) throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            Edge edge = new Edge(7, 0, 1, new Partitioning.Gather(List.of(new SortKey(0, true, true))), EdgeKind.FREE);
            Vertex merged = new Vertex(1, "merged", List.of(fromEdge(5, 7, new OperatorSpec.ResultSink())), 1);
            JobGraph graph = graph(ExecutionMode.BATCH, List.of(scanVertex(0, "inline"), merged), List.of(edge));
            InputEdge.Builder input =
                    InputEdge.newBuilder().setEdgeId(7).setBlocking(blocking).setBucketCount(1);
            for (int subtask = 0; subtask < 2; subtask++) {
                input.addProducers(cluster.location(task(0, subtask), "w0"));
                cluster.deploy(
                        "w0",
                        graph,
                        deployment(0, subtask, 2)
                                .setRestoredCheckpointId(1)
                                .addRestoredStates(OperatorState.newBuilder()
                                        .setStateId("state-1")
                                        .addSplits(split(subtask * 250L, subtask * 250L + 500)))
                                .addOutputs(OutputEdge.newBuilder()
                                        .setEdgeId(7)
                                        .setBlocking(blocking)
                                        .setConsumerParallelism(1)));
            }
            if (blocking) {
                cluster.awaitEnd(task(0, 0), TaskState.FINISHED);
                cluster.awaitEnd(task(0, 1), TaskState.FINISHED);
            }
            cluster.deploy("w0", graph, deployment(1, 0, 1).addInputs(input).addOutputs(resultEdge(true)));
            cluster.awaitEnd(task(1, 0), TaskState.FINISHED);
            List<Long> expected = new ArrayList<>(range(0, 500));
            expected.addAll(range(250, 750));
            expected.sort(null);
            assertThat(TestingCluster.readAll(resultOf(cluster, "w0", task(1, 0), true)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aLimitEndsItsTaskBeforeItsInput() throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            cluster.connector.endless(true);
            cluster.addSplit(0, 1000);
            OperatorNode limit = node(2, new OperatorSpec.Limit(15, 0), new OperatorInput.FromOperator(1));
            JobGraph graph =
                    graph(ExecutionMode.BATCH, List.of(scanVertex(0, "inline", limit, result(3, 2))), List.of());
            cluster.deploy("w0", graph, deployment(0, 0, 1).addOutputs(resultEdge(true)));
            cluster.awaitEnd(task(0, 0), TaskState.FINISHED);
            assertThat(TestingCluster.readAll(resultOf(cluster, "w0", task(0, 0), true)))
                    .hasSize(15);
        }
    }

    @Test
    void aFailureNamesItselfAndReachesItsConsumers() throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            cluster.addSplit(0, 10);
            OperatorNode failing = node(2, new OperatorSpec.Filter(null), new OperatorInput.FromOperator(1));
            Edge edge = new Edge(7, 0, 1, new Partitioning.Gather(List.of()), EdgeKind.PIPELINED);
            JobGraph graph = graph(
                    ExecutionMode.BATCH,
                    List.of(
                            scanVertex(0, "inline", failing),
                            new Vertex(1, "result", List.of(fromEdge(5, 7, new OperatorSpec.ResultSink())), 1)),
                    List.of(edge));
            cluster.deploy(
                    "w0",
                    graph,
                    deployment(1, 0, 1)
                            .addInputs(InputEdge.newBuilder()
                                    .setEdgeId(7)
                                    .addProducers(cluster.location(task(0, 0), "w0")))
                            .addOutputs(resultEdge(true)));
            cluster.deploy(
                    "w0",
                    graph,
                    deployment(0, 0, 1)
                            .addOutputs(OutputEdge.newBuilder().setEdgeId(7).setConsumerParallelism(1)));
            TaskStateChanged producer = cluster.awaitEnd(task(0, 0), TaskState.FAILED);
            assertThat(producer.getFailure().getMessage()).contains("planted");
            TaskStateChanged consumer = cluster.awaitEnd(task(1, 0), TaskState.FAILED);
            assertThat(consumer.getFailure().getLostProducer()).isEqualTo(task(0, 0));
            assertThat(cluster.await(message -> message.hasPartitionUnavailable())
                            .getPartitionUnavailable()
                            .getProducer())
                    .isEqualTo(task(0, 0));
        }
    }

    @Test
    void aTaskThatCannotBeBuiltLeavesNoSpillFiles() throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            OperatorNode spilled = node(
                    2, new OperatorSpec.Sort(List.of(new SortKey(0, true, true))), new OperatorInput.FromOperator(1));
            OperatorNode failing = node(3, new OperatorSpec.Project(List.of()), new OperatorInput.FromOperator(2));
            cluster.deploy(
                    "w0",
                    graph(
                            ExecutionMode.BATCH,
                            List.of(scanVertex(0, "inline", spilled, failing, result(4, 3))),
                            List.of()),
                    deployment(0, 0, 1).addOutputs(resultEdge(true)));
            TaskStateChanged failed = cluster.awaitEnd(task(0, 0), TaskState.FAILED);
            assertThat(failed.getFailure().getMessage()).containsPattern("planted behind [1-9][0-9]* spilled bytes");
            assertThat(spillFiles()).isEmpty();
        }
    }

    private List<Path> spillFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".spill")).toList();
        }
    }

    @Test
    void aCanceledTaskSaysSo() throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            cluster.connector.endless(true);
            cluster.addSplit(0, 10);
            JobGraph graph = graph(ExecutionMode.BATCH, List.of(scanVertex(0, "inline", result(2, 1))), List.of());
            cluster.deploy("w0", graph, deployment(0, 0, 1).addOutputs(resultEdge(true)));
            cluster.await(message -> message.getTaskState().getState() == TaskState.RUNNING);
            cluster.send(
                    "w0",
                    MasterMessage.newBuilder()
                            .setCancelTask(CancelTask.newBuilder().setTask(task(0, 0))));
            cluster.awaitEnd(task(0, 0), TaskState.CANCELED);
        }
    }

    /** Two sources, a sink behind a hash edge: the barrier cuts all three at one place, and what the sink prepared adds up. */
    @Test
    void aCheckpointCutsAStreamConsistently() throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            cluster.connector.endless(true);
            cluster.addSplit(0, 100);
            JobGraph graph = streamGraph();
            deployStream(cluster, graph, List.of());
            cluster.await(message -> message.getTaskState().getState() == TaskState.RUNNING);
            List<Long> written = new ArrayList<>();
            long position = 0;
            for (long checkpoint = 1; position < 100; checkpoint++) {
                trigger(cluster, task(0, 0), checkpoint);
                CheckpointAcknowledged source = cluster.awaitAcknowledged(task(0, 0), checkpoint);
                position = position(source);
                written.addAll(numbers(cluster.awaitAcknowledged(task(1, 0), checkpoint)));
                written.addAll(numbers(cluster.awaitAcknowledged(task(1, 1), checkpoint)));
                cluster.send(
                        "w0",
                        MasterMessage.newBuilder()
                                .setCheckpointCompleted(CheckpointCompleted.newBuilder()
                                        .setJobId("job")
                                        .setCheckpointId(checkpoint)));
                assertThat(written).containsExactlyInAnyOrderElementsOf(range(0, position));
            }
        }
    }

    @Test
    void aRestoredSourceGoesOnWhereItStood() throws Exception {
        try (TestingCluster cluster = new TestingCluster(1, false, directory)) {
            JobGraph graph = streamGraph();
            SplitState half = split(0, 100).setPosition("40").build();
            deployStream(cluster, graph, List.of(half));
            List<Long> written = new ArrayList<>();
            for (int subtask = 0; subtask < 2; subtask++) {
                TaskStateChanged finished = cluster.awaitEnd(task(1, subtask), TaskState.FINISHED);
                finished.getCommittablesList().forEach(sink -> sink.getCommittablesList()
                        .forEach(committable -> written.addAll(parse(committable.getJson()))));
            }
            assertThat(written).containsExactlyInAnyOrderElementsOf(range(40, 100));
        }
    }

    private static SplitState.Builder split(long from, long to) {
        return SplitState.newBuilder()
                .setSplit(SplitMessage.newBuilder().setId(from + "-" + to).setJson(from + "," + to));
    }

    private static long position(CheckpointAcknowledged acknowledgement) {
        return acknowledgement.getOperatorStatesList().stream()
                .flatMap(state -> state.getSplitsList().stream())
                .mapToLong(split -> split.getPosition().isEmpty() ? 0 : Long.parseLong(split.getPosition()))
                .sum();
    }

    private static List<Long> numbers(CheckpointAcknowledged acknowledgement) {
        return acknowledgement.getCommittablesList().stream()
                .flatMap(sink -> sink.getCommittablesList().stream())
                .flatMap(committable -> parse(committable.getJson()).stream())
                .toList();
    }

    private static List<Long> parse(String json) {
        return List.of(json.split(",")).stream().map(Long::valueOf).toList();
    }

    private static void trigger(TestingCluster cluster, TaskAttemptId task, long checkpoint) {
        cluster.send(
                "w0",
                MasterMessage.newBuilder()
                        .setTriggerCheckpoint(
                                TriggerCheckpoint.newBuilder().setTask(task).setCheckpointId(checkpoint)));
    }

    private static JobGraph streamGraph() {
        Vertex sink = new Vertex(
                1,
                "sink",
                List.of(fromEdge(5, 7, new OperatorSpec.TableWrite(new ConnectorHandle(TestingConnector.NAME, 1, "")))),
                2);
        Edge edge = new Edge(7, 0, 1, new Partitioning.Hash(List.of(0)), EdgeKind.PIPELINED);
        return graph(ExecutionMode.STREAMING, List.of(scanVertex(0, "inline"), sink), List.of(edge));
    }

    private static void deployStream(TestingCluster cluster, JobGraph graph, List<SplitState> restored) {
        for (int subtask = 0; subtask < 2; subtask++) {
            cluster.deploy(
                    "w0",
                    graph,
                    deployment(1, subtask, 2)
                            .addInputs(InputEdge.newBuilder()
                                    .setEdgeId(7)
                                    .addProducers(cluster.location(task(0, 0), "w0"))));
        }
        DeployTask.Builder source = deployment(0, 0, 1)
                .addOutputs(OutputEdge.newBuilder().setEdgeId(7).setConsumerParallelism(2));
        if (!restored.isEmpty()) {
            source.setRestoredCheckpointId(3)
                    .addRestoredStates(OperatorState.newBuilder()
                            .setOperatorId(1)
                            .setStateId("state-1")
                            .addAllSplits(restored)
                            .setAnsweredRequestId(1));
        }
        cluster.deploy("w0", graph, source);
    }

    /** Two scans over 0 to 999, hashed to two sums, gathered: returns their total. */
    static long hashedSums(TestingCluster cluster, boolean blocking, String producers, String consumers)
            throws Exception {
        cluster.addSplit(0, 400);
        cluster.addSplit(400, 1000);
        OperatorSpec sum = new OperatorSpec.Aggregate(AggregatePhase.SINGLE, List.of(), List.of());
        Vertex sums = new Vertex(1, "sums", List.of(fromEdge(5, 7, sum), result(6, 5)), 2);
        Edge edge = new Edge(7, 0, 1, new Partitioning.Hash(List.of(0)), EdgeKind.FREE);
        JobGraph graph = graph(ExecutionMode.BATCH, List.of(scanVertex(0, "blocking"), sums), List.of(edge));
        for (int subtask = 0; subtask < 2; subtask++) {
            cluster.deploy(
                    producers,
                    graph,
                    deployment(0, subtask, 2)
                            .addOutputs(OutputEdge.newBuilder()
                                    .setEdgeId(7)
                                    .setBlocking(blocking)
                                    .setConsumerParallelism(2)
                                    .setBuckets(8)));
        }
        if (blocking) {
            cluster.awaitEnd(task(0, 0), TaskState.FINISHED);
            cluster.awaitEnd(task(0, 1), TaskState.FINISHED);
        }
        long total = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            cluster.deploy(
                    consumers,
                    graph,
                    deployment(1, subtask, 2)
                            .addInputs(InputEdge.newBuilder()
                                    .setEdgeId(7)
                                    .setBlocking(blocking)
                                    .addProducers(cluster.location(task(0, 0), producers))
                                    .addProducers(cluster.location(task(0, 1), producers))
                                    .setFirstBucket(subtask * 4)
                                    .setBucketCount(4))
                            .addOutputs(resultEdge(true)));
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            cluster.awaitEnd(task(1, subtask), TaskState.FINISHED);
            List<Long> sumOfOne = TestingCluster.readAll(resultOf(cluster, consumers, task(1, subtask), true));
            assertThat(sumOfOne).hasSize(1).doesNotContain(0L);
            total += sumOfOne.get(0);
        }
        return total;
    }

    static BatchChannel resultOf(TestingCluster cluster, String worker, TaskAttemptId task, boolean blocking) {
        return cluster.client("w0").open(cluster.location(task, worker), ResultEdge.RESULT_EDGE, blocking, 0, 1);
    }

    static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static OutputEdge.Builder resultEdge(boolean blocking) {
        return OutputEdge.newBuilder()
                .setEdgeId(ResultEdge.RESULT_EDGE)
                .setBlocking(blocking)
                .setConsumerParallelism(1)
                .setBuckets(1);
    }

    private static DeployTask.Builder deployment(int vertex, int subtask, int parallelism) {
        return DeployTask.newBuilder().setTask(task(vertex, subtask)).setParallelism(parallelism);
    }

    private static Vertex scanVertex(int id, String reader, OperatorNode... rest) {
        List<OperatorNode> operators = new ArrayList<>();
        operators.add(node(1, new OperatorSpec.TableScan(new ConnectorHandle(TestingConnector.NAME, 1, reader))));
        operators.addAll(List.of(rest));
        return new Vertex(id, "scan", operators, 0);
    }

    private static OperatorNode result(int id, int input) {
        return node(id, new OperatorSpec.ResultSink(), new OperatorInput.FromOperator(input));
    }

    private static OperatorNode fromEdge(int id, int edge, OperatorSpec spec) {
        return node(id, spec, new OperatorInput.FromEdge(edge));
    }

    private static OperatorNode node(int id, OperatorSpec spec, OperatorInput... inputs) {
        return new OperatorNode(id, "state-" + id, "operator-" + id, spec, List.of(inputs), NUMBER);
    }

    private static JobGraph graph(ExecutionMode mode, List<Vertex> vertices, List<Edge> edges) {
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                "test",
                mode,
                vertices,
                edges,
                NUMBER,
                Configuration.empty(),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }
}
