package io.blink.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecoveryReportTest {
    @Test
    void percentilesOfEachPhaseAreOfTheNearestRank() {
        List<Recovery> recoveries = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> new Recovery(
                        Duration.ofMillis(100L * i), Duration.ofSeconds(21 - i), Duration.ofSeconds(30 + i)))
                .toList();
        assertThat(new RecoveryReport(recoveries)
                        .lines().stream()
                                .skip(2)
                                .map(line -> line.replaceAll(" +", " "))
                                .toList())
                .containsExactly(
                        "| restart decided | 1.00 | 1.90 | 2.00 |",
                        "| all tasks run, state restored | 10.00 | 19.00 | 20.00 |",
                        "| first new row | 40.00 | 49.00 | 50.00 |");
    }
}
