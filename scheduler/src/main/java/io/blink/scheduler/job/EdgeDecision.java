package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.region.EdgeBinding;
import io.blink.scheduler.split.SplitHandout;

/** Binds the edges that the planner left free, once enough is known of the splits: pipelined where the work is short. */
final class EdgeDecision {
    private final JobGraph graph;
    private final JobExecution execution;
    private final SplitHandout splits;
    private final Configuration settings;

    EdgeDecision(JobExecution execution, SplitHandout splits, Configuration settings) {
        this.graph = execution.graph();
        this.execution = execution;
        this.splits = splits;
        this.settings = settings;
    }

    /** @return whether the edges are bound; if not, it has to be asked again when more splits are known */
    boolean bound() {
        if (execution.edgesBound()) {
            return true;
        }
        if (!graph.vertices().stream().allMatch(splits::decidable)) {
            return false;
        }
        execution.bindEdges(EdgeBinding.bind(graph, pipelineFreeEdges()));
        return true;
    }

    private boolean pipelineFreeEdges() {
        return switch (settings.get(SchedulerOptions.BATCH_SHUFFLE_MODE)) {
            case ALL_EXCHANGES_BLOCKING -> false;
            case ALL_EXCHANGES_PIPELINED -> true;
            case ADAPTIVE -> splits.complete() && isShort();
        };
    }

    private boolean isShort() {
        long total = 0;
        for (Vertex vertex : graph.vertices()) {
            long bytes = splits.bytes(vertex);
            if (bytes < 0) {
                return false;
            }
            total += bytes;
        }
        return total <= settings.get(SchedulerOptions.PIPELINED_BYTES_MAX).bytes();
    }
}
