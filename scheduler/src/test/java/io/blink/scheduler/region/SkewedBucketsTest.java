package io.blink.scheduler.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.runtime.control.BucketRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SkewedBucketsTest {
    @Test
    void aBucketIsSkewedThatExceedsTheBoundAndTheMedianManyTimes() {
        assertThat(SkewedBuckets.of(new long[] {10, 50, 10, 45, 10}, 4, 20)).containsExactly(1, 3);
        assertThat(SkewedBuckets.of(new long[] {10, 50, 10, 45, 10}, 4, 47)).containsExactly(1);
        assertThat(SkewedBuckets.of(new long[] {40, 50, 40, 45, 40}, 4, 20)).isEmpty();
        assertThat(SkewedBuckets.of(new long[0], 4, 20)).isEmpty();
    }

    @Test
    void tasksTogetherReadEachBucketOfEachProducerOnceWhateverIsShared() {
        int tasks = 3;
        int producers = 5;
        int[] starts = {0, 3, 3, 8};
        List<Integer> shared = List.of(2, 5, 7);
        Map<String, Integer> reads = new HashMap<>();
        for (int task = 0; task < tasks; task++) {
            for (BucketRange range : BucketReads.of(starts[task], starts[task + 1], shared, task, tasks, producers)) {
                pairs(range).forEach(pair -> reads.merge(pair, 1, Integer::sum));
            }
        }
        assertThat(reads).hasSize(8 * producers);
        assertThat(reads.values()).containsOnly(1);
    }

    @Test
    void eachTaskReadsTheSharedBucketsOfABuildSideWhole() {
        List<String> first = new ArrayList<>();
        BucketReads.of(0, 2, List.of(1, 3), 0, 1, 2).forEach(range -> first.addAll(pairs(range)));
        assertThat(first).containsExactlyInAnyOrder("0/0", "0/1", "1/0", "1/1", "3/0", "3/1");
    }

    /** Bucket and producer. */
    private static List<String> pairs(BucketRange range) {
        List<String> pairs = new ArrayList<>();
        for (int bucket = 0; bucket < range.getBucketCount(); bucket++) {
            for (int producer = 0; producer < range.getProducerCount(); producer++) {
                pairs.add((range.getFirstBucket() + bucket) + "/" + (range.getFirstProducer() + producer));
            }
        }
        return pairs;
    }
}
