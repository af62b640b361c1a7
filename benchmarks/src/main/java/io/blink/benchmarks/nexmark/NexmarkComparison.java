package io.blink.benchmarks.nexmark;

/**
 * Whether the engines end with the same rows.
 *
 * @param events of which the rows are the answer
 * @param difference empty: the same rows
 */
record NexmarkComparison(String query, long events, long rate, String difference) {}
