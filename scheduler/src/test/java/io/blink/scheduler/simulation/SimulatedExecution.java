package io.blink.scheduler.simulation;

import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.worker.TaskExecution;
import io.blink.runtime.worker.TaskReports;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tasks of one worker. */
final class SimulatedExecution implements TaskExecution {
    private final SimulatedWorker worker;
    private final DataPlane dataPlane;
    private final Map<TaskAttemptId, SimulatedTask> tasks = new LinkedHashMap<>();
    private final Map<String, JobGraph> graphs = new HashMap<>();
    private TaskReports reports;
    private boolean suspended;

    SimulatedExecution(SimulatedWorker worker, DataPlane dataPlane) {
        this.worker = worker;
        this.dataPlane = dataPlane;
    }

    void reports(TaskReports target) {
        reports = target;
    }

    boolean suspended() {
        return suspended;
    }

    @Override
    public void graph(String jobId, String json) {
        graphs.put(jobId, PlanJson.readJobGraph(json));
    }

    @Override
    public void deploy(DeployTask deployment, int term) {
        TaskAttemptId id = deployment.getTask();
        JobGraph graph = graphs.get(id.getJobId());
        if (graph == null) {
            throw new SimulationViolation(
                    "a task of job " + id.getJobId() + " came to " + worker.id() + " without its plan");
        }
        checkSlot(deployment);
        SimulatedTask task = new SimulatedTask(worker, dataPlane, deployment, graph, reports);
        tasks.put(id, task);
        dataPlane.add(task);
        task.start();
    }

    /** The tasks of a slot that have not ended belong to one job and are of different vertices. */
    private void checkSlot(DeployTask deployment) {
        TaskAttemptId id = deployment.getTask();
        for (SimulatedTask other : tasks.values()) {
            if (!other.ended() && other.slot() == deployment.getSlot()) {
                boolean shared = other.id().getJobId().equals(id.getJobId())
                        && other.id().getVertexId() != id.getVertexId();
                if (!shared) {
                    throw new SimulationViolation("slot " + deployment.getSlot() + " of " + worker.id() + " has "
                            + other.id() + " when " + id + " comes");
                }
            }
        }
    }

    @Override
    public void cancel(TaskAttemptId id) {
        SimulatedTask task = tasks.get(id);
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public void assignSplits(SplitAssignment assignment) {
        SimulatedTask task = tasks.get(assignment.getTask());
        if (task != null) {
            task.assign(assignment);
        }
    }

    @Override
    public void limitWatermark(WatermarkLimit limit) {
        // The tasks of the simulator have no event time.
        throw new SimulationViolation("no source asked for a limit");
    }

    @Override
    public void triggerCheckpoint(TriggerCheckpoint trigger) {
        SimulatedTask task = tasks.get(trigger.getTask());
        if (task != null) {
            task.trigger(trigger);
        }
    }

    @Override
    public void overtakeBarrier(String jobId, long checkpointId) {}

    @Override
    public void checkpointCompleted(String jobId, long checkpointId) {
        tasks.values().stream()
                .filter(task -> task.id().getJobId().equals(jobId))
                .forEach(task -> task.completed(checkpointId));
    }

    @Override
    public void checkpointAborted(String jobId, long checkpointId) {
        tasks.values().stream()
                .filter(task -> task.id().getJobId().equals(jobId))
                .forEach(task -> task.aborted(checkpointId));
    }

    @Override
    public void releasePartitions(List<TaskAttemptId> producers) {
        producers.stream().filter(tasks::containsKey).forEach(producer -> tasks.get(producer)
                .releaseOutputs());
    }

    @Override
    public void releaseJob(String jobId) {
        tasks.values().stream()
                .filter(task -> task.id().getJobId().equals(jobId))
                .forEach(task -> {
                    task.cancel();
                    task.releaseOutputs();
                });
    }

    @Override
    public void suspend() {
        suspended = true;
    }

    @Override
    public void resume() {
        suspended = false;
    }

    @Override
    public List<TaskProgress> progress() {
        return List.of();
    }
}
