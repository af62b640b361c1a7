package io.blink.runtime.worker.rehearsal;

import io.blink.core.config.Configuration;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.task.StateOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The job that is rehearsed, and the deployments of its tasks, one of each vertex:
 *
 * <pre>
 * ROWS (k, v), given by the rehearsal  - rebalance ->  PARTIALS: filter, projection, partial sums by key  - hash ->  GROUPS: sums by key, kept in state  ->  result
 * </pre>
 */
final class RehearsedJob {
    static final String ID = "rehearsal";
    static final int ROWS = 0;
    static final int PARTIALS = 1;
    static final int GROUPS = 2;
    static final int ROWS_EDGE = 1;
    private static final int PARTIALS_EDGE = 2;

    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT);
    private static final List<Field> KEYED = List.of(new Field("k", NUMBER), new Field("v", NUMBER));

    /** Which of the edges' producers tasks are told of: another worker's, so that rows pass through the network. */
    private static final String PRODUCING_WORKER = "rehearsed-peer";

    private final int dataPort;
    private final String directory;

    /** @param dataPort from which tasks read */
    RehearsedJob(int dataPort, String directory) {
        this.dataPort = dataPort;
        this.directory = directory;
    }

    static JobGraph graph() {
        List<AggregateCall> calls = List.of(
                call(AggregateFunction.COUNT_ALL), call(AggregateFunction.SUM, 1), call(AggregateFunction.MAX, 1));
        List<AggregateCall> merged = List.of(
                call(AggregateFunction.COUNT_ALL, 1), call(AggregateFunction.SUM, 2), call(AggregateFunction.MAX, 3));
        List<Field> results = List.of(
                KEYED.get(0), new Field("count", NUMBER), new Field("sum", NUMBER), new Field("greatest", NUMBER));
        Vertex rows = new Vertex(ROWS, "rows", List.of(node(0, new OperatorSpec.Values(List.of()), KEYED)), 1);
        Vertex partials = new Vertex(
                PARTIALS,
                "partials",
                List.of(
                        node(1, new OperatorSpec.Filter(positive()), KEYED, new OperatorInput.FromEdge(ROWS_EDGE)),
                        node(2, new OperatorSpec.Project(columns()), KEYED, new OperatorInput.FromOperator(1)),
                        node(3, groups(AggregatePhase.PARTIAL, calls), results, new OperatorInput.FromOperator(2))),
                1);
        Vertex groups = new Vertex(
                GROUPS,
                "groups",
                List.of(
                        node(
                                4,
                                groups(AggregatePhase.FINAL, merged),
                                results,
                                new OperatorInput.FromEdge(PARTIALS_EDGE)),
                        node(5, new OperatorSpec.ResultSink(), results, new OperatorInput.FromOperator(4))),
                1);
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                ID,
                ExecutionMode.STREAMING,
                List.of(rows, partials, groups),
                List.of(
                        new Edge(ROWS_EDGE, ROWS, PARTIALS, new Partitioning.Rebalance(), EdgeKind.PIPELINED),
                        new Edge(
                                PARTIALS_EDGE,
                                PARTIALS,
                                GROUPS,
                                new Partitioning.Hash(List.of(0)),
                                EdgeKind.PIPELINED)),
                results,
                new Configuration(Map.of(StateOptions.LOCAL_RECOVERY.key(), "true")),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }

    private static OperatorNode node(int id, OperatorSpec spec, List<Field> output, OperatorInput... inputs) {
        return new OperatorNode(id, "rehearsed-" + id, spec.getClass().getSimpleName(), spec, List.of(inputs), output);
    }

    private static OperatorSpec groups(AggregatePhase phase, List<AggregateCall> calls) {
        return new OperatorSpec.GroupAggregate(phase, List.of(0), calls, false, true, 0);
    }

    private static AggregateCall call(AggregateFunction function, Integer... arguments) {
        List<DataType> types = function == AggregateFunction.COUNT_ALL ? List.of() : List.of(NUMBER);
        return new AggregateCall(function, List.of(arguments), types, false, -1, NUMBER);
    }

    private static Expression positive() {
        return new Call(
                ScalarFunction.GREATER_OR_EQUAL,
                List.of(new InputColumn(1, NUMBER), new Literal("0", NUMBER)),
                DataType.of(TypeKind.BOOLEAN));
    }

    private static List<Expression> columns() {
        Expression plusOne =
                new Call(ScalarFunction.ADD, List.of(new InputColumn(1, NUMBER), new Literal("1", NUMBER)), NUMBER);
        return List.of(new InputColumn(0, NUMBER), plusOne);
    }

    static TaskAttemptId task(int vertex, int attempt) {
        return TaskAttemptId.newBuilder()
                .setJobId(ID)
                .setVertexId(vertex)
                .setAttempt(attempt)
                .build();
    }

    ProducerLocation location(int vertex, int attempt) {
        return ProducerLocation.newBuilder()
                .setProducer(task(vertex, attempt))
                .setWorkerId(PRODUCING_WORKER)
                .setDataHost("localhost")
                .setDataPort(dataPort)
                .build();
    }

    /** Of one attempt of all tasks, consumers first. @param restored what the tasks of the attempt before have acknowledged; empty: a fresh start */
    List<DeployTask> deployments(int attempt, List<CheckpointAcknowledged> restored) {
        List<DeployTask> deployments = new ArrayList<>();
        for (int vertex = GROUPS; vertex >= PARTIALS; vertex--) {
            int input = vertex == GROUPS ? PARTIALS_EDGE : ROWS_EDGE;
            int output = vertex == GROUPS ? ResultEdge.RESULT_EDGE : PARTIALS_EDGE;
            DeployTask.Builder deployment = DeployTask.newBuilder()
                    .setTask(task(vertex, attempt))
                    .setParallelism(1)
                    .setJobDirectory(directory)
                    .addInputs(InputEdge.newBuilder()
                            .setEdgeId(input)
                            .setBucketCount(1)
                            .addProducers(location(vertex - 1, attempt)))
                    .addOutputs(OutputEdge.newBuilder()
                            .setEdgeId(output)
                            .setConsumerParallelism(1)
                            .setBuckets(1));
            for (CheckpointAcknowledged acknowledged : restored) {
                if (acknowledged.getTask().getVertexId() == vertex) {
                    deployment
                            .setRestoredCheckpointId(acknowledged.getCheckpointId())
                            .addAllRestoredStates(acknowledged.getOperatorStatesList());
                }
            }
            deployments.add(deployment.build());
        }
        return deployments;
    }
}
