package io.blink.benchmarks.report;

import java.util.List;

/**
 * How much longer another engine takes than the one under test, by best times, over the queries that both finish with the right rows.
 *
 * @param others the queries that are left out
 */
record Ratio(
        String engine,
        int queries,
        double baseSeconds,
        double engineSeconds,
        double geometricMean,
        List<String> others) {
    static Ratio of(List<QueryResult> results, String base, String engine) {
        List<QueryResult> both = results.stream()
                .filter(result ->
                        result.of(base).finished() && result.of(engine).finished())
                .toList();
        return new Ratio(
                engine,
                both.size(),
                both.stream().mapToDouble(result -> best(result, base)).sum(),
                both.stream().mapToDouble(result -> best(result, engine)).sum(),
                Math.exp(both.stream()
                        .mapToDouble(result -> Math.log(best(result, engine) / best(result, base)))
                        .average()
                        .orElse(0)),
                results.stream()
                        .filter(result -> !both.contains(result))
                        .map(QueryResult::query)
                        .toList());
    }

    private static double best(QueryResult result, String engine) {
        // A clock of milliseconds may show 0.
        return Math.max(result.of(engine).best().orElseThrow(), 0.001);
    }

    double total() {
        return engineSeconds / baseSeconds;
    }
}
