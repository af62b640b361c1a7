package io.blink.shuffle;

/** Everything that one attempt wrote to one blocking edge, complete and unchanging. Safe on any thread; calls block. */
public interface ShufflePartition {
    BucketStatistics statistics();

    /** Reads the frames of some buckets, in order of bucket. */
    ShuffleReader reader(int firstBucket, int bucketCount);

    /** Whether it is on disk rather than in memory. */
    boolean onDisk();

    /** Frees memory or files. Readers that are open fail. */
    void delete();
}
