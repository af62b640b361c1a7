/**
 * Calls with OVER. {@code OverOperator} takes sorted rows, keeps them as pages ({@code page}), and answers one page after the other: frames first, then each call ({@code call}, {@code aggregate}) a column
 * at a time. Made by {@code OperatorFactory}; all on the operator's task thread, but what the spill does. Nothing grows with the width of a frame.
 * {@code TopRanksOperator} drops, ahead of exchange and sort, rows that a limit on ranks will not let through.
 */
package io.blink.runtime.operator.over;
