package io.blink.scheduler.region;

import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.PlanJson;
import io.blink.core.plan.Vertex;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.SharedBuckets;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.execution.VertexExecution;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import io.blink.scheduler.worker.SlotAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Starts the tasks of a unit: gives each an attempt and tells its worker what to read and write. A consumer reads
 *
 * <pre>
 * pipelined forward    the bucket of its own number of the producer of its own subtask
 * other pipelined      the bucket of its own number of every producer
 * blocking forward     bucket 0 of the producer of its own subtask
 * blocking hash, rebalance   its range of buckets of every producer; ranges of all hash inputs of a vertex are the same, but for buckets that all tasks share
 * of a copied build side     all buckets of every producer
 * blocking broadcast, gather bucket 0, the only one, of every producer
 * </pre>
 */
public final class TaskDeployment {
    private final JobExecution execution;
    private final ClusterServices cluster;
    private final String jobDirectory;
    private final int buckets;
    /** The workers that may hold something of this job, and the plan that each was sent last. */
    private final Map<RegisteredWorker, SentGraph> graphsSent = new HashMap<>();

    private JobGraph written;
    private String graphJson;

    public TaskDeployment(JobExecution execution, ClusterServices cluster, String jobDirectory) {
        this.execution = execution;
        this.cluster = cluster;
        this.jobDirectory = jobDirectory;
        int fixedMax = execution.graph().vertices().stream()
                .mapToInt(Vertex::parallelism)
                .max()
                .orElse(1);
        this.buckets = Math.max(Parallelism.buckets(cluster.slotsMax()), fixedMax);
    }

    /** Into how many buckets blocking hash and rebalance edges are cut. */
    int buckets() {
        return buckets;
    }

    /** What a task gets besides inputs and outputs. */
    public interface Restore {
        void addTo(DeployTask.Builder deployment);

        /** A fresh start. */
        Restore NOTHING = deployment -> {};
    }

    /** How each task is restored; called with its new attempt. */
    public interface Restores {
        Restore of(Task task, TaskAttemptId attempt);
    }

    /** @param slots one for each subtask of the unit, in order */
    void deploy(RestartUnit unit, List<SlotAddress> slots, Restores restores) {
        Map<Task, ProducerLocation> locations = new HashMap<>();
        for (Task task : unit.tasks()) {
            locations.put(
                    task,
                    location(execution.nextAttempt(task), slot(slots, task).worker()));
        }
        List<TaskAttempt> attempts = new ArrayList<>();
        for (Task task : unit.tasks()) {
            DeployTask.Builder deployment = describe(task, slot(slots, task), locations);
            restores.of(task, locations.get(task).getProducer()).addTo(deployment);
            TaskAttempt attempt = new TaskAttempt(locations.get(task), deployment.build());
            task.current(attempt);
            attempts.add(attempt);
        }
        attempts.forEach(this::send);
    }

    private static SlotAddress slot(List<SlotAddress> slots, Task task) {
        return slots.get(slots.size() == 1 ? 0 : task.subtask());
    }

    private static ProducerLocation location(TaskAttemptId attempt, RegisteredWorker worker) {
        return ProducerLocation.newBuilder()
                .setProducer(attempt)
                .setWorkerId(worker.id())
                .setDataHost(worker.dataHost())
                .setDataPort(worker.dataPort())
                .build();
    }

    private DeployTask.Builder describe(Task task, SlotAddress slot, Map<Task, ProducerLocation> locations) {
        VertexExecution execution = this.execution.vertex(task.vertexId());
        DeployTask.Builder deployment = DeployTask.newBuilder()
                .setTask(locations.get(task).getProducer())
                .setParallelism(execution.parallelism())
                .setSlot(slot.index())
                .setJobDirectory(jobDirectory);
        for (Edge edge : this.execution.graph().edgesTo(task.vertexId())) {
            deployment.addInputs(input(task, execution, edge, locations));
        }
        for (Edge edge : this.execution.graph().edgesFrom(task.vertexId())) {
            deployment.addOutputs(output(edge));
        }
        if (JobExecution.isResult(execution.vertex())) {
            deployment.addOutputs(resultOutput());
        }
        return deployment;
    }

