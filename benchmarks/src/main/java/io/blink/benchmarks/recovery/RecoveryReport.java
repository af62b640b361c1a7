package io.blink.benchmarks.recovery;

import io.blink.benchmarks.report.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Recoveries by phase. */
record RecoveryReport(List<Recovery> recoveries) {
    private static final double MEDIAN = 0.5;
    private static final double ALMOST_ALL = 0.95;

    List<String> lines() {
        TextTable table = new TextTable(List.of("since kill -9, s", "p50", "p95", "max"));
        table.row(cells("restart decided", Recovery::decided));
        table.row(cells("all tasks run, state restored", Recovery::running));
        table.row(cells("first new row", Recovery::firstRow));
        return table.lines();
    }

    private List<String> cells(String name, Function<Recovery, Duration> phase) {
        List<Duration> sorted = recoveries.stream().map(phase).sorted().toList();
        List<String> cells = new ArrayList<>(List.of(name));
        for (double share : new double[] {MEDIAN, ALMOST_ALL, 1}) {
            // Nearest rank.
            Duration time = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
            cells.add(String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e9));
        }
        return cells;
    }
}
