package io.blink.session.statement;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.scheduler.job.JobStatus;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.Statement;
import io.blink.sql.explain.ActualRun;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** EXPLAIN ANALYZE: runs a statement, drops the rows of a query, and tells what the operators did. */
final class AnalyzedJobs {
    private static final double NANOS_PER_SECOND = 1e9;

    private final JobClient jobs;
    private final JobWaiting waiting;

    AnalyzedJobs(JobClient jobs, JobWaiting waiting) {
        this.jobs = jobs;
        this.waiting = waiting;
    }

    /** Blocks until the job has ended. An INSERT writes its rows, as it would without EXPLAIN. */
    String run(Statement.Explain explain, JobGraph graph, long planNanos, Function<ActualRun, String> text) {
        if (graph.mode() == ExecutionMode.STREAMING) {
            throw new BlinkException(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    "EXPLAIN ANALYZE waits for the end of its statement, and this one is a stream without an end; EXPLAIN shows its plan, "
                            + "'blink info' what a running job does");
        }
        if (explain.statement() instanceof Statement.CreateTable) {
            throw new BlinkException(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    "EXPLAIN ANALYZE runs queries and INSERT; give it the query of CREATE TABLE AS");
        }
        long start = System.nanoTime();
        String jobId = jobs.submit(graph);
        long rows = graph.hasResult() ? drain(jobId) : 0;
        JobStatus ended = waiting.untilEnded(jobId);
        long nanos = System.nanoTime() - start;
        return text.apply(actual(ended))
                + decisions(ended)
                + String.format(
                        Locale.ROOT,
                        "Planned in %.3f s, ran for %.3f s, %,d rows\n",
                        planNanos / NANOS_PER_SECOND,
                        nanos / NANOS_PER_SECOND,
                        graph.hasResult() ? rows : WrittenRows.of(graph, ended));
    }

    /** What was decided while it ran, below the plan as it was submitted. */
    private static String decisions(JobStatus ended) {
        return ended.decisions().stream()
                .map(decision -> "Decided when stages had ended: " + decision + "\n")
                .collect(Collectors.joining());
    }

    private long drain(String jobId) {
        long rows = 0;
        try (ResultStream results = waiting.results(jobId)) {
            for (Batch batch = results.next(); batch != null; batch = results.next()) {
                rows += batch.rowCount();
            }
        } catch (InterruptedException e) {
            throw waiting.cancelled(jobId, e);
        }
        return rows;
    }

    private static ActualRun actual(JobStatus status) {
        Map<Integer, ActualRun.VertexRun> vertices = new HashMap<>();
        Map<Integer, ActualRun.OperatorRun> operators = new HashMap<>();
        for (JobStatus.VertexStatus vertex : status.vertices()) {
            vertices.put(
                    vertex.vertexId(),
                    new ActualRun.VertexRun(vertex.parallelism(), vertex.splits(), vertex.bytesWritten()));
            for (JobStatus.OperatorStatus operator : vertex.operators()) {
                operators.put(
                        operator.operatorId(),
                        new ActualRun.OperatorRun(
                                operator.rowsIn(),
                                operator.rowsOut(),
                                operator.busyNanos(),
                                operator.memoryBytesPeak(),
                                operator.spilledBytes(),
                                operator.scan()));
            }
        }
        return new ActualRun(vertices, operators);
    }
}
