package io.blink.runtime.task;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.Failures;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.exchange.BlockingOutput;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.LostProducerException;
import io.blink.runtime.exchange.TaskOutput;
import io.blink.runtime.operator.CheckpointListener;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.write.WriteOperator;
import java.util.ArrayList;
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
public final class TaskDriver implements Cooperative, ChainedOperator.BarrierListener {
    private static final Logger LOG = LoggerFactory.getLogger(TaskDriver.class);
    private static final long STATISTICS_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long IDLENESS_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TaskAttemptId task;
    private final List<ChainedOperator> consumersFirst;
    private final List<TaskOutput> outputs;
    private final Executor ioExecutor;
    private final TaskListener listener;
    private final WorkerThreads.Seat seat;
    private final boolean watchesIdleness;
    private final List<AutoCloseable> spillFiles;
    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<CompletableFuture<?>> unacknowledged = new ArrayList<>();
    private volatile boolean canceled;
    private volatile boolean suspended;
    private volatile ChainedOperator current;
    private final Map<ChainedOperator, CompletableFuture<?>> awaited = new IdentityHashMap<>();
    private CheckpointParts checkpoint;
    private CompletableFuture<Void> outputsEnded;
    private long statisticsNanos;
    private long timerNanos = Long.MAX_VALUE;
    private boolean closed;

    /**
     * @param consumersFirst the operators; each before those whose rows it takes
     * @param outputs of the last operator of the plan, the root
     */
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
        TaskWiring.Wired wired = wiring.wire(this, seat::wake);
        this.consumersFirst = wired.consumersFirst();
        this.outputs = wired.outputs();
        this.watchesIdleness = wired.watchesIdleness();
        this.spillFiles = wired.spillFiles();
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
    public void triggerCheckpoint(long checkpointId, long timestampMillis) {
        call(() -> injectBarrier(new Element.Barrier(checkpointId, timestampMillis)));
    }

    public void checkpointCompleted(long checkpointId) {
        call(() -> {
            for (ChainedOperator operator : consumersFirst) {
                if (operator.operator() instanceof CheckpointListener interested) {
                    interested.checkpointCompleted(checkpointId);
                }
            }
        });
    }

    private void injectBarrier(Element.Barrier barrier) {
        for (ChainedOperator operator : consumersFirst) {
            if (operator.isSource()) {
                operator.injectBarrier(barrier);
            }
        }
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
        completeCheckpoint();
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
        outputsEnded =
                CompletableFuture.allOf(outputs.stream().map(TaskOutput::end).toArray(CompletableFuture[]::new));
        outputsEnded = outputsEnded.thenCombine(
                CompletableFuture.allOf(unacknowledged.toArray(CompletableFuture[]::new))
                        .handle((nothing, error) -> null),
                (left, right) -> null);
        outputsEnded.whenComplete((nothing, error) -> seat.wake());
    }

    private Turn finishing() {
        if (!outputsEnded.isDone()) {
            return Turn.WAITING;
        }
        outputsEnded.join();
        TaskStateChanged.Builder finished =
                change(TaskState.FINISHED).setProgress(progress()).addAllOutputs(partitions());
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

    private List<OutputPartitions> partitions() {
        List<OutputPartitions> partitions = new ArrayList<>();
        for (TaskOutput output : outputs) {
            if (output instanceof BlockingOutput blocking) {
                partitions.add(OutputPartitions.newBuilder()
                        .setEdgeId(blocking.edgeId())
                        .setSummary(Summaries.of(blocking.statistics()))
                        .build());
            }
        }
        return partitions;
    }

    private Turn abort() {
        Throwable cause = unwrapped(failure.get());
        String reason = cause == null ? "it was canceled" : String.valueOf(cause.getMessage());
        outputs.forEach(output -> output.fail(reason));
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
        ioExecutor.execute(this::closeSpillFiles);
    }

    private void closeSpillFiles() {
        for (AutoCloseable files : spillFiles) {
            try {
                files.close();
            } catch (Exception e) {
                LOG.warn("Spill files of task {}.{} remain", task.getVertexId(), task.getSubtask(), e);
            }
        }
    }

    /** Each operator comes here when a barrier passes it; the first one starts the barrier at those of the task's sources that it has not passed. */
    @Override
    public void reached(ChainedOperator operator, Element.Barrier barrier) {
        if (checkpoint != null && checkpoint.checkpointId() > barrier.checkpointId()) {
            return;
        }
        if (checkpoint == null || checkpoint.checkpointId() < barrier.checkpointId()) {
            checkpoint = new CheckpointParts(barrier.checkpointId());
            consumersFirst.stream()
                    .filter(other -> other != operator && other.isSource())
                    .forEach(source -> source.injectBarrier(barrier));
        }
        checkpoint.take(operator);
    }

    private void completeCheckpoint() {
        if (checkpoint == null
                || !consumersFirst.stream().allMatch(operator -> operator.ended() || checkpoint.has(operator))) {
            return;
        }
        CheckpointParts complete = checkpoint;
        checkpoint = null;
        unacknowledged.removeIf(CompletableFuture::isDone);
        unacknowledged.add(CompletableFuture.runAsync(() -> acknowledge(complete), ioExecutor));
    }

    private void acknowledge(CheckpointParts complete) {
        try {
            listener.acknowledged(complete.write(task));
        } catch (Exception e) {
            LOG.warn("Checkpoint {} cannot be written by {}", complete.checkpointId(), activity(), e);
            listener.declined(CheckpointDeclined.newBuilder()
                    .setTask(task)
                    .setCheckpointId(complete.checkpointId())
                    .setFailure(Failures.of(e))
                    .build());
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

    /** The root's rows go to every output. */
    static ChainedOperator.Downstream toOutputs(List<TaskOutput> outputs, ExecutionMode mode) {
        return new ChainedOperator.Downstream() {
            @Override
            public boolean hasRoom() {
                for (TaskOutput output : outputs) {
                    if (!output.hasRoom()) {
                        return false;
                    }
                }
                return true;
            }

            @Override
            public void rows(Batch batch) {
                outputs.forEach(output -> output.rows(batch));
            }

            @Override
            public void control(Element control) {
                if (!(control instanceof Element.End || control instanceof Element.Origin)) {
                    outputs.forEach(output -> output.control(control));
                }
            }

            /** A stream's consumer that goes away has failed; its region restarts, and the sources must not look finished. */
            @Override
            public boolean abandoned() {
                return mode == ExecutionMode.BATCH
                        && !outputs.isEmpty()
                        && outputs.stream().allMatch(TaskOutput::abandoned);
            }
        };
    }

    /** For deployments that make no sense. */
    static BlinkException invalid(String what) {
        return new BlinkException(RuntimeErrorCode.INVALID_DEPLOYMENT, what);
    }
}
