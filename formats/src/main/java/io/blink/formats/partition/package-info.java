/**
 * What the names of a table's partitions say, for every connector that keeps partitions in folders. Pure functions, used by planning, job master and workers on
 * any thread.
 */
package io.blink.formats.partition;
