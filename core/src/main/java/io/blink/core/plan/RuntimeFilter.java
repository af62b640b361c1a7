package io.blink.core.plan;

/**
 * A scan leaves out rows whose {@code column} has no equal among the build side's values of a key of a join. The scan waits for them: the join takes no row before it has
 * read its build side.
 *
 * @param join id of a hash join above the scan in the same vertex
 * @param key place among the join's keys
 * @param column of the scan, which reaches the join's left key unchanged
 */
public record RuntimeFilter(int join, int key, int column) {}
