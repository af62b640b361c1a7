package io.blink.benchmarks.report;

import io.blink.benchmarks.measure.Measurement;
import io.blink.benchmarks.measure.Measurement.Outcome;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How one engine did one query.
 *
 * @param difference how its rows differ from DuckDB's; empty if they do not
 */
public record EngineResult(String engine, List<Measurement> runs, String difference) {
    public EngineResult {
        runs = List.copyOf(runs);
    }

    /** Whether every run gave rows, and the right ones. */
    public boolean finished() {
        return !runs.isEmpty() && difference.isEmpty() && runs.stream().allMatch(run -> run.outcome() == Outcome.OK);
    }

    OptionalDouble first() {
        return runs.stream()
                .filter(run -> run.outcome() == Outcome.OK && run.run() == 1)
                .mapToDouble(Measurement::seconds)
                .findFirst();
    }

    OptionalDouble best() {
        return runs.stream()
                .filter(run -> run.outcome() == Outcome.OK)
                .mapToDouble(Measurement::seconds)
                .min();
    }

    /** Why it does not count; empty if it does. */
    public String problem() {
        return runs.stream()
                .filter(run -> run.outcome() != Outcome.OK)
                .findFirst()
                .map(run -> run.outcome() == Outcome.TIMED_OUT ? "timed out" : "failed: " + run.message())
                .orElse(runs.isEmpty() ? "not run" : difference.isEmpty() ? "" : "other rows: " + difference);
    }

    long peakMegabytes() {
        return runs.stream().mapToLong(Measurement::peakMegabytes).max().orElse(0);
    }
}
