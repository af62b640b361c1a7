package io.blink.scheduler.job;

import io.blink.core.spi.connector.Committable;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.PartitionSummary;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.adaptive.StageDecisions;
import io.blink.scheduler.checkpoint.OperatorStates;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.execution.VertexExecution;
import io.blink.scheduler.region.RegionCutting;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.store.RegionRecord;
import io.blink.scheduler.store.RegionRecord.InputRecord;
import io.blink.scheduler.store.RegionRecord.OutputRecord;
import io.blink.scheduler.store.RegionRecord.TaskRecord;
import io.blink.scheduler.store.RegionRecord.VertexRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finished regions as records, and back. */
final class RegionRecords {
    private final JobExecution execution;
    private final SplitHandout splits;
    private final StageDecisions decisions;
    private long sequence;

    RegionRecords(JobExecution execution, SplitHandout splits, StageDecisions decisions) {
        this.execution = execution;
        this.splits = splits;
        this.decisions = decisions;
    }

    RegionRecord describe(Region region) {
        List<VertexRecord> vertices = region.vertices().stream()
                .map(vertex -> region.execution(vertex.id()))
                .map(vertex -> new VertexRecord(
                        vertex.vertex().id(),
                        vertex.bucketStarts(),
                        vertex.shared(),
                        vertex.tasks().stream().map(this::describe).toList()))
                .toList();
        return new RegionRecord(
                ++sequence,
                region.vertices().stream().map(vertex -> vertex.id()).toList(),
                execution.blockingEdges(),
                decisions.taken(),
                vertices);
    }

    private TaskRecord describe(Task task) {
        TaskAttempt attempt = task.current();
        Map<Integer, List<Committable>> committables = new LinkedHashMap<>();
        attempt.committables()
                .forEach(ofOperator ->
                        committables.put(ofOperator.getOperatorId(), OperatorStates.toCommittables(ofOperator)));
        return new TaskRecord(
                task.subtask(),
                attempt.id().getAttempt(),
                attempt.workerId(),
                attempt.location().getDataHost(),
                attempt.location().getDataPort(),
                inputs(attempt),
                attempt.outputs().entrySet().stream()
                        .map(output -> output(output.getKey(), output.getValue()))
                        .toList(),
                splits.read(attempt.id()),
                committables);
    }

    private static List<InputRecord> inputs(TaskAttempt attempt) {
        List<InputRecord> inputs = new ArrayList<>();
        for (InputEdge input : attempt.deployment().getInputsList()) {
            if (input.getBlocking()) {
                input.getProducersList()
                        .forEach(producer -> inputs.add(new InputRecord(
                                input.getEdgeId(),
                                producer.getProducer().getVertexId(),
                                producer.getProducer().getSubtask(),
                                producer.getProducer().getAttempt())));
            }
        }
        return inputs;
    }

    private static OutputRecord output(int edgeId, PartitionSummary summary) {
        return new OutputRecord(
                edgeId, summary.getBucketBytesList(), summary.getBucketRowsList(), summary.getBucketChecksumsList());
    }

    /** Puts finished regions back, as far as they still are regions; returns the attempts whose workers are to say that they still hold the output. */
    Set<TaskAttemptId> recover(List<RegionRecord> records) {
        RegionRecord latest = Collections.max(records, Comparator.comparingLong(RegionRecord::sequence));
        execution.bindEdges(latest.blockingEdges());
        decisions.recover(latest.decisions());
        splits.follow(execution.graph());
        Set<TaskAttemptId> attempts = new HashSet<>();
        for (RegionRecord record : records) {
            sequence = Math.max(sequence, record.sequence());
            execution.regions().stream()
                    .filter(region -> region.vertices().stream()
                            .map(vertex -> vertex.id())
                            .toList()
                            .equals(record.vertices()))
                    .forEach(region -> recover(region, record, attempts));
        }
        return attempts;
    }

    private void recover(Region region, RegionRecord record, Set<TaskAttemptId> attempts) {
        List<VertexExecution> vertices = record.executions().stream()
                .map(vertex -> VertexExecution.create(
                        execution.graph().vertex(vertex.vertexId()),
                        vertex.tasks().size(),
                        vertex.bucketStarts(),
                        vertex.shared()))
                .toList();
        boolean even =
                vertices.stream().map(VertexExecution::parallelism).distinct().count() == 1;
        region.bind(
                vertices,
                even && RegionCutting.subtasksAreIndependent(execution.graph(), execution.blockingEdges(), region));
        for (VertexRecord vertex : record.executions()) {
            for (TaskRecord task : vertex.tasks()) {
                TaskAttempt attempt = recover(vertex.vertexId(), task);
                region.execution(vertex.vertexId()).tasks().get(task.subtask()).current(attempt);
                region.execution(vertex.vertexId()).tasks().get(task.subtask()).publish();
                splits.recoverRead(attempt.id(), task.splits());
                if (!task.outputs().isEmpty()) {
                    attempts.add(attempt.id());
                }
            }
        }
        region.recoverFinished();
    }

    private TaskAttempt recover(int vertexId, TaskRecord task) {
        ProducerLocation location = ProducerLocation.newBuilder()
                .setProducer(attempt(vertexId, task.subtask(), task.attempt()))
                .setWorkerId(task.workerId())
                .setDataHost(task.dataHost())
                .setDataPort(task.dataPort())
                .build();
        DeployTask.Builder inputs = DeployTask.newBuilder();
        for (InputRecord input : task.inputs()) {
            inputs.addInputs(InputEdge.newBuilder()
                    .setEdgeId(input.edgeId())
                    .setBlocking(true)
                    .addProducers(ProducerLocation.newBuilder()
                            .setProducer(attempt(input.vertexId(), input.subtask(), input.attempt()))));
        }
        Map<Integer, PartitionSummary> outputs = new LinkedHashMap<>();
        for (OutputRecord output : task.outputs()) {
            outputs.put(
                    output.edgeId(),
                    PartitionSummary.newBuilder()
                            .addAllBucketBytes(output.bucketBytes())
                            .addAllBucketRows(output.bucketRows())
                            .addAllBucketChecksums(output.bucketChecksums())
                            .build());
        }
        List<OperatorCommittables> committables = new ArrayList<>();
        task.committables().forEach((operatorId, of) -> committables.add(OperatorStates.toMessage(operatorId, of)));
        return TaskAttempt.recovered(location, inputs.build(), outputs, committables);
    }

    private TaskAttemptId attempt(int vertexId, int subtask, int attempt) {
        return TaskAttemptId.newBuilder()
                .setJobId(execution.jobId())
                .setVertexId(vertexId)
                .setSubtask(subtask)
                .setAttempt(attempt)
                .build();
    }
}
