package io.blink.runtime.operator;

import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorNode;
import io.blink.core.type.Field;
import io.blink.runtime.spill.SpillFiles;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What an operator is given by its task.
 *
 * @param inputs names and types of the rows of each input
 * @param memory the slot's managed pool; the operator opens a reservation under {@link #owner}
 * @param ioExecutor for blocking work; bounded, its tasks complete futures that the operator waits for
 * @param statementStartMicros what CURRENT_TIMESTAMP means
 * @param parallelism tasks of the vertex
 */
public record OperatorContext(
        String jobId,
        OperatorNode node,
        List<List<Field>> inputs,
        int vertexId,
        int subtask,
        int attempt,
        int term,
        int parallelism,
        int keyGroups,
        ExecutionMode mode,
        MemoryPool memory,
        SpillFiles spillFiles,
        Executor ioExecutor,
        ZoneId timeZone,
        long statementStartMicros) {
    /** For messages: operator, vertex and subtask. */
    public String owner() {
        return node.name() + " (operator " + node.id() + ", task " + vertexId + "." + subtask + ")";
    }

    public List<Field> output() {
        return node.output();
    }
}
