/** Plans as text for people: EXPLAIN and golden tests. Called by {@link io.blink.sql.PlannedStatement}; pure functions, any thread. */
package io.blink.sql.explain;
