package io.blink.runtime.expression;

import io.blink.core.column.Column;

/** One compiled expression. Belongs to one evaluator and its thread. */
abstract sealed class Node
        permits InputNode,
                ConstantNode,
                FunctionNode,
                LogicNode,
                CaseNode,
                CoalesceNode,
                RandomNode,
                ProcessingTimeNode,
                UserFunctionNode,
                LambdaNode,
                ReductionNode {
    /** The values for the rows, in any encoding. */
    abstract Column evaluate(Rows rows);

    /** Whether it is cheap and cannot fail, so that it may as well be evaluated for rows whose value is not needed. */
    abstract boolean isFree();

    abstract boolean vectorized();

    /**
     * Writes the positions, ascending, of the rows where this BOOLEAN is TRUE into {@code positions}, which has room for all.
     *
     * @return how many there are
     */
    int select(Rows rows, int[] positions) {
        return Truth.select(evaluate(rows), positions);
    }
}
