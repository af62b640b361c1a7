package io.blink.runtime.operator;

/** An operator that wants to know which checkpoints are complete. */
public interface CheckpointListener {
    /** The task's thread, between two steps: everything up to this checkpoint is durable and will be committed. */
    void checkpointCompleted(long checkpointId);
}
