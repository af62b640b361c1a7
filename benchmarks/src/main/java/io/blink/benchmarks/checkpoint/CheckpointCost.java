package io.blink.benchmarks.checkpoint;

/**
 * What one checkpoint cost.
 *
 * @param standNanos for which the task stood still
 * @param standCpuNanos of its thread meanwhile
 * @param writtenBytes that it added
 */
record CheckpointCost(long standNanos, long standCpuNanos, long writtenBytes) {}
