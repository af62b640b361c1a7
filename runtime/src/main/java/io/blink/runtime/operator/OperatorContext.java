package io.blink.runtime.operator;

import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorNode;
import io.blink.core.type.Field;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.function.UserFunctions;
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
 * @param userFunctions of the task
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
        long statementStartMicros,
        UserFunctions userFunctions) {
    /** For messages: operator, vertex and subtask. */
    public String owner() {
        return node.name() + " (operator " + node.id() + ", task " + vertexId + "." + subtask + ")";
    }

    /**
     * For expressions of the operator. In a batch every attempt of a task draws the same random values, so that a rerun over the same rows gives the same output; a stream
     * goes on from a checkpoint behind values that it has given out already, so there each attempt draws others.
     */
    public EvaluationContext evaluation() {
        String origin = jobId + "/" + vertexId + "/" + subtask + "/" + node.id();
        boolean batch = mode == ExecutionMode.BATCH;
        return new EvaluationContext(
                timeZone, statementStartMicros, batch ? origin : origin + "/" + term + "/" + attempt, functions());
    }

    /** For users' functions that the operator calls. */
    public FunctionSite functions() {
        return new FunctionSite(userFunctions, owner());
    }

    public List<Field> output() {
        return node.output();
    }
}
