package io.blink.benchmarks.stream;

import io.blink.benchmarks.report.SvgPlot;
import io.blink.benchmarks.report.SvgPlot.Axis;
import io.blink.benchmarks.report.SvgPlot.Tick;
import io.blink.benchmarks.report.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Whether what a process holds grows: the last quarter of a run beside the second one, by when caches and state are full. */
final class SoakReport {
    /** What is called growth; less is the collector's and the allocator's coming and going. */
    private static final double GROWTH = 1.1;

    private static final int QUARTERS = 4;
    private static final int PERCENT = 100;

    private record Line(String name, ToDoubleFunction<ProcessSample> value) {}

    private static final List<Line> LINES = List.of(
            new Line("heap after collections, MB", ProcessSample::heapMegabytes),
            new Line("memory of the process, MB", ProcessSample::residentMegabytes),
            new Line("open files", ProcessSample::files),
            new Line("threads", ProcessSample::threads));

    private final List<ProcessSample> samples;

    /** @param samples at equal distances, at least one for each quarter */
    SoakReport(List<ProcessSample> samples) {
        this.samples = samples;
    }

    List<String> lines() {
        TextTable table =
                new TextTable(List.of("average of a quarter", "1st", "2nd", "3rd", "4th", "4th/2nd", "growth"));
        for (Line line : LINES) {
            double[] means = IntStream.range(0, QUARTERS)
                    .mapToDouble(quarter -> mean(line, quarter))
                    .toArray();
            double ratio = means[3] / means[1];
            table.row(List.of(
                    line.name(),
                    text(means[0]),
                    text(means[1]),
                    text(means[2]),
                    text(means[3]),
                    String.format(Locale.ROOT, "%.2f", ratio),
                    ratio > GROWTH ? "yes" : "no"));
        }
        return table.lines();
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private double mean(Line line, int quarter) {
        int from = samples.size() * quarter / QUARTERS;
        int to = samples.size() * (quarter + 1) / QUARTERS;
        return samples.subList(from, to).stream()
                .mapToDouble(line.value())
                .average()
                .orElse(0);
    }

    /** Each line in percent of its second quarter. */
    void plot(Path file) {
        double minutes = samples.get(samples.size() - 1).seconds() / 60;
        SvgPlot plot = new SvgPlot(
                "What the process holds, in percent of the second quarter",
                new Axis(
                        "minutes",
                        DoubleUnaryOperator.identity(),
                        IntStream.rangeClosed(0, 10)
                                .mapToObj(tenth -> new Tick(
                                        minutes * tenth / 10, String.format(Locale.ROOT, "%.1f", minutes * tenth / 10)))
                                .toList()),
                new Axis(
                        "%",
                        DoubleUnaryOperator.identity(),
                        IntStream.rangeClosed(0, 8)
                                .mapToObj(quarter -> new Tick(25 * quarter, Integer.toString(25 * quarter)))
                                .toList()));
        double[] times =
                samples.stream().mapToDouble(sample -> sample.seconds() / 60).toArray();
        for (Line line : LINES) {
            double whole = mean(line, 1);
            double[] values = samples.stream()
                    .mapToDouble(sample -> PERCENT * line.value().applyAsDouble(sample) / whole)
                    .toArray();
            plot.line(line.name(), times, values);
        }
        plot.write(file);
    }
}
