/**
 * Calls with OVER. {@code OverOperator} takes sorted rows, keeps them as pages (in memory, or on disk when that runs out), marks where partitions and groups of peers begin, and answers one page
 * after the other: frames first, then each call a column at a time. A call that needs rows that are not there yet, or a page that is on disk, says so and goes on later where it stopped. Made by
 * {@code OperatorFactory}; all on the operator's task thread, but what the spill does. Rows have numbers from 0 on that never change; nothing grows with the width of a frame.
 * {@code TopRanksOperator} drops, ahead of exchange and sort, rows that a limit on ranks will not let through.
 */
package io.blink.runtime.operator.over;
