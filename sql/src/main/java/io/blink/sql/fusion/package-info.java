/**
 * Several computations over the same rows made one: {@link io.blink.sql.fusion.SiblingAggregates} reads a relation once for all aggregates that stand
 * beside each other. Called by {@code io.blink.sql.logical} for bounded queries, before filters are pushed; one statement, one thread.
 */
package io.blink.sql.fusion;
