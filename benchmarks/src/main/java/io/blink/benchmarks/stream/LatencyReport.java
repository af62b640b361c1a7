package io.blink.benchmarks.stream;

import io.blink.benchmarks.report.SvgPlot;
import io.blink.benchmarks.report.SvgPlot.Axis;
import io.blink.benchmarks.report.SvgPlot.Tick;
import io.blink.benchmarks.report.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Runs as a table of milliseconds and as a plot of percentiles. */
final class LatencyReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
    private static final double MICROS_PER_MILLI = 1000;
    /** Points of a line between two powers of ten. */
    private static final int POINTS = 20;

    private final List<LatencyRun> runs;

    LatencyReport(List<LatencyRun> runs) {
        this.runs = runs;
    }

    List<String> lines() {
        TextTable table = new TextTable(List.of(
                "job", "rows/s", "checkpoints", "from due to", "p50", "p90", "p99", "p99.9", "p99.99", "max", "rows"));
        for (LatencyRun run : runs) {
            row(table, run, "emission", run.emission());
            if (!run.checkpointInterval().isEmpty()) {
                row(table, run, "commit", run.commit());
            }
            row(table, run, "(pauses)", run.pauses());
        }
        return table.lines();
    }

    private static void row(TextTable table, LatencyRun run, String what, Histogram histogram) {
        List<String> cells = new ArrayList<>(
                List.of(run.job().label(), String.format(Locale.ROOT, "%,d", run.rate()), checkpoints(run), what));
        for (double percentile : PERCENTILES) {
            cells.add(
                    String.format(Locale.ROOT, "%.2f", histogram.getValueAtPercentile(percentile) / MICROS_PER_MILLI));
        }
        cells.add(String.format(Locale.ROOT, "%,d", histogram.getTotalCount()));
        table.row(cells);
    }

    private static String checkpoints(LatencyRun run) {
        return run.checkpointInterval().isEmpty() ? "none" : run.checkpoints() + ", every " + run.checkpointInterval();
    }

    /** The emission of all runs, and the pauses of the last one. */
    void plot(Path file) {
        SvgPlot plot = new SvgPlot(
                "From when a row was due to its emission",
                new Axis(
                        "percentile",
                        LatencyReport::nines,
                        Stream.of("0", "90", "99", "99.9", "99.99", "99.999")
                                .map(text -> new Tick(Double.parseDouble(text), text))
                                .toList()),
                new Axis(
                        "ms",
                        Math::log10,
                        Stream.of("0.01", "0.1", "1", "10", "100", "1000", "10000")
                                .map(text -> new Tick(Double.parseDouble(text), text))
                                .toList()));
        for (LatencyRun run : runs) {
            line(
                    plot,
                    run.job().label() + ", " + String.format(Locale.ROOT, "%,d", run.rate()) + " rows/s, checkpoints "
                            + checkpoints(run),
                    run.emission());
        }
        line(plot, "pauses of the machine", runs.get(runs.size() - 1).pauses());
        plot.write(file);
    }

    private static void line(SvgPlot plot, String name, Histogram histogram) {
        double[] percentiles = DoubleStream.iterate(0, exponent -> exponent <= 5, exponent -> exponent + 1.0 / POINTS)
                .map(exponent -> 100 - 100 / Math.pow(10, exponent))
                .toArray();
        double[] millis = DoubleStream.of(percentiles)
                .map(percentile -> Math.max(0.01, histogram.getValueAtPercentile(percentile) / MICROS_PER_MILLI))
                .toArray();
        plot.line(name, percentiles, millis);
    }

    /** Each further nine of a percentile takes as much room. */
    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }
}
