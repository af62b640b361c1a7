/**
 * Joins of streams with streams and with versions of tables. {@code StreamJoinOperator} keeps the rows of both inputs in state tables ({@code SideRows}, one form for each
 * {@code SideLayout.Storage}) and, batch by batch, brings its result up to date: {@code BatchJoin} turns a batch into net {@code RowChanges}, finds the rows of the other side that they meet and emits what
 * changes. All on the operator's task thread.
 */
package io.blink.runtime.operator.join.stream;
