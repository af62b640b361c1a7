package io.blink.runtime.task;

import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.Failures;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.operator.scan.ScanOperator;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deployed attempt, from the moment its deployment came: first built on an I/O thread, then driven. What is asked of it before it is built waits. Safe on any thread;
 * nothing blocks.
 */
public final class RunningTask {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTask.class);

    private final DeployTask deployment;
    private final TaskListener listener;
    private final List<Runnable> waiting = new ArrayList<>();
    private TaskDriver driver;
    private TaskBuilder builder;
    private boolean canceled;
    private boolean suspended;

    private RunningTask(DeployTask deployment, TaskListener listener) {
        this.deployment = deployment;
        this.listener = listener;
    }

    /**
     * Begins to build the task, and then runs it.
     *
     * @param graph gives the task's job graph; may block and fail
     */
    public static RunningTask deploy(
            DeployTask deployment,
            int term,
            GraphSource graph,
            TaskEnvironment environment,
            MasterRequests requests,
            TaskListener listener) {
        RunningTask task = new RunningTask(deployment, listener);
        environment.ioExecutor().execute(() -> task.build(term, graph, environment, requests));
        return task;
    }

    /** Gives the job graph of a deployment. */
    @FunctionalInterface
    public interface GraphSource {
        JobGraph graph();
    }

    private void build(int term, GraphSource graph, TaskEnvironment environment, MasterRequests requests) {
        try {
            if (isCanceled()) {
                listener.stateChanged(ended(TaskState.CANCELED).build());
                return;
            }
            JobGraph jobGraph = graph.graph();
            TaskBuilder taskBuilder = new TaskBuilder(deployment, term, jobGraph, environment, requests);
            started(
                    taskBuilder,
                    new TaskDriver(
                            task(),
                            jobGraph.mode(),
                            taskBuilder,
                            environment.ioExecutor(),
                            environment.threads(),
                            listener));
        } catch (Throwable e) {
            // Anything that keeps a task from starting is its failure; the worker lives on.
            LOG.info("Task {} cannot be started", task(), e);
            listener.stateChanged(
                    ended(TaskState.FAILED).setFailure(Failures.of(e)).build());
        }
    }

    private TaskStateChanged.Builder ended(TaskState state) {
        return TaskStateChanged.newBuilder().setTask(task()).setState(state);
    }

    private void started(TaskBuilder taskBuilder, TaskDriver newDriver) {
        List<Runnable> calls;
        synchronized (this) {
            builder = taskBuilder;
            driver = newDriver;
            calls = List.copyOf(waiting);
            waiting.clear();
            if (canceled) {
                driver.cancel();
            }
            if (suspended) {
                driver.suspend();
            }
        }
        newDriver.start();
        calls.forEach(Runnable::run);
    }

    public TaskAttemptId task() {
        return deployment.getTask();
    }

    private synchronized boolean isCanceled() {
        return canceled;
    }

    public synchronized void cancel() {
        canceled = true;
        if (driver != null) {
            driver.cancel();
        }
    }

    public synchronized void suspend() {
        suspended = true;
        if (driver != null) {
            driver.suspend();
        }
    }

    public synchronized void resume() {
        suspended = false;
        if (driver != null) {
            driver.resume();
        }
    }

    public void assign(SplitAssignment assignment) {
        whenBuilt(() -> {
            ScanOperator scan = builder.scans().get(assignment.getOperatorId());
            if (scan != null) {
                scan.assign(assignment);
            }
        });
    }

    public void limit(WatermarkLimit limit) {
        whenBuilt(() -> builder.aligned().limit(limit));
    }

    public void triggerCheckpoint(TriggerCheckpoint trigger) {
        whenBuilt(() -> driver.triggerCheckpoint(new Element.Barrier(
                trigger.getCheckpointId(), trigger.getTimestampMillis(), trigger.getStop(), trigger.getDrain())));
    }

    public void overtakeBarrier(long checkpointId) {
        whenBuilt(() -> driver.overtakeBarrier(checkpointId));
    }

    public void checkpointAborted(long checkpointId) {
        whenBuilt(() -> driver.checkpointAborted(checkpointId));
    }

    public void checkpointCompleted(long checkpointId) {
        whenBuilt(() -> driver.checkpointCompleted(checkpointId));
    }

    private void whenBuilt(Runnable call) {
        synchronized (this) {
            if (driver == null) {
                waiting.add(call);
                return;
            }
        }
        call.run();
    }

    public TaskProgress progress() {
        TaskDriver built;
        synchronized (this) {
            built = driver;
        }
        return built == null ? TaskProgress.newBuilder().setTask(task()).build() : built.progress();
    }
}
