package io.blink.session.statement;

import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.StatementResult.Written;
import java.util.List;

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
                .map(vertex -> new Written(vertex.root().name(), rowsInto(vertex.root(), status)))
                .toList();
    }

    private static long rowsInto(OperatorNode sink, JobStatus status) {
        return status.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(operator -> operator.operatorId() == sink.id())
                .mapToLong(JobStatus.OperatorStatus::rowsIn)
                .sum();
    }
}
