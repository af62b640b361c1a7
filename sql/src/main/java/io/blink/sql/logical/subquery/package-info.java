/**
 * No sub-query, no correlation and no UNNEST inside of others: {@link io.blink.sql.logical.subquery.SubQueries} makes joins of sub-queries, and of
 * collections {@link io.blink.sql.logical.subquery.LogicalUnnest} nodes. Called by {@code io.blink.sql.logical}; one statement, one thread; pure.
 *
 * <p>What must stay true: a scalar sub-query with two rows is an error, one without rows is NULL, and IN knows of NULLs.
 */
package io.blink.sql.logical.subquery;
