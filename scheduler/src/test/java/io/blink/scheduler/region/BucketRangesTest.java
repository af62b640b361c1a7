package io.blink.scheduler.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketRangesTest {
    @Test
    void equalBucketsAreSpreadEvenly() {
        assertThat(BucketRanges.balance(new long[8], 4)).containsExactly(0, 2, 4, 6, 8);
    }

    @Test
    void aHeavyBucketStandsAlone() {
        assertThat(BucketRanges.balance(new long[] {1, 1, 1000, 1, 1}, 3)).containsExactly(0, 2, 3, 5);
    }

    @Test
    void everyTaskHasABucketWhereThereAreEnough() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            long[] bytes = random.longs(16 + random.nextInt(50), 0, 1L << random.nextInt(30) + 1)
                    .toArray();
            int tasks = 1 + random.nextInt(bytes.length);
            int[] starts = BucketRanges.balance(bytes, tasks);
            assertThat(starts).hasSize(tasks + 1).startsWith(0).endsWith(bytes.length);
            for (int task = 0; task < tasks; task++) {
                assertThat(starts[task + 1]).isGreaterThan(starts[task]);
            }
        }
    }
}
