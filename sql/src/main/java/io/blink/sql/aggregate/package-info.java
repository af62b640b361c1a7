/**
 * Where aggregates are computed: {@link io.blink.sql.aggregate.EagerAggregation} groups rows before joins where that leaves few of them. Called by
 * {@code io.blink.sql.logical} for bounded queries, behind join ordering; one statement, one thread.
 */
package io.blink.sql.aggregate;
