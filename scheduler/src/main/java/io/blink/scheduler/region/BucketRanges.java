package io.blink.scheduler.region;

/** Deals the buckets of blocking exchanges out to consumer tasks: each gets a range, as even in bytes as whole buckets allow. A pure function. */
final class BucketRanges {
    private BucketRanges() {}

    /** The first bucket of each task, then the number of buckets. Every bucket belongs to exactly one task; a task may have none. */
    static int[] balance(long[] bucketBytes, int tasks) {
        int[] starts = new int[tasks + 1];
        long left = 0;
        for (long bytes : bucketBytes) {
            left += weight(bytes);
        }
        int bucket = 0;
        for (int task = 0; task < tasks; task++) {
            starts[task] = bucket;
            int bucketsKept = Math.max(0, Math.min(tasks - task - 1, bucketBytes.length - bucket - 1));
            long share = left / (tasks - task);
            long taken = 0;
            while (bucket < bucketBytes.length - bucketsKept
                    && (taken == 0 || 2 * taken + weight(bucketBytes[bucket]) <= 2 * share)) {
                taken += weight(bucketBytes[bucket]);
                bucket++;
            }
            left -= taken;
        }
        starts[tasks] = bucketBytes.length;
        return starts;
    }

    /** An empty bucket costs something too, so that equal buckets are spread evenly. */
    private static long weight(long bytes) {
        return bytes + 1;
    }
}
