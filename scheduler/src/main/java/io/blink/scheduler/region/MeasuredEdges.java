package io.blink.scheduler.region;

import io.blink.core.plan.Edge;
import io.blink.runtime.control.PartitionSummary;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import java.util.List;
import java.util.stream.Stream;

/** What finished stages have written to blocking edges. */
public final class MeasuredEdges {
    private final JobExecution execution;

    public MeasuredEdges(JobExecution execution) {
        this.execution = execution;
    }

    /** Whether everything was written, be it lost again. */
    public boolean measured(Edge edge) {
        Region producer = execution.regionOf(edge.sourceVertex());
        return execution.blocking(edge) && producer.finished();
    }

    /** Whether everything is there to be read. */
    public boolean complete(Edge edge) {
        return execution.regionOf(edge.sourceVertex()).finished()
                && execution.vertex(edge.sourceVertex()).tasks().stream()
                        .allMatch(task -> task.current().outputsHeld());
    }

    public long bytes(Edge edge) {
        return sum(summaries(edge).flatMap(summary -> summary.getBucketBytesList().stream()));
    }

    public long bytes(List<Edge> edges) {
        return edges.stream().mapToLong(this::bytes).sum();
    }

    public long rows(Edge edge) {
        return sum(summaries(edge).flatMap(summary -> summary.getBucketRowsList().stream()));
    }

    private static long sum(Stream<Long> values) {
        return values.mapToLong(Long::longValue).sum();
    }

    /** By bucket, of all producers. */
    long[] bucketBytes(Edge edge, int buckets) {
        long[] bytes = new long[buckets];
        summaries(edge).forEach(summary -> {
            for (int bucket = 0; bucket < Math.min(bytes.length, summary.getBucketBytesCount()); bucket++) {
                bytes[bucket] += summary.getBucketBytes(bucket);
            }
        });
        return bytes;
    }

    private Stream<PartitionSummary> summaries(Edge edge) {
        return execution.vertex(edge.sourceVertex()).tasks().stream()
                .map(task -> task.current().outputs().getOrDefault(edge.id(), PartitionSummary.getDefaultInstance()));
    }
}
