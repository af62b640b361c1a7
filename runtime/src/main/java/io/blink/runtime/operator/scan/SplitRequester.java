package io.blink.runtime.operator.scan;

/** Asks the job master for splits of one scan. Called on the task's thread; returns at once; the answer comes to {@link ScanOperator#assign}. */
@FunctionalInterface
public interface SplitRequester {
    /** @param requestId counts up from 1; a repetition carries the same one */
    void request(long requestId, int maxSplits);
}
