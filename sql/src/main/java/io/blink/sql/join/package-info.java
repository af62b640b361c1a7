/**
 * In which order inner joins run: estimates of rows from statistics, the graph of a run of inner joins, and a search for its cheapest tree. Called by
 * {@code io.blink.sql.logical} for bounded queries, and by {@code io.blink.sql.physical} for what an equality lets through; pure but for the statistics that sources give. One statement, one thread.
 */
package io.blink.sql.join;
