package io.blink.runtime.task;

import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.Resources;
import io.blink.core.plan.ExecutionMode;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.Failures;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.LostProducerException;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.write.WriteOperator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task: steps its operators, consumers before producers, as long as one of them has something to do and the turn lasts, then waits to be woken by an input, an
 * output with room again, whatever an operator waits for, or a control call. {@link #run} is called by one worker thread at a time; the other public methods by
 * any thread.
 *
 * <p>When all operators have ended and the outputs are complete the task reports FINISHED, with what its sinks prepared. After a failure or a cancellation everything
 * is closed and its consumers are told.
 */
public final class TaskDriver implements Cooperative {
    private static final Logger LOG = LoggerFactory.getLogger(TaskDriver.class);
    private static final long STATISTICS_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long IDLENESS_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TaskAttemptId task;
    private final List<ChainedOperator> consumersFirst;
    private final RootOutputs outputs;
    private final TaskCheckpoints checkpoints;
    private final Executor ioExecutor;
    private final TaskListener listener;
    private final WorkerThreads.Seat seat;
    private final boolean watchesIdleness;
    private final Resources resources;
    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean canceled;
    private volatile boolean suspended;
    private volatile ChainedOperator current;
    private final Map<ChainedOperator, CompletableFuture<?>> awaited = new IdentityHashMap<>();
    private CompletableFuture<Void> outputsEnded;
    private long statisticsNanos;
    private long timerNanos = Long.MAX_VALUE;
    private boolean closed;

    TaskDriver(
            TaskAttemptId task,
            ExecutionMode mode,
            TaskWiring wiring,
            Executor ioExecutor,
            WorkerThreads threads,
            TaskListener listener) {
        this.task = task;
        this.seat = threads.seat(this, mode == ExecutionMode.STREAMING);
        this.ioExecutor = ioExecutor;
        this.listener = listener;
        this.checkpoints = new TaskCheckpoints(task, ioExecutor, listener);
        TaskWiring.Wired wired = wiring.wire(checkpoints, seat::wake);
        this.consumersFirst = wired.consumersFirst();
        checkpoints.wired(consumersFirst, wired.inputs(), wired.overtakenRows());
        this.outputs = wired.outputs();
        this.watchesIdleness = wired.watchesIdleness();
        this.resources = wired.resources();
    }

    /** Starts to run. */
    public void start() {
        listener.stateChanged(change(TaskState.RUNNING).build());
        seat.open();
    }

    /** Has {@code call} run on the driver's thread between two steps. */
    void call(Runnable call) {
        calls.add(call);
        seat.wake();
    }

    public void cancel() {
        canceled = true;
        seat.wake();
    }

    public void suspend() {
        suspended = true;
    }

    public void resume() {
        suspended = false;
        seat.wake();
    }

    /** A checkpoint begins at this task's sources. */
    public void triggerCheckpoint(Element.Barrier barrier) {
        call(() -> checkpoints.trigger(barrier));
    }

    /** The checkpoint's barrier shall overtake the rows ahead of it. */
    public void overtakeBarrier(long checkpointId) {
        call(() -> checkpoints.overtake(checkpointId));
    }

    /** The checkpoint will not complete. */
    public void checkpointAborted(long checkpointId) {
        call(() -> checkpoints.aborted(checkpointId));
    }

    public void checkpointCompleted(long checkpointId) {
        call(() -> checkpoints.completed(checkpointId));
    }

    @Override
    public String activity() {
        ChainedOperator operator = current;
        return "Task " + task.getVertexId() + "." + task.getSubtask() + " of job " + task.getJobId()
                + (operator == null ? "" : ", operator " + operator.node().name());
    }

    @Override
    public Turn run(long deadlineNanos) {
        if (closed) {
            return Turn.ENDED;
        }
        try {
            return failure.get() == null && !canceled ? work(deadlineNanos) : abort();
        } catch (Throwable e) {
            // Whatever an operator throws ends the task, not the worker; errors of the machine itself are left to
            // ExitOnOutOfMemoryError.
            failure.compareAndSet(null, e);
            return abort();
        }
    }

    private Turn work(long deadlineNanos) {
        for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
        if (suspended) {
            return Turn.WAITING;
        }
        if (outputsEnded != null) {
            return finishing();
        }
        checkpoints.overtakeFurther();
        boolean progress = true;
        long now = System.nanoTime();
        while (progress && now < deadlineNanos && calls.isEmpty()) {
            progress = false;
            for (ChainedOperator operator : consumersFirst) {
                long before = now;
                current = operator;
                boolean moved = operator.step(now);
                now = System.nanoTime();
                if (moved) {
                    operator.addBusyNanos(now - before);
                    progress = true;
                }
            }
        }
        refreshStatistics(now);
        checkpoints.write();
        if (consumersFirst.stream().allMatch(ChainedOperator::ended)) {
            endOutputs();
            return Turn.AGAIN;
        }
        if (progress || !calls.isEmpty()) {
            return Turn.AGAIN;
        }
        current = null;
        awaitOperators(now);
        return Turn.WAITING;
    }

    private void refreshStatistics(long now) {
        if (now - statisticsNanos > STATISTICS_INTERVAL_NANOS) {
            statisticsNanos = now;
            consumersFirst.forEach(ChainedOperator::refreshStatistics);
        }
    }

    private void awaitOperators(long now) {
        long earliest = watchesIdleness ? now + IDLENESS_CHECK_NANOS : Long.MAX_VALUE;
        for (ChainedOperator operator : consumersFirst) {
            earliest = Math.min(earliest, operator.wakeNanos());
            Wait wait = operator.ended() ? Wait.NONE : operator.waitsFor();
            if (!wait.isNone()) {
                earliest = Math.min(earliest, wait.atNanos());
                await(operator, wait.event());
            }
        }
        if (earliest != Long.MAX_VALUE && (timerNanos <= now || earliest < timerNanos)) {
            timerNanos = earliest;
            seat.wakeAt(earliest);
        }
    }

    /** Listens to a future once, however often it is asked about in a row. */
    private void await(ChainedOperator operator, CompletableFuture<?> event) {
        if (event.isDone()) {
            seat.wake();
        } else if (awaited.put(operator, event) != event) {
            event.whenComplete((value, error) -> seat.wake());
        }
    }

    private void endOutputs() {
        outputsEnded = outputs.end().thenCombine(checkpoints.idle(), (ended, written) -> null);
        outputsEnded.whenComplete((nothing, error) -> seat.wake());
    }

    private Turn finishing() {
        if (!outputsEnded.isDone()) {
            return Turn.WAITING;
        }
        outputsEnded.join();
        TaskStateChanged.Builder finished =
                change(TaskState.FINISHED).setProgress(progress()).addAllOutputs(outputs.partitions());
        for (ChainedOperator operator : consumersFirst) {
            if (operator.operator() instanceof WriteOperator writer) {
                finished.addCommittables(OperatorCommittables.newBuilder()
                        .setOperatorId(operator.node().id())
                        .addAllCommittables(writer.finalCommittables()));
            }
        }
        closeOperators();
        listener.stateChanged(finished.build());
        return Turn.ENDED;
    }

    private Turn abort() {
        Throwable cause = unwrapped(failure.get());
        String reason = cause == null ? "it was canceled" : String.valueOf(cause.getMessage());
        outputs.fail(reason);
        closeOperators();
        if (cause == null) {
            listener.stateChanged(
                    change(TaskState.CANCELED).setProgress(progress()).build());
        } else {
            LOG.info("Task {}.{} of job {} failed", task.getVertexId(), task.getSubtask(), task.getJobId(), cause);
            listener.stateChanged(change(TaskState.FAILED)
                    .setProgress(progress())
                    .setFailure(failure(cause))
                    .build());
        }
        return Turn.ENDED;
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static Failure failure(Throwable cause) {
        Failure.Builder failure = Failures.of(cause).toBuilder();
        if (cause instanceof BlinkException && cause.getCause() instanceof LostProducerException lost) {
            failure.setLostProducer(lost.partition().producer())
                    .setLostEdgeId(lost.partition().edgeId());
        }
        return failure.build();
    }

    private void closeOperators() {
        closed = true;
        for (ChainedOperator operator : consumersFirst) {
            try {
                operator.closeInputs();
                operator.close();
            } catch (RuntimeException e) {
                LOG.warn("Operator {} cannot be closed", operator.node().name(), e);
            }
        }
        ioExecutor.execute(this::closeResources);
    }

    private void closeResources() {
        try {
            resources.close();
        } catch (BlinkException e) {
            LOG.warn("Spill files of task {}.{} may remain", task.getVertexId(), task.getSubtask(), e);
        }
    }

    public TaskProgress progress() {
        TaskProgress.Builder progress = TaskProgress.newBuilder().setTask(task);
        consumersFirst.forEach(operator -> progress.addOperators(operator.progress()));
        return progress.build();
    }

    private TaskStateChanged.Builder change(TaskState state) {
        return TaskStateChanged.newBuilder().setTask(task).setState(state);
    }

    /** For deployments that make no sense. */
    static BlinkException invalid(String what) {
        return new BlinkException(RuntimeErrorCode.INVALID_DEPLOYMENT, what);
    }
}
