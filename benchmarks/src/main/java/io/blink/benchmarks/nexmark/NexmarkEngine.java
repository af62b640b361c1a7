package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.engine.EngineSettings;
import io.blink.benchmarks.engine.Resources;
import io.blink.core.error.BlinkException;
import io.blink.testing.peers.PeerProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blink, and Flink in the ways in which it can be set for the benchmark. */
enum NexmarkEngine {
    BLINK(Map.of()),
    FLINK_HEAP(Map.of("state.backend.type", "hashmap")),
    FLINK_HEAP_BATCHED(batched("hashmap")),
    FLINK_ROCKSDB(Map.of("state.backend.type", "rocksdb")),
    FLINK_ROCKSDB_BATCHED(batched("rocksdb"));

    private static final String FLINK = "flink";

    private final Map<String, String> settings;

    NexmarkEngine(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Mini-batches as the published benchmark has them. */
    private static Map<String, String> batched(String backend) {
        return Map.of(
                "state.backend.type", backend,
                "table.exec.mini-batch.enabled", "true",
                "table.exec.mini-batch.allow-latency", "2 s",
                "table.exec.mini-batch.size", "50000",
                "table.optimizer.distinct-agg.split.enabled", "true");
    }

    /** @param label of one, or {@code flink} for all ways of Flink */
    static List<NexmarkEngine> labeled(String label) {
        List<NexmarkEngine> found = Stream.of(values())
                .filter(engine -> engine.label().equals(label) || label.equals(FLINK) && engine.flink())
                .toList();
        if (found.isEmpty()) {
            throw new BlinkException(
                    BenchErrorCode.COMMAND_LINE,
                    "There is no engine " + label + "; there are flink for all of Flink's, and "
                            + Arrays.stream(values()).map(NexmarkEngine::label).collect(Collectors.joining(", ")));
        }
        return found;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean flink() {
        return this != BLINK;
    }

    /** Whether its rows are compared; those of the other ways of Flink would be the same. */
    boolean givesRows() {
        return this == BLINK || this == FLINK_HEAP;
    }

    /** The way without Flink's name. */
    String way() {
        return flink() ? label().substring(FLINK.length() + 1) : "";
    }

    PeerProgram program() {
        return flink() ? new NexmarkFlink() : new BlinkProgram();
    }

    EngineSettings settings(Resources resources) {
        Map<String, String> added = new TreeMap<>(flink() ? settings : resources.blinkSettings());
        return EngineSettings.load(flink() ? "flink-stream" : "blink-stream", resources)
                .with(added);
    }
}
