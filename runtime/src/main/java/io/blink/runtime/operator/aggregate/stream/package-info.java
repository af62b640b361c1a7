/**
 * Aggregation of rows that go on coming, and perhaps go again. {@code GroupAggregateOperator} keeps groups in state tables; {@code ChangingGroups} takes a batch at a time through them: it finds the
 * groups that the batch touches, has each {@code GroupCall} load what it knew of them, add and take back rows, and tell old and new results, of which {@code ResultChanges} makes a changelog.
 * {@code LocalGroupAggregateOperator} shortens batches ahead of the exchange and keeps nothing. All on the task's thread.
 */
package io.blink.runtime.operator.aggregate.stream;
