package io.blink.benchmarks.checkpoint;

import io.blink.benchmarks.report.TextTable;
import io.blink.core.spi.state.StateSnapshot.SavedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Costs by percentile.
 *
 * @param first checkpoint, which wrote everything
 * @param costs of those behind it, at least one
 * @param restoreNanos of each restore, at least one
 */
record CheckpointsReport(SavedState first, List<CheckpointCost> costs, List<Long> restoreNanos) {
    private static final double[] SHARES = {0.5, 0.9, 0.99, 1};
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    List<String> lines() {
        TextTable table = new TextTable(List.of("", "p50", "p90", "p99", "max"));
        table.row(cells("synchronous part, ms", "%.3f", cost -> cost.standNanos() / NANOS_PER_MILLI));
        table.row(cells("its CPU time, ms", "%.3f", cost -> cost.standCpuNanos() / NANOS_PER_MILLI));
        table.row(cells(
                "written, % of the first one", "%.2f", cost -> 100.0 * cost.writtenBytes() / first.writtenBytes()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "- the first checkpoint wrote %,d MB; restored from the last one within %.2f s (median of %d).",
                first.writtenBytes() >> 20,
                restoreNanos.stream().sorted().toList().get(restoreNanos.size() / 2) / NANOS_PER_SECOND,
                restoreNanos.size()));
        return lines;
    }

    private List<String> cells(String name, String format, ToDoubleFunction<CheckpointCost> figure) {
        double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
        List<String> cells = new ArrayList<>(List.of(name));
        for (double share : SHARES) {
            // Nearest rank.
            cells.add(String.format(Locale.ROOT, format, sorted[(int) Math.ceil(share * sorted.length) - 1]));
        }
        return cells;
    }
}
