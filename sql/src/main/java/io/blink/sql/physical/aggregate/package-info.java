/**
 * Grouping: in one phase or two, DISTINCT, grouping sets, tumbling windows of streams and of bounded tables. Called by {@code io.blink.sql.physical},
 * and for semi joins and whole groups by its {@code join} package; one statement, one thread; pure.
 *
 * <p>What must stay true: rows of one group meet in one task before their result is emitted.
 */
package io.blink.sql.physical.aggregate;
