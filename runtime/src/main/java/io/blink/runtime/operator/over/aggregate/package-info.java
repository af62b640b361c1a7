/**
 * Aggregates with OVER, by what the frame and the function allow: one value for a partition, running totals, differences of running totals where these are exact, trees of partial results, or all rows
 * of each frame again. The accumulators are those of {@code operator.aggregate}. Made by {@code OverCalls}; on the operator's task thread.
 */
package io.blink.runtime.operator.over.aggregate;
