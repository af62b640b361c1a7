package io.blink.benchmarks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.state.StateSnapshot.SavedState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckpointsReportTest {
    @Test
    void percentilesAreOfTheNearestRank() {
        List<CheckpointCost> costs = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> new CheckpointCost(1000L * i, 500L * i, 10L * (201 - i)))
                .toList();
        CheckpointsReport report = new CheckpointsReport(
                new SavedState("", 4 << 20, 20_000), costs, List.of(3_000_000_000L, 1_000_000_000L, 2_000_000_000L));
        assertThat(report.lines().stream().skip(2).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "| synchronous part, ms | 0.100 | 0.180 | 0.198 | 0.200 |",
                        "| its CPU time, ms | 0.050 | 0.090 | 0.099 | 0.100 |",
                        "| written, % of the first one | 5.00 | 9.00 | 9.90 | 10.00 |",
                        "",
                        "- the first checkpoint wrote 0 MB; restored from the last one within 2.00 s (median of 3).");
    }
}
