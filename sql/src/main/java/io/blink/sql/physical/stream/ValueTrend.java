package io.blink.sql.physical.stream;

import io.blink.core.expression.InputColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;

/** Where the value of a column can go when a row, which is known by a key, changes. */
enum ValueTrend {
    /** It is the same in all contents of a row. */
    CONSTANT,
    /** It grows or stays; NULL at first at most. */
    RISING,
    /** It falls or stays; NULL at first at most. */
    FALLING,
    ANY;

    /** As far as aggregates, and operators that hand columns on, tell. An aggregate with a time to live begins anew. */
    static ValueTrend of(PhysicalNode node, int column) {
        if (node.changes().insertOnly()) {
            return CONSTANT;
        }
        if (node instanceof Exchange exchange) {
            return of(exchange.input(), column);
        }
        Operation operation = (Operation) node;
        OperatorSpec spec = operation.spec();
        if (spec instanceof OperatorSpec.GroupAggregate aggregate) {
            return ofAggregate(aggregate, column);
        }
        if (spec instanceof OperatorSpec.Project project) {
            return project.expressions().get(column) instanceof InputColumn input
                    ? of(operation.onlyInput(), input.index())
                    : ANY;
        }
        return spec instanceof OperatorSpec.MiniBatch ? of(operation.onlyInput(), column) : ANY;
    }

    private static ValueTrend ofAggregate(OperatorSpec.GroupAggregate aggregate, int column) {
        int keys = aggregate.groupKeys().size();
        if (column < keys) {
            return CONSTANT;
        }
        if (aggregate.retracts() || aggregate.stateTtlMillis() > 0) {
            return ANY;
        }
        AggregateFunction function = aggregate.calls().get(column - keys).function();
        return switch (function) {
            case COUNT_ALL, COUNT, MAX -> RISING;
            case MIN -> FALLING;
            default -> ANY;
        };
    }

    /** Whether a row can only move to the front of the order by such a column, or stay. A first value that is NULL must stand behind all others. */
    boolean isForward(SortKey key, boolean nullable) {
        boolean rises = this == RISING && !key.ascending() || this == FALLING && key.ascending();
        return this == CONSTANT || rises && !(nullable && key.nullsFirst());
    }
}
