package io.blink.scheduler.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds buckets that are much larger than most. A pure function. */
final class SkewedBuckets {
    private SkewedBuckets() {}

    /**
     * @param factor times the median that a bucket must exceed
     * @param bytesMin that it must exceed as well
     */
    static List<Integer> of(long[] bucketBytes, double factor, long bytesMin) {
        long median = median(bucketBytes);
        List<Integer> skewed = new ArrayList<>();
        for (int bucket = 0; bucket < bucketBytes.length; bucket++) {
            if (bucketBytes[bucket] > bytesMin && bucketBytes[bucket] > factor * median) {
                skewed.add(bucket);
            }
        }
        return skewed;
    }

    static long median(long[] bucketBytes) {
        long[] sorted = bucketBytes.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
