package io.blink.session.statement;

import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.StatementResult.Written;
import java.util.List;
import java.util.stream.Stream;

/** How many rows the sinks of a finished job took. */
final class WrittenRows {
    private WrittenRows() {}

    static long of(JobGraph graph, JobStatus status) {
        return bySink(graph, status).stream().mapToLong(Written::rows).sum();
    }

    /** In the order of the statement's INSERTs. */
    static List<Written> bySink(JobGraph graph, JobStatus status) {
        return graph.vertices().stream()
                .filter(vertex -> vertex.root().spec() instanceof OperatorSpec.TableWrite)
                .map(vertex -> new Written(vertex.root().name(), rowsInto(taker(graph, vertex), status)))
                .toList();
    }

    /** The operator that takes the rows: the sink, or the one whose files it merges. */
    private static OperatorNode taker(JobGraph graph, Vertex sink) {
        Stream<OperatorNode> before = graph.edgesTo(sink.id()).stream()
                .map(edge -> graph.vertex(edge.sourceVertex()).root());
        return Stream.concat(sink.operators().stream(), before)
                .filter(root -> root.spec() instanceof OperatorSpec.TableStage)
                .findFirst()
                .orElse(sink.root());
    }

    private static long rowsInto(OperatorNode sink, JobStatus status) {
        return status.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(operator -> operator.operatorId() == sink.id())
                .mapToLong(JobStatus.OperatorStatus::rowsIn)
                .sum();
    }
}
