package io.blink.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
    @Test
    void percentilesAreOfTheNearestRank() {
        List<Duration> recoveries =
                IntStream.rangeClosed(1, 20).mapToObj(Duration::ofSeconds).toList();
        ChaosReport report = new ChaosReport("kill", 20, 10, 1_234_567, 19, 300, recoveries, List.of());
        assertThat(report.exact()).isTrue();
        assertThat(plain(report))
                .containsExactly("| kill | 20 | 10 | 19 | 300 | 1,234,567 | 10.00 | 19.00 | 20.00 | exactly once |");
    }

    @Test
    void aProblemIsNamedAndMakesItWrong() {
        ChaosReport report = new ChaosReport("kill", 1, 0, 7, 0, 0, List.of(), List.of("key 3 ends early"));
        assertThat(report.exact()).isFalse();
        assertThat(plain(report))
                .containsExactly("| kill | 1 | 0 | 0 | 0 | 7 | - | - | - | WRONG |", "", "- key 3 ends early");
    }

    /** Below the header and its rule. */
    private static List<String> plain(ChaosReport report) {
        return report.lines().stream()
                .skip(2)
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    @Test
    void recoveryEndsWithARowThatWasProducedBehindTheStrike() {
        AtomicLong now = new AtomicLong();
        RecoveryTimes times = new RecoveryTimes(now::get);
        times.struck(10);
        now.set(3);
        times.struck(12);
        times.committed(9);
        assertThat(times.sorted()).isEmpty();
        now.set(5);
        times.committed(10);
        assertThat(times.sorted()).containsExactly(Duration.ofNanos(5));
        assertThat(times.waiting()).isTrue();
        now.set(6);
        times.committed(13);
        assertThat(times.sorted()).containsExactly(Duration.ofNanos(3), Duration.ofNanos(5));
        assertThat(times.waiting()).isFalse();
    }

    @Test
    void aSeedDecidesTheStrikesAndEveryOtherFollowsACheckpoint() {
        StrikePlan plan = plan(7);
        StrikePlan again = plan(7);
        StrikePlan other = plan(8);
        List<StrikePlan.Strike> strikes =
                IntStream.range(0, 20).mapToObj(i -> plan.next()).toList();
        assertThat(strikes)
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> again.next()).toList());
        assertThat(strikes)
                .isNotEqualTo(IntStream.range(0, 20).mapToObj(i -> other.next()).toList());
        assertThat(strikes).filteredOn(StrikePlan.Strike::afterCheckpoint).hasSize(10);
        assertThat(strikes).allSatisfy(strike -> {
            assertThat(strike.pause()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
            assertThat(strike.delay()).isLessThanOrEqualTo(Duration.ofMillis(200));
            assertThat(strike.choice()).isNotNegative();
        });
    }

    private static StrikePlan plan(long seed) {
        return new StrikePlan(seed, Duration.ofSeconds(20), Duration.ofSeconds(40));
    }
}
