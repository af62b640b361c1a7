package io.blink.scheduler.region;

import io.blink.runtime.control.BucketRange;
import java.util.ArrayList;
import java.util.List;

/** What a task reads of an edge some buckets of which are shared by all tasks. A pure function. */
final class BucketReads {
    private BucketReads() {}

    /**
     * @param first of the task's own range
     * @param end behind its last
     * @param shared ascending
     * @param parts into which the producers of a shared bucket are cut, of which the task reads its own; 1: it reads all
     */
    static List<BucketRange> of(int first, int end, List<Integer> shared, int subtask, int parts, int producers) {
        List<BucketRange> ranges = new ArrayList<>();
        int from = first;
        for (int bucket : shared) {
            if (bucket >= from && bucket < end) {
                add(ranges, from, bucket, 0, producers);
                from = bucket + 1;
            }
        }
        add(ranges, from, end, 0, producers);
        int part = parts == 1 ? 0 : subtask;
        for (int bucket : shared) {
            add(ranges, bucket, bucket + 1, share(part, parts, producers), share(part + 1, parts, producers));
        }
        return ranges;
    }

    private static int share(int part, int parts, int producers) {
        return (int) ((long) part * producers / parts);
    }

    private static void add(List<BucketRange> ranges, int first, int end, int firstProducer, int endProducer) {
        if (first < end && firstProducer < endProducer) {
            ranges.add(BucketRange.newBuilder()
                    .setFirstBucket(first)
                    .setBucketCount(end - first)
                    .setFirstProducer(firstProducer)
                    .setProducerCount(endProducer - firstProducer)
                    .build());
        }
    }
}