    private InputEdge input(Task task, VertexExecution consumer, Edge edge, Map<Task, ProducerLocation> locations) {
        boolean blocking = execution.blocking(edge);
        VertexExecution producer = execution.vertex(edge.sourceVertex());
        InputEdge.Builder input = InputEdge.newBuilder().setEdgeId(edge.id()).setBlocking(blocking);
        boolean forward = edge.partitioning() instanceof Partitioning.Forward;
        for (Task source : producer.tasks()) {
            if (!forward || source.subtask() == task.subtask()) {
                input.addProducers(blocking ? source.current().location() : locations.get(source));
            }
        }
        if (!blocking) {
            return input.setFirstBucket(forward ? 0 : task.subtask())
                    .setBucketCount(1)
                    .build();
        }
        if (this.execution.plan().copiedEdges().contains(edge.id())) {
            return input.setFirstBucket(0).setBucketCount(buckets).build();
        }
        if (!ranged(edge)) {
            return input.setFirstBucket(0).setBucketCount(1).build();
        }
        int first = consumer.bucketStarts()[task.subtask()];
        int end = consumer.bucketStarts()[task.subtask() + 1];
        SharedBuckets shared = consumer.shared().stream()
                .filter(share -> share.concerns(edge.id()))
                .findFirst()
                .orElse(null);
        if (shared == null) {
            return input.setFirstBucket(first).setBucketCount(end - first).build();
        }
        return input.addAllRanges(BucketReads.of(
                        first,
                        end,
                        shared.buckets(),
                        task.subtask(),
                        edge.id() == shared.probeEdge() ? consumer.parallelism() : 1,
                        producer.parallelism()))
                .build();
    }

    /** Whether the buckets of the edge are dealt out in ranges. */
    boolean ranged(Edge edge) {
        return execution.blocking(edge)
                && isCut(edge)
                && !execution.plan().copiedEdges().contains(edge.id());
    }

    /** Whether the edge, when blocking, has buckets. */
    private static boolean isCut(Edge edge) {
        return edge.partitioning() instanceof Partitioning.Hash
                || edge.partitioning() instanceof Partitioning.Rebalance;
    }

    private OutputEdge output(Edge edge) {
        boolean blocking = execution.blocking(edge);
        VertexExecution consumer = execution.vertex(edge.targetVertex());
        int consumers = consumer == null ? 1 : consumer.parallelism();
        return OutputEdge.newBuilder()
                .setEdgeId(edge.id())
                .setBlocking(blocking)
                .setConsumerParallelism(blocking ? 1 : consumers)
                .setBuckets(!blocking ? consumers : isCut(edge) ? buckets : 1)
                .build();
    }

    private OutputEdge resultOutput() {
        return OutputEdge.newBuilder()
                .setEdgeId(ResultEdge.RESULT_EDGE)
                .setBlocking(!execution.streaming())
                .setConsumerParallelism(1)
                .setBuckets(1)
                .build();
    }

    private void send(TaskAttempt attempt) {
        cluster.worker(attempt.workerId()).ifPresent(worker -> send(attempt, worker));
    }

    /** The graph that a worker was sent last, and over which of its connections. */
    private record SentGraph(JobGraph graph, int connection) {
        boolean isStill(JobGraph current, RegisteredWorker worker) {
            return graph == current && connection == worker.connections();
        }
    }

    /** Also once more, for the case that the deployment was lost with a connection: a worker that knows it does nothing. */
    public void send(TaskAttempt attempt, RegisteredWorker worker) {
        DeployTask deployment = attempt.deployment();
        SentGraph sent = graphsSent.put(worker, new SentGraph(execution.graph(), worker.connections()));
        if (sent == null || !sent.isStill(execution.graph(), worker)) {
            deployment = deployment.toBuilder().setJobGraphJson(graphJson()).build();
        }
        worker.send(cluster.message().setDeployTask(deployment).build());
    }

    /** The worker is gone. */
    public void lost(RegisteredWorker worker) {
        graphsSent.remove(worker);
    }

    /** Workers that may hold something of this job. */
    public Set<RegisteredWorker> workersWithGraph() {
        return Set.copyOf(graphsSent.keySet());
    }

    private String graphJson() {
        if (written != execution.graph()) {
            written = execution.graph();
            graphJson = PlanJson.write(written);
        }
        return graphJson;
    }
}
