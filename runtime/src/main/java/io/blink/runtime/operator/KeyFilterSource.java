package io.blink.runtime.operator;

/** An operator that knows which rows of scans in its task are of use. Used on the task's thread. */
public interface KeyFilterSource {
    /** Before the first input: what the operator shall decide, at once or when it knows. */
    void decides(PendingKeyFilter pending);
}
