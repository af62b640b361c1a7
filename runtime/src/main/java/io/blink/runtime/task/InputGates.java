package io.blink.runtime.task;

import io.blink.core.plan.Edge;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Partitioning;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.control.BucketRange;
import io.blink.runtime.control.ChannelState;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InputEdge;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.InputGate;
import io.blink.runtime.exchange.MergingGate;
import io.blink.runtime.exchange.PipelinedGate;
import io.blink.runtime.exchange.SequentialGate;
import io.blink.runtime.exchange.SetAside;
import io.blink.runtime.operator.sort.SortedMerge;
import java.util.ArrayList;
import java.util.List;

/** Opens the inputs of one task from other tasks, as its deployment tells where the producers are. Restored rows are read, which blocks. */
final class InputGates {
    private final DeployTask deployment;
    private final JobGraph graph;
    private final TaskEnvironment environment;
    private final OvertakenRows overtakenRows;

    InputGates(DeployTask deployment, JobGraph graph, TaskEnvironment environment, OvertakenRows overtakenRows) {
        this.deployment = deployment;
        this.graph = graph;
        this.environment = environment;
        this.overtakenRows = overtakenRows;
    }

    private InputEdge input(int edgeId) {
        return deployment.getInputsList().stream()
                .filter(candidate -> candidate.getEdgeId() == edgeId)
                .findFirst()
                .orElseThrow(() -> TaskDriver.invalid("The deployment names no producers for edge " + edgeId + "."));
    }

    /** Whether it merges sorted producers. */
    boolean merges(int edgeId) {
        return merges(graph.edge(edgeId), input(edgeId));
    }

    private boolean merges(Edge edge, InputEdge input) {
        return edge.partitioning() instanceof Partitioning.Gather gather
                && !gather.mergeKeys().isEmpty()
                && producers(edge, input).size() > 1;
    }

    /**
     * Opens the producers of an edge, and reads what the barrier of the restored checkpoint had overtaken on it.
     *
     * @param skipped rows of a merge that are left out
     */
    InputGate gate(int edgeId, long skipped) {
        InputEdge input = input(edgeId);
        Edge edge = graph.edge(edgeId);
        List<ProducerLocation> producers = producers(edge, input);
        if (merges(edge, input)) {
            return merging((Partitioning.Gather) edge.partitioning(), edge, input, producers, skipped);
        }
        if (input.getRangesCount() > 0) {
            return ranges(producers, edge, input);
        }
        if (input.getBlocking()) {
            return new SequentialGate(producers.size(), producer -> open(producers.get(producer), edge, input));
        }
        List<BatchChannel> channels =
                producers.stream().map(producer -> open(producer, edge, input)).toList();
        return new PipelinedGate(channels, restored(edgeId, producers));
    }

    /** In the order of the gate's channels. */
    List<Integer> producerSubtasks(int edgeId) {
        return producers(graph.edge(edgeId), input(edgeId)).stream()
                .map(producer -> producer.getProducer().getSubtask())
                .toList();
    }

    /** What the barrier of the restored checkpoint had overtaken on that edge. */
    private SetAside restored(int edgeId, List<ProducerLocation> producers) {
        SetAside aside = new SetAside(producers.size());
        long watermarkMicros = Long.MIN_VALUE;
        for (ChannelState state : deployment.getRestoredChannelsList()) {
            if (state.getEdgeId() == edgeId) {
                int channel = producerSubtasks(edgeId).indexOf(state.getProducerSubtask());
                aside.restore(channel, overtakenRows.read(state));
                watermarkMicros = state.getWatermarkMicros();
            }
        }
        if (watermarkMicros > Long.MIN_VALUE) {
            aside.restoreWatermark(watermarkMicros);
        }
        return aside;
    }

    /** Some buckets of all producers, some of a part of them. */
    private InputGate ranges(List<ProducerLocation> producers, Edge edge, InputEdge input) {
        List<SequentialGate.Opener> reads = new ArrayList<>();
        for (BucketRange range : input.getRangesList()) {
            int first = range.getFirstProducer();
            for (ProducerLocation producer : producers.subList(first, first + range.getProducerCount())) {
                reads.add(read -> environment
                        .partitions()
                        .open(producer, edge.id(), true, range.getFirstBucket(), range.getBucketCount()));
            }
        }
        return new SequentialGate(reads.size(), read -> reads.get(read).open(read));
    }

    private InputGate merging(
            Partitioning.Gather gather, Edge edge, InputEdge input, List<ProducerLocation> producers, long skipped) {
        if (graph.mode() == ExecutionMode.STREAMING) {
            throw TaskDriver.invalid("Edge " + edge.id() + " merges sorted producers, which a stream never ends.");
        }
        List<DataType> types = graph.vertex(edge.sourceVertex()).root().output().stream()
                .map(Field::type)
                .toList();
        SortedMerge merge = new SortedMerge(gather.mergeKeys(), types, producers.size());
        merge.skip(skipped);
        List<BatchChannel> channels =
                producers.stream().map(producer -> open(producer, edge, input)).toList();
        return new MergingGate(channels, merge);
    }

    private List<ProducerLocation> producers(Edge edge, InputEdge input) {
        if (edge.partitioning() instanceof Partitioning.Forward) {
            return input.getProducersList().stream()
                    .filter(producer -> producer.getProducer().getSubtask()
                            == deployment.getTask().getSubtask())
                    .toList();
        }
        return input.getProducersList();
    }

    /** Of a pipelined edge each consumer has a queue of its own; of a blocking one it reads the buckets that the scheduler names, perhaps none. */
    private BatchChannel open(ProducerLocation producer, Edge edge, InputEdge input) {
        return input.getBlocking()
                ? environment
                        .partitions()
                        .open(producer, edge.id(), true, input.getFirstBucket(), input.getBucketCount())
                : environment
                        .partitions()
                        .open(producer, edge.id(), false, deployment.getTask().getSubtask(), 1);
    }
}
