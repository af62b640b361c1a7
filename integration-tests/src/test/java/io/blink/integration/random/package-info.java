/**
 * Seeded random queries, run here and by DuckDB over the same Parquet files. {@link io.blink.integration.random.RandomQuery} writes a query that has one right
 * result (all of its orders are total where rows are numbered or cut off, and what may overflow or depends on an order of additions is not written), in both
 * dialects at once ({@link io.blink.integration.random.SqlText}); {@link io.blink.integration.random.QueryHunt} runs it by hand over as many seeds as wanted.
 * Everything a seed gives is repeatable. One thread.
 */
package io.blink.integration.random;
