/**
 * Joins with a table as it was at a time of each row (FOR SYSTEM_TIME AS OF): {@code TemporalJoins} makes plain joins with a {@link io.blink.sql.logical.temporal.LogicalVersions} on the right of them before sub-queries are
 * removed; of a batch {@code BatchVersions} makes plain rows of those. Pure functions over trees of one statement.
 */
package io.blink.sql.logical.temporal;
