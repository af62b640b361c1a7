/**
 * Joins of a stream with a table as of a time of each row. {@code PhysicalPlanner} hands each join over whose right side is a {@link io.blink.sql.logical.temporal.LogicalVersions}; it becomes a lookup in a copy of the
 * table, or a join with the versions that came by event time. One statement, one thread.
 */
package io.blink.sql.physical.version;
