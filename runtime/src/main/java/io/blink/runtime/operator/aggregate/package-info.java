/**
 * Aggregation by hash: partial, final and single phase. {@code AggregateOperator} decides what happens when memory runs out, {@code GroupAggregation} holds groups and the
 * accumulators, each of which keeps one aggregate of all groups in chunks of primitive arrays and takes a batch at a time. {@code operator.window} has groups of its own for each window. All on the operator's task thread, except that groups which no longer change may
 * be read on any.
 */
package io.blink.runtime.operator.aggregate;
