package io.blink.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HighestRateTest {
    @Test
    void theAnswerIsNearAndBelow() {
        for (long limit : new long[] {300, 1_000, 77_777, 5_000_000}) {
            List<Long> tried = new ArrayList<>();
            long found = HighestRate.search(100_000, 1_000_000_000, rate -> {
                tried.add(rate);
                return rate <= limit;
            });
            assertThat(found).isBetween((long) (limit / 1.15) - 1, limit);
            assertThat(tried).hasSizeLessThan(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void noRateIsTriedBeyondTheBounds() {
        assertThat(HighestRate.search(100_000, 1_000_000, rate -> false)).isZero();
        assertThat(HighestRate.search(100_000, 1_000_000, rate -> {
                    assertThat(rate).isLessThanOrEqualTo(1_000_000);
                    return true;
                }))
                .isEqualTo(800_000);
    }
}
