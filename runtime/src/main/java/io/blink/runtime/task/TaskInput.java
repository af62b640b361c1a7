package io.blink.runtime.task;

import io.blink.runtime.exchange.InputGate;
import java.util.List;

/**
 * An input of a task from other tasks.
 *
 * @param producers subtasks, in the order of the gate's channels
 */
record TaskInput(int edgeId, List<Integer> producers, InputGate gate) {
    TaskInput {
        producers = List.copyOf(producers);
    }
}
