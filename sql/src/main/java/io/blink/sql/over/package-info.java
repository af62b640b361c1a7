/**
 * Calls with OVER in the logical plan: {@link io.blink.sql.over.OverExtraction} takes them out of projections into {@link
 * io.blink.sql.over.LogicalOver} nodes, whose keys, arguments and frame edges are all columns of their input. Called by {@code io.blink.sql.logical}
 * once sub-queries and correlation are gone, and by its rules; {@code io.blink.sql.physical} plans exchanges and sorts for the nodes.
 *
 * <p>One statement, one thread. What must stay true: a node gives each row of its input once, its columns first, then one column for each call, group
 * by group.
 */
package io.blink.sql.over;
