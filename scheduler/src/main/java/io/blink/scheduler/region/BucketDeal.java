package io.blink.scheduler.region;

import io.blink.core.config.Configuration;
import io.blink.core.plan.Edge;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.SchedulerOptions.SkewedJoins;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.SharedBuckets;
import io.blink.scheduler.execution.VertexExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Deals the buckets of a vertex's blocking edges out to its tasks, by measured bytes: ranges, and very large ones of a probe side to all tasks. In turns. */
final class BucketDeal {
    private final JobExecution execution;
    private final MeasuredEdges measured;
    private final TaskDeployment deployment;
    private final boolean sharesSkewed;
    private final double skewedFactor;
    private final long skewedBytesMin;

    BucketDeal(JobExecution execution, MeasuredEdges measured, TaskDeployment deployment, Configuration settings) {
        this.execution = execution;
        this.measured = measured;
        this.deployment = deployment;
        this.sharesSkewed = settings.get(SchedulerOptions.SKEWED_JOINS) != SkewedJoins.NONE;
        this.skewedFactor = settings.get(SchedulerOptions.SKEWED_FACTOR);
        this.skewedBytesMin = settings.get(SchedulerOptions.SKEWED_BYTES_MIN).bytes();
    }

    VertexExecution of(Vertex vertex, int tasks) {
        List<Edge> ranged = execution.graph().edgesTo(vertex.id()).stream()
                .filter(deployment::ranged)
                .toList();
        List<SharedBuckets> shared = tasks == 1 ? List.of() : shared(ranged);
        long[] bytes = new long[deployment.buckets()];
        for (Edge edge : ranged) {
            long[] more = measured.bucketBytes(edge, bytes.length);
            shared.stream()
                    .filter(share -> share.concerns(edge.id()))
                    .flatMap(share -> share.buckets().stream())
                    .forEach(bucket -> more[bucket] = 0);
            for (int bucket = 0; bucket < bytes.length; bucket++) {
                bytes[bucket] += more[bucket];
            }
        }
        return VertexExecution.create(vertex, tasks, BucketRanges.balance(bytes, tasks), shared);
    }

    private List<SharedBuckets> shared(List<Edge> ranged) {
        List<SharedBuckets> shared = new ArrayList<>();
        for (Edge edge : ranged) {
            if (sharesSkewed && edge.probeSide() != null) {
                List<Integer> build = execution.plan().buildEdges(edge).stream()
                        .filter(deployment::ranged)
                        .map(Edge::id)
                        .toList();
                boolean once = shared.stream().noneMatch(other -> build.stream().anyMatch(other::concerns));
                long[] bytes = measured.bucketBytes(edge, deployment.buckets());
                List<Integer> buckets = SkewedBuckets.of(bytes, skewedFactor, skewedBytesMin);
                if (once && !buckets.isEmpty()) {
                    shared.add(new SharedBuckets(edge.id(), build, buckets, text(edge, bytes, buckets)));
                }
            }
        }
        return shared;
    }

    private static String text(Edge edge, long[] bytes, List<Integer> buckets) {
        String large = buckets.stream()
                .map(bucket -> bucket + " (" + megabytes(bytes[bucket]) + ")")
                .collect(Collectors.joining(", "));
        return "all tasks of vertex " + edge.targetVertex() + " share buckets of vertex " + edge.sourceVertex() + ": "
                + large + "; the median is " + megabytes(SkewedBuckets.median(bytes));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }
}
