package io.blink.scheduler.adaptive;

import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Which vertices nobody reads from once some edges are gone. A pure function. */
final class Unneeded {
    private Unneeded() {}

    /**
     * @param candidate whether a vertex may be left out
     * @return readers before those that they read from
     */
    static List<Integer> without(JobGraph graph, List<Edge> gone, IntPredicate candidate) {
        Set<Integer> goneIds = new HashSet<>();
        gone.forEach(edge -> goneIds.add(edge.id()));
        List<Edge> left = new ArrayList<>(gone);
        List<Integer> unneeded = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            int source = left.get(i).sourceVertex();
            boolean read = graph.edgesFrom(source).stream().anyMatch(edge -> !goneIds.contains(edge.id()));
            if (!read && candidate.test(source) && !unneeded.contains(source)) {
                unneeded.add(source);
                for (Edge input : graph.edgesTo(source)) {
                    goneIds.add(input.id());
                    left.add(input);
                }
            }
        }
        return List.copyOf(unneeded);
    }
}
