package io.blink.runtime.task;

import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;

/** Makes the operators other than scans and writes. Called on an I/O thread; may block to load state. */
@FunctionalInterface
public interface OperatorMaker {
    Operator create(OperatorContext context, RestoredOperator restored);
}
