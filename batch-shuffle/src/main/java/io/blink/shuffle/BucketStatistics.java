package io.blink.shuffle;

/**
 * What a partition holds in each bucket.
 *
 * @param bytes of its frames
 * @param checksums sums of the hashes of its rows: the same for the same rows in any order
 */
public record BucketStatistics(long[] bytes, long[] rows, long[] checksums) {}
