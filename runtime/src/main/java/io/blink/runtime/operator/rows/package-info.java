/**
 * Rows that operators hold: one chunked store a column, addressed by row number, appended and gathered a batch at a time. Used by hash tables, joins and sorts on
 * their task's thread. No array is longer than a chunk, so that none becomes a humongous object of the collector; dictionaries of a
 * build side's strings are up to 8 MB, made once. Sizes are counted by capacity.
 */
package io.blink.runtime.operator.rows;
