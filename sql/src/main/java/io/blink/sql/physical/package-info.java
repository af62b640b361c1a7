/**
 * From the optimized logical tree to a {@link io.blink.core.plan.JobGraph}: {@link io.blink.sql.physical.JobPlanner} is the way in, one pass makes
 * operations and exchanges ({@link io.blink.sql.physical.PhysicalPlanner}, of nodes in {@code node}, by {@code join}, {@code aggregate}, {@code over} and
 * {@code sort}), a second one cuts them into vertices and edges ({@code graph}). Called by {@link io.blink.sql.QueryPlanner}; one statement, one thread;
 * blocks on sources that plan their scans.
 *
 * <p>What must stay true: a node's output has its logical node's columns, types included but for nullability; rows with equal keys meet, which rests on
 * all hash edges into one vertex being cut into the same buckets and ranges; in a batch no two edges that leave one vertex are pipelined; a stream's
 * plan never depends on statistics; names of state come from what an operator means.
 */
package io.blink.sql.physical;
