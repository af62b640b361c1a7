package io.blink.runtime.task;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Partitioning;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.BlockingOutput;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PipelinedOutput;
import io.blink.runtime.exchange.TaskOutput;
import io.blink.shuffle.ShuffleWriter;
import java.util.List;

/** Opens the outputs of one task, of edges and of a result. */
final class TaskOutputs {
    private final TaskAttemptId task;
    private final JobGraph graph;
    private final TaskEnvironment environment;

    TaskOutputs(TaskAttemptId task, JobGraph graph, TaskEnvironment environment) {
        this.task = task;
        this.graph = graph;
        this.environment = environment;
    }

    /** @param wake to be called, on any thread, whenever it has room again */
    TaskOutput open(OutputEdge output, Runnable wake) {
        PartitionKey key = new PartitionKey(task, output.getEdgeId());
        return output.getBlocking() ? blocking(key, output, wake) : pipelined(key, output, wake);
    }

    private Partitioning partitioning(OutputEdge output) {
        return output.getEdgeId() == ResultEdge.RESULT_EDGE
                ? new Partitioning.Gather(List.of())
                : graph.edge(output.getEdgeId()).partitioning();
    }

    private TaskOutput pipelined(PartitionKey key, OutputEdge output, Runnable wake) {
        int groups = graph.mode() == ExecutionMode.STREAMING
                ? graph.keyGroups()
                : Math.max(output.getBuckets(), output.getConsumerParallelism());
        return new PipelinedOutput(
                environment.registry(), key, partitioning(output), output.getConsumerParallelism(), groups, wake);
    }

    private TaskOutput blocking(PartitionKey key, OutputEdge output, Runnable wake) {
        Partitioning partitioning = partitioning(output);
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
}
