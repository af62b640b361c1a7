package io.blink.runtime.task;

import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.Resources;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.exchange.InputGate;
import io.blink.runtime.exchange.TaskOutput;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.scan.ScanOperator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns one deployment into operators, inputs and outputs. Used once, on an I/O thread: restoring state may block. */
final class TaskBuilder implements TaskWiring {
    private final DeployTask deployment;
    private final JobGraph graph;
    private final Vertex vertex;
    private final OvertakenRows overtakenRows;
    private final InputGates gates;
    private final TaskOutputs outputs;
    private final TaskOperators operators;
    private final Map<Integer, ElementQueueFan> fans = new HashMap<>();

    TaskBuilder(DeployTask deployment, int term, JobGraph graph, TaskEnvironment environment, MasterRequests requests) {
        this.deployment = deployment;
        this.graph = graph;
        this.vertex = graph.vertex(deployment.getTask().getVertexId());
        this.overtakenRows =
                new OvertakenRows(environment.fileSystems(), deployment.getJobDirectory(), deployment.getTask());
        this.gates = new InputGates(deployment, graph, environment, overtakenRows);
        this.outputs = new TaskOutputs(deployment.getTask(), graph, environment);
        this.operators = new TaskOperators(deployment, term, graph, environment, requests);
    }

    /** The scans by operator id, for the splits that come. */
    Map<Integer, ScanOperator> scans() {
        return operators.scans();
    }

    /** Those that keep together, for the limits that come. */
    AlignedSources aligned() {
        return operators.aligned();
    }

    @Override
    public Wired wire(ChainedOperator.BarrierListener barriers, Runnable wake) {
        List<TaskOutput> opened = new ArrayList<>();
        List<ChainedOperator> chained = new ArrayList<>();
        List<TaskInput> inputs = new ArrayList<>();
        try {
            for (OutputEdge output : deployment.getOutputsList()) {
                opened.add(outputs.open(output, wake));
            }
            RootOutputs rootOutputs = new RootOutputs(opened, graph.mode());
            for (OperatorNode node : vertex.operators()) {
                fans.put(node.id(), new ElementQueueFan());
            }
            for (OperatorNode node : vertex.operators()) {
                chained.add(chain(node, rootOutputs, inputs, barriers));
            }
            inputs.forEach(input -> input.gate().listener(wake));
            Collections.reverse(chained);
            return new Wired(
                    chained, rootOutputs, List.copyOf(inputs), overtakenRows, watchesIdleness(), operators.resources());
        } catch (RuntimeException | Error e) {
            // The driver does not exist yet, so what is open is closed here.
            Resources resources = operators.resources();
            opened.forEach(output -> resources.add(() -> output.fail(String.valueOf(e.getMessage()))));
            inputs.forEach(input -> resources.add(input.gate()::close));
            chained.forEach(operator -> resources.add(operator::close));
            closeAfter(e, resources);
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, Resources resources) {
        try {
            resources.close();
        } catch (BlinkException e) {
            failure.addSuppressed(e);
        }
    }

    private boolean watchesIdleness() {
        return vertex.operators().stream()
                .anyMatch(node -> node.spec() instanceof OperatorSpec.AssignWatermark watermark
                        && watermark.idleTimeoutMillis() > 0);
    }

    private ChainedOperator chain(
            OperatorNode node,
            RootOutputs rootOutputs,
            List<TaskInput> taskInputs,
            ChainedOperator.BarrierListener barriers) {
        List<ElementSource> inputs = new ArrayList<>();
        List<List<Field>> inputFields = new ArrayList<>();
        for (OperatorInput input : node.inputs()) {
            if (input instanceof OperatorInput.FromOperator from) {
                inputs.add(fans.get(from.operatorId()).addQueue());
                inputFields.add(operator(from.operatorId()).output());
            } else if (input instanceof OperatorInput.FromEdge from) {
                InputGate gate = gates.gate(from.edgeId(), skippedByMerge(node));
                taskInputs.add(new TaskInput(from.edgeId(), gates.producerSubtasks(from.edgeId()), gate));
                inputs.add(ElementSource.of(gate));
                inputFields.add(graph.vertex(graph.edge(from.edgeId()).sourceVertex())
                        .root()
                        .output());
            }
        }
        Operator operator = operators.create(withoutSkipping(node), inputFields);
        boolean root = node == vertex.root();
        ChainedOperator.Downstream downstream = root ? rootOutputs : fans.get(node.id());
        return new ChainedOperator(node, operator, inputs, downstream, barriers);
    }

    /** Rows that a limit skips are passed over in the merge before it, by whole stretches; 0: the operator does it. */
    private long skippedByMerge(OperatorNode node) {
        boolean merged = node.spec() instanceof OperatorSpec.Limit
                && node.inputs().size() == 1
                && node.inputs().get(0) instanceof OperatorInput.FromEdge from
                && gates.merges(from.edgeId());
        return merged ? ((OperatorSpec.Limit) node.spec()).offset() : 0;
    }

    private OperatorNode withoutSkipping(OperatorNode node) {
        if (skippedByMerge(node) == 0) {
            return node;
        }
        OperatorSpec rest = new OperatorSpec.Limit(((OperatorSpec.Limit) node.spec()).limit(), 0);
        return new OperatorNode(node.id(), node.stateId(), node.name(), rest, node.inputs(), node.output());
    }

    private OperatorNode operator(int id) {
        return vertex.operators().stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> TaskDriver.invalid("Vertex " + vertex.id() + " has no operator " + id + "."));
    }
}
