package io.blink.core.plan;

/**
 * Of the rows of an {@link OperatorSpec.OverWindow} only those leave whose rank is not greater than a limit.
 *
 * @param call number of the call that ranks: ROW_NUMBER, RANK or DENSE_RANK
 */
public record RankLimit(int call, long limit) {}
