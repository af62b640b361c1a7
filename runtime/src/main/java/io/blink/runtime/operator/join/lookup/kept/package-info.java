/**
 * Lookups of rows that change, which find the same when a row goes as when it came. {@code KeptLookupOperator} has a lookup answer the rows that come, {@code FoundRows} keeps the answers in state for
 * those that go, {@code NetChanges} says which rows of a batch do either. On the task's own thread; a barrier passes when no batch is under way.
 */
package io.blink.runtime.operator.join.lookup.kept;
