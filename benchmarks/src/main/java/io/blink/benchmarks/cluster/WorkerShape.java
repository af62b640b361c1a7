package io.blink.benchmarks.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each worker process of a cluster is like.
 *
 * @param jvm its flags
 * @param settings of master and workers
 */
public record WorkerShape(int slots, List<String> jvm, Map<String, String> settings) {
    public WorkerShape {
        jvm = List.copyOf(jvm);
        settings = Map.copyOf(settings);
    }

    /** Starts fast and takes little. */
    public static WorkerShape small(int slots) {
        return new WorkerShape(slots, List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), Map.of());
    }

    /** With the collector and the whole heap at once, as containers have them, and memory for the state of its tasks. */
    public static WorkerShape ofState(
            int slots, int heapMegabytes, int managedMegabytes, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("taskmanager.memory.managed.size", managedMegabytes + "mb");
        String heap = heapMegabytes + "m";
        return new WorkerShape(slots, List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC"), all);
    }
}
