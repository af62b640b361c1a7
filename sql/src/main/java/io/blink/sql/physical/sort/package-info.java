/**
 * Orders: ORDER BY with LIMIT and OFFSET, and which order of rows serves several operators at once. Called by {@code io.blink.sql.physical} and its other
 * packages; one statement, one thread; pure.
 */
package io.blink.sql.physical.sort;
