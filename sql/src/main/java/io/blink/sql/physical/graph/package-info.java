/**
 * From a physical plan to vertices and edges: keys of small build sides are brought to far scans ({@link io.blink.sql.physical.graph.FilterTransfer}),
 * then {@link io.blink.sql.physical.graph.GraphBuilder} cuts the plan at its exchanges. Called by {@code io.blink.sql.physical}; one statement, one
 * thread; pure.
 *
 * <p>What must stay true: all hash edges into one vertex are cut into the same buckets and ranges; in a batch no two edges that leave one vertex are
 * pipelined.
 */
package io.blink.sql.physical.graph;
