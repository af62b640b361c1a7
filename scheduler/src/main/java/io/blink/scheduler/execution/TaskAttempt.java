package io.blink.scheduler.execution;

import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.PartitionSummary;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.scheduler.actor.StateMachine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One execution of one task. */
public final class TaskAttempt {
    private final ProducerLocation location;
    private final DeployTask deployment;
    private final StateMachine<AttemptState> state;
    private TaskProgress progress = TaskProgress.getDefaultInstance();
    private Map<Integer, PartitionSummary> outputs = Map.of();
    private List<OperatorCommittables> committables = List.of();
    private boolean outputsHeld;

    /** @param location of the worker that runs it */
    public TaskAttempt(ProducerLocation location, DeployTask deployment) {
        this.location = location;
        this.deployment = deployment;
        this.state = new StateMachine<>(text(location.getProducer()), AttemptState.DEPLOYING, AttemptState.TRANSITIONS);
    }

    /** An attempt that finished under an earlier master; whether its worker still holds what it wrote is to be seen. */
    public static TaskAttempt recovered(
            ProducerLocation location,
            DeployTask inputs,
            Map<Integer, PartitionSummary> outputs,
            List<OperatorCommittables> committables) {
        TaskAttempt attempt = new TaskAttempt(location, inputs);
        attempt.finish(outputs, committables);
        attempt.outputsHeld = outputs.isEmpty();
        return attempt;
    }

    private static String text(TaskAttemptId id) {
        return "attempt " + id.getAttempt() + " of task " + id.getVertexId() + "." + id.getSubtask() + " of job "
                + id.getJobId();
    }

    public TaskAttemptId id() {
        return location.getProducer();
    }

    public String workerId() {
        return location.getWorkerId();
    }

    public ProducerLocation location() {
        return location;
    }

    public DeployTask deployment() {
        return deployment;
    }

    public AttemptState state() {
        return state.get();
    }

    public void moveTo(AttemptState next) {
        state.moveTo(next);
    }

    public void finish(Map<Integer, PartitionSummary> newOutputs, List<OperatorCommittables> newCommittables) {
        state.moveTo(AttemptState.FINISHED);
        outputs = Map.copyOf(newOutputs);
        committables = List.copyOf(newCommittables);
        outputsHeld = true;
    }

    /** By edge. */
    public Map<Integer, PartitionSummary> outputs() {
        return outputs;
    }

    public List<OperatorCommittables> committables() {
        return committables;
    }

    /** Whether its worker still has what it wrote for blocking edges. */
    public boolean outputsHeld() {
        return outputsHeld;
    }

    public void outputsHeld(boolean held) {
        outputsHeld = held;
    }

    public TaskProgress progress() {
        return progress;
    }

    public void progress(TaskProgress latest) {
        progress = latest;
    }

    /** Whether it was told to read blocking output of that very attempt. */
    public boolean reads(TaskAttemptId producer) {
        return blockingProducers().anyMatch(producer::equals);
    }

    /** Whether it was told to read blocking output of another attempt of the same task. */
    public boolean readsOtherThan(TaskAttemptId producer) {
        return blockingProducers()
                .anyMatch(read -> read.getVertexId() == producer.getVertexId()
                        && read.getSubtask() == producer.getSubtask()
                        && read.getAttempt() != producer.getAttempt());
    }

    private Stream<TaskAttemptId> blockingProducers() {
        return deployment.getInputsList().stream()
                .filter(InputEdge::getBlocking)
                .flatMap(input -> input.getProducersList().stream())
                .map(ProducerLocation::getProducer);
    }

    @Override
    public String toString() {
        return text(id());
    }
}
