package io.blink.hive.commit;

import io.blink.hive.HivePaths;

/** Names below a table's staging folder, for one sink of one job; see the package's description. */
public record StagingFolder(String tableLocation, String jobId, int operatorId) {
    static final String NAME = ".blink-staging";
    static final String TERM_PREFIX = "term-";
    static final String INTENT_PREFIX = "intent-";
    static final String INTENT_SUFFIX = ".json";
    static final String DONE_PREFIX = "done-";
    static final String FINISHED_PREFIX = "finished-";
    static final String PENDING_PREFIX = "pending-";
    /** Of a stream; older checkpoints are never committed again. */
    static final int DONE_MARKERS_KEPT = 100;

    /** The folder that all jobs share. */
    static String common(String tableLocation) {
        return HivePaths.child(tableLocation, NAME);
    }

    /** Of this sink alone. */
    public String root() {
        return HivePaths.child(common(tableLocation), owner());
    }

    String owner() {
        return jobId + "-" + operatorId;
    }

    public String data(int term, int subtask, int attempt) {
        return root() + "/data/" + term + "/" + subtask + "-" + attempt;
    }

    /** Of all sinks of the job: files that are merged before they are committed. */
    String toMerge() {
        return HivePaths.child(common(tableLocation), jobId + "-to-merge");
    }

    public String dataToMerge(int term, int subtask, int attempt) {
        return toMerge() + "/" + operatorId + "/" + term + "/" + subtask + "-" + attempt;
    }

    String term(int term) {
        return root() + "/" + TERM_PREFIX + term;
    }

    String intent(long checkpointId) {
        return root() + "/" + INTENT_PREFIX + checkpointId + INTENT_SUFFIX;
    }

    String done(long checkpointId) {
        return root() + "/" + DONE_PREFIX + checkpointId;
    }

    String aside() {
        return root() + "/aside";
    }

    /** Partitions that an ended stream had not made known yet. */
    String pending() {
        return HivePaths.child(common(tableLocation), PENDING_PREFIX + owner());
    }

    String finished() {
        return HivePaths.child(common(tableLocation), FINISHED_PREFIX + owner());
    }

    String lock() {
        return HivePaths.child(common(tableLocation), "overwrite.lock");
    }
}
