package io.blink.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Times, ratios, memory and what does not count, as lines of Markdown. */
public final class BenchReport {
    private final List<String> engines;
    private final List<QueryResult> results;
    private final String base;

    /** @param engines in the order of their columns; ratios are to {@code blink} if it is among them, else to the first */
    public BenchReport(List<String> engines, List<QueryResult> results) {
        this.engines = List.copyOf(engines);
        this.results = List.copyOf(results);
        this.base = engines.contains("blink") ? "blink" : engines.get(0);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>(table());
        lines.add("");
        others().forEach(engine -> lines.add(ratio(Ratio.of(results, base, engine))));
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            lines.add("");
            lines.addAll(problems);
        }
        return lines;
    }

    private List<String> others() {
        return engines.stream().filter(engine -> !engine.equals(base)).toList();
    }

    private List<String> table() {
        List<String> header = new ArrayList<>(List.of("query"));
        engines.forEach(engine -> header.addAll(List.of(engine + " first", "best")));
        others().forEach(engine -> header.add(engine + "/" + base));
        TextTable table = new TextTable(header);
        results.forEach(result -> table.row(row(result)));
        List<String> memory = new ArrayList<>(List.of("peak memory, MB"));
        engines.forEach(engine -> memory.addAll(List.of("", Long.toString(peak(engine)))));
        others().forEach(engine -> memory.add(""));
        table.row(memory);
        return table.lines();
    }

    private long peak(String engine) {
        return results.stream()
                .mapToLong(result -> result.of(engine).peakMegabytes())
                .max()
                .orElse(0);
    }

    private List<String> row(QueryResult result) {
        List<String> cells = new ArrayList<>(List.of(result.query()));
        for (String engine : engines) {
            EngineResult found = result.of(engine);
            cells.add(seconds(found.first()));
            cells.add(found.finished() ? seconds(found.best()) : "-");
        }
        for (String engine : others()) {
            boolean both = result.of(base).finished() && result.of(engine).finished();
            Ratio ratio = Ratio.of(List.of(result), base, engine);
            cells.add(both ? number(ratio.total()) : "-");
        }
        return cells;
    }

    private String ratio(Ratio ratio) {
        if (ratio.queries() == 0) {
            return "- " + ratio.engine() + " / " + base + ": no query that both finish with the same rows.";
        }
        return String.format(
                Locale.ROOT,
                "- %s / %s over the %d queries that both finish: total %.3f s / %.3f s = %s, geometric mean %s%s",
                ratio.engine(),
                base,
                ratio.queries(),
                ratio.engineSeconds(),
                ratio.baseSeconds(),
                number(ratio.total()),
                number(ratio.geometricMean()),
                ratio.others().isEmpty() ? "." : "; without " + String.join(", ", ratio.others()) + ".");
    }

    private List<String> problems() {
        return results.stream()
                .flatMap(result -> result.engines().stream()
                        .filter(engine -> !engine.problem().isEmpty())
                        .map(engine ->
                                "- " + result.query() + " on " + engine.engine() + ": " + shortened(engine.problem())))
                .toList();
    }

    private static String shortened(String problem) {
        int longest = 200;
        return problem.length() <= longest ? problem : problem.substring(0, longest) + "…";
    }

    private static String seconds(OptionalDouble seconds) {
        return seconds.isEmpty() ? "-" : String.format(Locale.ROOT, "%.3f", seconds.getAsDouble());
    }

    private static String number(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
