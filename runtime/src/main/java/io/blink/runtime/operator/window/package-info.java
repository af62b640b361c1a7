/**
 * Windows of time. {@code WindowAssignOperator} gives rows the bounds of their windows. {@code WindowAggregateOperator} adds rows to slices: a bounded number of recent groups, which it moves, when they
 * are many and before each barrier, into state tables, one namespace for each slice; windows come of their slices. {@code ChangingWindowOperator} does so with rows that are taken back. {@code FiringWindowOperator} emits windows early and for late
 * rows as well, as {@code FiringSchedule} says, of slices too where these can be added up ({@code SlicedFiredWindows}). {@code SessionOperator} keeps sessions, {@code FiringSessionOperator} emits them so, {@code ChangingSessionOperator} the rows of sessions that rows may leave. {@code MarkLateOperator} says ahead of an
 * operator which rows it would drop. {@code WindowScopeOperator} keeps the rows of each window and runs a plan of batch
 * operators over them when it ends. Checkpoints and restoring are the tables'. All on the operator's task thread, but restoring and what the store writes.
 */
package io.blink.runtime.operator.window;
