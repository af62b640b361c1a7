package io.blink.scheduler.execution;

import java.util.List;

/**
 * Buckets of a join's probe side that are much larger than others. All tasks of the vertex share them: each reads them of a part of the producers, and of the build side whole.
 *
 * @param buildEdges of the same join
 * @param text for people
 */
public record SharedBuckets(int probeEdge, List<Integer> buildEdges, List<Integer> buckets, String text) {
    public SharedBuckets {
        buildEdges = List.copyOf(buildEdges);
        buckets = List.copyOf(buckets);
    }

    public boolean concerns(int edge) {
        return edge == probeEdge || buildEdges.contains(edge);
    }
}
