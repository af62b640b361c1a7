package io.blink.core.plan;

/** How a job runs: a batch is a sequence of regions over bounded input, a stream is one region that checkpoints. */
public enum ExecutionMode {
    BATCH,
    STREAMING
}
