package io.blink.runtime.task;

import io.blink.core.lifecycle.Resources;
import java.util.List;

/** Makes the operators, inputs and outputs of one task. */
interface TaskWiring {
    /**
     * @param consumersFirst each operator before those whose rows it takes
     * @param inputs from other tasks
     * @param overtakenRows where rows go that barriers overtake
     * @param watchesIdleness whether an operator must be asked from time to time whether its input has become idle
     * @param resources to be closed, on an I/O thread, when the operators are closed
     */
    record Wired(
            List<ChainedOperator> consumersFirst,
            RootOutputs outputs,
            List<TaskInput> inputs,
            OvertakenRows overtakenRows,
            boolean watchesIdleness,
            Resources resources) {}

    /** @param wake to be called, on any thread, whenever an input has elements or an output room again */
    Wired wire(ChainedOperator.BarrierListener barriers, Runnable wake);
}
