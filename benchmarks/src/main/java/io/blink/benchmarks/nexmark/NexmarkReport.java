package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was measured, as a table: of each engine the run that took the least CPU, of Flink in the way that took the least. */
final class NexmarkReport {
    private static final String NONE = "-";

    private final List<NexmarkQuery> queries;
    private final List<NexmarkRun> runs;
    private final List<NexmarkComparison> comparisons;

    /** @param runs of one number of events, rate and threads */
    NexmarkReport(List<NexmarkQuery> queries, List<NexmarkRun> runs, List<NexmarkComparison> comparisons) {
        this.queries = queries;
        this.runs = runs;
        this.comparisons = comparisons;
    }

    List<String> lines() {
        TextTable table = new TextTable(List.of(
                "query",
                "blink s",
                "CPU s",
                "K events/s/core",
                "state MB",
                "checkpoint ms",
                "flink s",
                "CPU s",
                "K events/s/core",
                "state MB",
                "checkpoint ms",
                "flink's best",
                "blink/flink per core",
                "rows"));
        List<String> notes = new ArrayList<>();
        double logarithms = 0;
        int both = 0;
        for (NexmarkQuery query : queries) {
            Optional<NexmarkRun> blink = best(query, false);
            Optional<NexmarkRun> flink = best(query, true);
            List<String> cells = new ArrayList<>(List.of(query.id()));
            cells.addAll(cells(blink));
            cells.addAll(cells(flink));
            cells.add(flink.map(run -> NexmarkEngine.valueOf(
                                    run.engine().toUpperCase(Locale.ROOT).replace('-', '_'))
                            .way())
                    .orElse(NONE));
            Optional<Double> ratio = blink.flatMap(
                    mine -> flink.map(theirs -> mine.eventsPerCoreSecond() / theirs.eventsPerCoreSecond()));
            cells.add(ratio.map(value -> String.format(Locale.ROOT, "%.1f", value))
                    .orElse(NONE));
            cells.add(rows(query, notes));
            table.row(cells);
            if (ratio.isPresent()) {
                logarithms += Math.log(ratio.get());
                both++;
            }
            failure(query, false, blink).ifPresent(notes::add);
            failure(query, true, flink).ifPresent(notes::add);
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        if (both > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "- events a second and core, blink / flink, over the %d queries that both finish: geometric mean %.1f.",
                    both,
                    Math.exp(logarithms / both)));
        }
        lines.addAll(notes);
        return lines;
    }

    /** What the events cost each engine by themselves. @param work what it does with them */
    String alone(NexmarkQuery query, String work) {
        return work + " alone, with all columns and into a sink that drops them: blink " + cpu(query, false)
                + ", flink " + cpu(query, true) + " s of CPU.";
    }

    private String cpu(NexmarkQuery query, boolean flink) {
        return best(query, flink).map(run -> number("%.2f", run.cpuSeconds())).orElse(NONE);
    }

    private Optional<NexmarkRun> best(NexmarkQuery query, boolean flink) {
        return of(query, flink).filter(NexmarkRun::ok).min(Comparator.comparingDouble(NexmarkRun::cpuSeconds));
    }

    private java.util.stream.Stream<NexmarkRun> of(NexmarkQuery query, boolean flink) {
        return runs.stream()
                .filter(run ->
                        run.query().equals(query.id()) && flink != run.engine().equals(NexmarkEngine.BLINK.label()));
    }

    private static List<String> cells(Optional<NexmarkRun> run) {
        return run.map(made -> List.of(
                        number("%.2f", made.seconds()),
                        number("%.2f", made.cpuSeconds()),
                        number("%,.0f", made.eventsPerCoreSecond() / 1000),
                        number("%,.1f", made.stateBytes() / 1e6),
                        made.checkpoints() == 0 ? NONE : Long.toString(made.checkpointMillis())))
                .orElse(List.of(NONE, NONE, NONE, NONE, NONE));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Of how many events the rows are that were compared; the queries may have been so at several times. */
    String compared() {
        List<String> counts = queries.stream()
                .flatMap(query -> lastComparison(query).stream())
                .map(NexmarkComparison::events)
                .distinct()
                .sorted()
                .map(events -> String.format(Locale.ROOT, "%,d", events))
                .toList();
        return counts.isEmpty()
                ? "Rows were not compared."
                : "Rows: compared as final results of " + String.join(" or ", counts) + " events.";
    }

    private Optional<NexmarkComparison> lastComparison(NexmarkQuery query) {
        return comparisons.stream()
                .filter(comparison -> comparison.query().equals(query.id()))
                .reduce((before, after) -> after);
    }

    private String rows(NexmarkQuery query, List<String> notes) {
        if (query.compared().isEmpty()) {
            return "any";
        }
        Optional<NexmarkComparison> last = lastComparison(query);
        last.filter(comparison -> !comparison.difference().isEmpty())
                .ifPresent(comparison -> notes.add("- " + query.id() + ": rows differ: " + comparison.difference()));
        return last.map(comparison -> comparison.difference().isEmpty() ? "same" : "differ")
                .orElse(NONE);
    }

    /** Why an engine has no figures. */
    private Optional<String> failure(NexmarkQuery query, boolean flink, Optional<NexmarkRun> best) {
        return best.isPresent()
                ? Optional.empty()
                : of(query, flink)
                        .reduce((before, after) -> after)
                        .map(run -> "- " + query.id() + ": " + run.engine() + ": " + shortened(run.failure()));
    }

    private static String shortened(String text) {
        int most = 300;
        return text.length() > most ? text.substring(0, most) + " …" : text;
    }
}
