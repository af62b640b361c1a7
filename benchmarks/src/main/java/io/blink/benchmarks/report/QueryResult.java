package io.blink.benchmarks.report;

import java.util.List;

/** One query on all engines, in their order. */
public record QueryResult(String query, List<EngineResult> engines) {
    public QueryResult {
        engines = List.copyOf(engines);
    }

    public EngineResult of(String engine) {
        return engines.stream()
                .filter(result -> result.engine().equals(engine))
                .findFirst()
                .orElseThrow();
    }
}
