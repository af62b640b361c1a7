package io.blink.runtime.task;

import io.blink.core.config.Configuration;
import io.blink.runtime.control.OperatorState;
import java.util.List;

/**
 * From where an operator's state comes.
 *
 * @param checkpointId 0: a fresh start
 * @param state of the same subtask in that checkpoint; the default instance if it had none
 * @param keyedStateHandles of all subtasks that wrote the operator's keyed state, when key groups must be picked from them; else empty
 * @param jobDirectory where the job keeps its files
 * @param settings of the job, which say how it keeps state
 */
public record RestoredOperator(
        long checkpointId,
        OperatorState state,
        List<String> keyedStateHandles,
        String jobDirectory,
        Configuration settings) {
    public RestoredOperator {
        keyedStateHandles = List.copyOf(keyedStateHandles);
    }

    public boolean isFresh() {
        return checkpointId == 0;
    }
}
