package io.blink.scheduler.region;

import io.blink.core.plan.Edge;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.execution.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Cuts a job graph at its blocking edges. Pure functions. */
public final class RegionCutting {
    private RegionCutting() {}

    /** The regions in an order in which they can run: those that a region reads from come before it. */
    public static List<Region> cut(JobGraph graph, Map<Integer, Boolean> blocking) {
        Map<Integer, Integer> numbers = regionNumbers(graph, blocking);
        List<Region> regions = new ArrayList<>();
        for (int number : order(graph, blocking, numbers)) {
            List<Vertex> vertices = graph.vertices().stream()
                    .filter(vertex -> numbers.get(vertex.id()) == number)
                    .toList();
            regions.add(new Region(regions.size(), vertices));
        }
        return List.copyOf(regions);
    }

    /** Whether no region waits for itself, directly or through others. */
    static boolean canRun(JobGraph graph, Map<Integer, Boolean> blocking) {
        Map<Integer, Integer> numbers = regionNumbers(graph, blocking);
        return order(graph, blocking, numbers).size() == new TreeSet<>(numbers.values()).size();
    }

    /** For each vertex the number of its region. A stream is one region, whatever its edges. */
    static Map<Integer, Integer> regionNumbers(JobGraph graph, Map<Integer, Boolean> blocking) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        boolean stream = graph.mode() == ExecutionMode.STREAMING;
        graph.vertices().forEach(vertex -> numbers.put(vertex.id(), stream ? 0 : vertex.id()));
        for (Edge edge : graph.edges()) {
            if (!blocking.get(edge.id())) {
                int kept = numbers.get(edge.sourceVertex());
                int merged = numbers.get(edge.targetVertex());
                numbers.replaceAll((vertex, number) -> number == merged ? kept : number);
            }
        }
        return numbers;
    }

    /** Region numbers so that blocking edges lead forward; regions on a cycle, or behind one, are missing. */
    private static List<Integer> order(JobGraph graph, Map<Integer, Boolean> blocking, Map<Integer, Integer> numbers) {
        Map<Integer, Integer> open = new LinkedHashMap<>();
        graph.vertices().forEach(vertex -> open.put(numbers.get(vertex.id()), 0));
        List<Edge> cuts =
                graph.edges().stream().filter(edge -> blocking.get(edge.id())).toList();
        cuts.forEach(edge -> open.merge(numbers.get(edge.targetVertex()), 1, Integer::sum));
        List<Integer> ready = new ArrayList<>();
        open.forEach((number, inputs) -> {
            if (inputs == 0) {
                ready.add(number);
            }
        });
        Map<Integer, Integer> left = new HashMap<>(open);
        for (int i = 0; i < ready.size(); i++) {
            int done = ready.get(i);
            for (Edge edge : cuts) {
                if (numbers.get(edge.sourceVertex()) == done
                        && left.merge(numbers.get(edge.targetVertex()), -1, Integer::sum) == 0) {
                    ready.add(numbers.get(edge.targetVertex()));
                }
            }
        }
        return ready;
    }

    /** Whether each subtask of the region can restart by itself: rows stay in their subtask between its vertices. */
    public static boolean subtasksAreIndependent(JobGraph graph, Map<Integer, Boolean> blocking, Region region) {
        return graph.mode() == ExecutionMode.BATCH
                && graph.edges().stream()
                        .filter(edge -> !blocking.get(edge.id()) && region.contains(edge.sourceVertex()))
                        .allMatch(edge -> edge.partitioning() instanceof Partitioning.Forward);
    }
}
