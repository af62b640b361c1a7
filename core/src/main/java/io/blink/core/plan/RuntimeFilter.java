package io.blink.core.plan;

/**
 * A scan leaves out rows by what an operator above it in the same vertex knows of {@code column}. Of a hash join: rows without an equal among the build side's values of a key; the scan
 * waits for them, since the join takes no row before it has read its build side. Of the first rows of an order: rows behind the last one of those at hand; the scan waits for nothing,
 * and leaves out more as that row comes nearer.
 *
 * @param operator id of the join, or of the operator that keeps the first rows
 * @param key place among the join's keys, or of the order's
 * @param column of the scan, which reaches the join's left key, or the order's key, unchanged
 */
public record RuntimeFilter(int operator, int key, int column) {}
