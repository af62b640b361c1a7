package io.blink.runtime.task;

import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;

/** Makes the operators other than scans and writes. Called on an I/O thread; may block to load state. */
@FunctionalInterface
public interface OperatorMaker {
    /** @param lookup of an operator that keeps what a lookup finds, which closes it, as this call does if it fails; {@code null} for others */
    Operator create(OperatorContext context, RestoredOperator restored, Operator lookup);
}
