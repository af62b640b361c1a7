package io.blink.session.statement;

import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.job.JobStatus;

/** How many rows the sinks of a finished job took. */
final class WrittenRows {
    private WrittenRows() {}

    static long of(JobGraph graph, JobStatus status) {
        long rows = 0;
        for (JobStatus.VertexStatus vertexStatus : status.vertices()) {
            Vertex vertex = graph.vertex(vertexStatus.vertexId());
            if (vertex.root().spec() instanceof OperatorSpec.TableWrite) {
                rows += vertexStatus.operators().stream()
                        .filter(operator ->
                                operator.operatorId() == vertex.root().id())
                        .mapToLong(JobStatus.OperatorStatus::rowsIn)
                        .sum();
            }
        }
        return rows;
    }
}
