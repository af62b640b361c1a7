package io.blink.benchmarks.chaos;

import io.blink.benchmarks.report.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run showed.
 *
 * @param faults what struck, in words
 * @param afterCheckpoint of the strikes, those shortly after a checkpoint began or was complete
 * @param recoveries shortest first
 * @param problems none: each row is there once and in order, with the right count
 */
record ChaosReport(
        String faults,
        int strikes,
        int afterCheckpoint,
        long rows,
        int restarts,
        long checkpoints,
        List<Duration> recoveries,
        List<String> problems) {
    private static final double MEDIAN = 0.5;
    private static final double ALMOST_ALL = 0.95;

    boolean exact() {
        return problems.isEmpty();
    }

    List<String> lines() {
        TextTable table = new TextTable(List.of(
                "faults",
                "strikes",
                "after a checkpoint event",
                "restarts",
                "checkpoints",
                "rows",
                "recovery p50, s",
                "p95, s",
                "max, s",
                "verdict"));
        table.row(List.of(
                faults,
                Integer.toString(strikes),
                Integer.toString(afterCheckpoint),
                Integer.toString(restarts),
                Long.toString(checkpoints),
                String.format(Locale.ROOT, "%,d", rows),
                recovery(MEDIAN),
                recovery(ALMOST_ALL),
                recovery(1),
                exact() ? "exactly once" : "WRONG"));
        List<String> lines = new ArrayList<>(table.lines());
        if (!exact()) {
            lines.add("");
            problems.forEach(problem -> lines.add("- " + problem));
        }
        return lines;
    }

    /** Nearest rank. */
    private String recovery(double share) {
        if (recoveries.isEmpty()) {
            return "-";
        }
        Duration time = recoveries.get((int) Math.ceil(share * recoveries.size()) - 1);
        return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e9);
    }
}
