/**
 * Columns, and fields of nested columns, that nobody reads are dropped where they arise. Called by {@code io.blink.sql.logical}; one statement, one
 * thread; pure.
 */
package io.blink.sql.logical.pruning;
