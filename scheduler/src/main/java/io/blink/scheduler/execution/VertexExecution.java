package io.blink.scheduler.execution;

import io.blink.core.plan.Vertex;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A vertex with its tasks.
 *
 * @param bucketStarts of the bucket ranges that the tasks read of blocking edges, one more than tasks
 * @param shared buckets that are left out of the ranges of their edges
 */
public record VertexExecution(Vertex vertex, List<Task> tasks, int[] bucketStarts, List<SharedBuckets> shared) {
    public static VertexExecution create(
            Vertex vertex, int parallelism, int[] bucketStarts, List<SharedBuckets> shared) {
        return new VertexExecution(
                vertex,
                IntStream.range(0, parallelism)
                        .mapToObj(subtask -> new Task(vertex.id(), subtask))
                        .toList(),
                bucketStarts,
                List.copyOf(shared));
    }

    public int parallelism() {
        return tasks.size();
    }
}
