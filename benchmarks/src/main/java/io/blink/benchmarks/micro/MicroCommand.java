package io.blink.benchmarks.micro;

import io.blink.benchmarks.report.MarkdownPage;
import io.blink.benchmarks.report.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench jmh}. The table goes to standard output. */
@Command(
        name = "jmh",
        description = "Runs kernels, decoders, hash tables, operators and exchanges by themselves, in short runs.",
        mixinStandardHelpOptions = true)
public final class MicroCommand implements Callable<Integer> {
    @Option(names = "--only", split = ",", description = "Some classes, as HashTableBenchmark (default all).")
    private List<String> only = List.of();

    @Option(names = "--warm-up", description = "Iterations that do not count (default ${DEFAULT-VALUE}).")
    private int warmUps = 2;

    @Option(names = "--iterations", description = "Iterations that count (default ${DEFAULT-VALUE}).")
    private int iterations = 3;

    @Option(names = "--millis", description = "Of one iteration (default ${DEFAULT-VALUE}).")
    private int iterationMillis = 500;

    @Option(names = "--folder", description = "Results and logs (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--markdown", description = "A page whose part between the marks 'jmh' gets the table too.")
    private Path page;

    @Option(
            names = "--home",
            hidden = true,
            defaultValue = "${sys:blink.source.folder}",
            description = "The source tree.")
    private Path home;

    @Override
    public Integer call() {
        if (page != null) {
            MarkdownPage.requirePart(page, "jmh");
        }
        MicroRun run = new MicroRun(home, folder.resolve("jmh").toAbsolutePath(), warmUps, iterations, iterationMillis);
        List<MicroResult> results = new ArrayList<>();
        for (MicroBenchmark benchmark : MicroBenchmark.all()) {
            if (only.isEmpty() || only.contains(benchmark.className())) {
                System.err.println(benchmark.className() + " " + benchmark.methods());
                results.addAll(run.of(benchmark));
            }
        }
        List<String> lines = lines(results);
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, "jmh", lines);
        }
        return 0;
    }

    private List<String> lines(List<MicroResult> results) {
        TextTable table = new TextTable(List.of("nanoseconds a row or value", "mean", "error"));
        results.forEach(result -> table.row(result.cells()));
        List<String> lines = new ArrayList<>();
        lines.add("Means of " + iterations + " iterations of " + iterationMillis + " ms behind " + warmUps
                + " of warm-up, in one process each; the error is half of JMH's interval of 99.9 %.");
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }
}
