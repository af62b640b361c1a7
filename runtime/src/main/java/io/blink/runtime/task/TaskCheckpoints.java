package io.blink.runtime.task;

import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.Failures;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.operator.CheckpointListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one task: a barrier begins at its sources or comes from an input, each operator takes its part as the barrier passes it, and when all have, the parts are written on an
 * I/O thread and acknowledged, or declined. Used on the driver's thread.
 */
final class TaskCheckpoints implements ChainedOperator.BarrierListener {
    private static final Logger LOG = LoggerFactory.getLogger(TaskCheckpoints.class);

    private final TaskAttemptId task;
    private final Executor ioExecutor;
    private final TaskListener listener;
    private final List<CompletableFuture<?>> unacknowledged = new ArrayList<>();
    private List<ChainedOperator> operators = List.of();
    private List<TaskInput> inputs = List.of();
    private OvertakenRows overtakenRows;
    /** The checkpoint whose barrier overtakes, 0: none. */
    private long overtaking;

    private CheckpointParts current;

    TaskCheckpoints(TaskAttemptId task, Executor ioExecutor, TaskListener listener) {
        this.task = task;
        this.ioExecutor = ioExecutor;
        this.listener = listener;
    }

    /** What the task is made of, before the first of its operators is stepped. */
    void wired(List<ChainedOperator> allOperators, List<TaskInput> allInputs, OvertakenRows overtaken) {
        operators = allOperators;
        inputs = allInputs;
        overtakenRows = overtaken;
    }

    void trigger(Element.Barrier barrier) {
        operators.stream().filter(ChainedOperator::isSource).forEach(source -> source.injectBarrier(barrier));
    }

    void completed(long checkpointId) {
        for (ChainedOperator operator : operators) {
            if (operator.operator() instanceof CheckpointListener interested) {
                interested.checkpointCompleted(checkpointId);
            }
        }
    }

    void overtake(long checkpointId) {
        overtaking = Math.max(overtaking, checkpointId);
        overtakeFurther();
    }

    /** Has what came in meanwhile set aside; operators that cannot take input would not ask for it. */
    void overtakeFurther() {
        if (overtaking != 0) {
            inputs.forEach(input -> input.gate().overtake(overtaking));
        }
    }

    void aborted(long checkpointId) {
        if (overtaking <= checkpointId) {
            overtaking = 0;
        }
        inputs.forEach(input -> input.gate().giveUpOvertaking(checkpointId));
        operators.forEach(operator -> operator.checkpointAborted(checkpointId));
    }

    /** Each operator comes here when a barrier passes it; the first one starts the barrier at those of the task's sources that it has not passed. */
    @Override
    public void reached(ChainedOperator operator, Element.Barrier barrier) {
        if (current != null && current.checkpointId() > barrier.checkpointId()) {
            return;
        }
        if (current == null || current.checkpointId() < barrier.checkpointId()) {
            current = new CheckpointParts(barrier.checkpointId());
            operators.stream()
                    .filter(other -> other != operator && other.isSource())
                    .forEach(source -> source.injectBarrier(barrier));
        }
        current.take(operator);
    }

    /** Has the checkpoint written that all operators have taken their part in, if there is one. */
    void write() {
        if (current == null || !operators.stream().allMatch(operator -> operator.ended() || current.has(operator))) {
            return;
        }
        CheckpointParts complete = current;
        current = null;
        complete.pass(inputs);
        if (overtaking <= complete.checkpointId()) {
            overtaking = 0;
        }
        unacknowledged.removeIf(CompletableFuture::isDone);
        unacknowledged.add(CompletableFuture.runAsync(() -> acknowledge(complete), ioExecutor));
    }

    private void acknowledge(CheckpointParts complete) {
        try {
            listener.acknowledged(complete.write(task, overtakenRows));
        } catch (Exception e) {
            LOG.warn(
                    "Task {}.{} of job {} cannot write checkpoint {}",
                    task.getVertexId(),
                    task.getSubtask(),
                    task.getJobId(),
                    complete.checkpointId(),
                    e);
            listener.declined(CheckpointDeclined.newBuilder()
                    .setTask(task)
                    .setCheckpointId(complete.checkpointId())
                    .setFailure(Failures.of(e))
                    .build());
        }
    }

    /** Completes when nothing is being written any more, whether it worked or not. */
    CompletableFuture<Void> idle() {
        return CompletableFuture.allOf(unacknowledged.toArray(CompletableFuture[]::new))
                .handle((nothing, error) -> null);
    }
}
