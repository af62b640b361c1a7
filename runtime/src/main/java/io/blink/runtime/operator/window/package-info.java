/**
 * Aggregation in windows of event time. {@code WindowAggregateOperator} adds rows to a bounded number of recent groups and moves these, when they are many and before each barrier, into state tables, one
 * namespace for each open window; checkpoints and restoring are the tables'. All on the operator's task thread, but restoring and what the store writes.
 */
package io.blink.runtime.operator.window;
