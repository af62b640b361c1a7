package io.blink.core.plan;

/**
 * Says of an edge that its rows are the probe side of a hash join, and that nothing in the join's vertex cares which task has which of them, as long as that task has the build side's rows of their
 * keys. So the scheduler may decide when the build side is written: a small one is read whole by every task, and the rows of this edge do not travel; a bucket with very many rows is shared by several
 * tasks.
 *
 * @param join the operator of the edge's target vertex
 * @param awaitsBuild whether the build side may turn out to be small, so that the edge's source is better started when it is measured
 */
public record ProbeSide(int join, boolean awaitsBuild) {}
