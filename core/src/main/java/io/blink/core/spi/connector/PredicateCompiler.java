package io.blink.core.spi.connector;

import io.blink.core.expression.Expression;

/** Compiles conditions for readers. Any thread. */
@FunctionalInterface
public interface PredicateCompiler {
    /** @param condition BOOLEAN over the columns of the batches that the predicate will be given */
    RowPredicate compile(Expression condition);
}
