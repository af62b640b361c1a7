package io.blink.runtime.task;

import io.blink.runtime.control.PartitionSummary;
import io.blink.shuffle.BucketStatistics;

/** Bucket statistics as control messages. */
final class Summaries {
    private Summaries() {}

    static PartitionSummary of(BucketStatistics statistics) {
        PartitionSummary.Builder summary = PartitionSummary.newBuilder();
        for (int bucket = 0; bucket < statistics.bytes().length; bucket++) {
            summary.addBucketBytes(statistics.bytes()[bucket]);
            summary.addBucketRows(statistics.rows()[bucket]);
            summary.addBucketChecksums(statistics.checksums()[bucket]);
        }
        return summary.build();
    }
}
