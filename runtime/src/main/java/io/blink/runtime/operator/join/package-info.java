/**
 * Joins. {@code JoinOperator} reads the build side into {@code JoinBuild}, then finds the matches of the probe side batch by batch ({@code JoinProbe}); a join without keys, the
 * nested-loop join, is one whose build rows all have the same key. What does not fit in memory goes through {@code JoinSpill}. All on the operator's task thread.
 */
package io.blink.runtime.operator.join;
