/**
 * OVER in streams: rows in the order of their event time, each once, when the watermark has passed it, or in the order in which they come. {@code StreamOverOperator} keeps rows that wait, and those
 * that frames still look back at, in a sorted map ({@code KeptRows}); {@code RunningCalls} answers frames that begin at a partition's first row from accumulators in state, {@code FramedCalls} the others
 * with the operators of a batch. On the task's thread.
 */
package io.blink.runtime.operator.over.stream;
