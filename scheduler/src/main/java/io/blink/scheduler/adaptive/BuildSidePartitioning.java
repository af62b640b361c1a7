package io.blink.scheduler.adaptive;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.ProbeSide;
import io.blink.core.plan.RuntimeFilter;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A vertex cut in two below a join, both of whose sides are dealt out by their keys from there on. What was written for all tasks is written once more, by key. Pure functions.
 *
 * <pre>
 *   B --broadcast--> [ scan, …, J, … ]     =>     [ scan, … ] --hash--> [ J, … ]
 *                                                 B --forward--> [ same rows ] --hash--^
 * </pre>
 */
final class BuildSidePartitioning {
    private BuildSidePartitioning() {}

    static JobGraph of(JobGraph graph, StageDecision.PartitionBuildSide decision) {
        Vertex vertex = graph.vertices().stream()
                .filter(candidate -> candidate.operators().stream().anyMatch(node -> node.id() == decision.join()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operator " + decision.join()));
        JoinView view = new JoinView(graph, vertex, decision.join());
        Edge broadcast = view.directEdge(JoinView.BUILD);
        Set<Integer> moved = view.operatorsBelow(JoinView.PROBE);
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex other : graph.vertices()) {
            if (other.id() == vertex.id()) {
                vertices.add(probeSide(vertex, moved, decision));
                vertices.add(relay(graph.vertex(broadcast.sourceVertex()), broadcast, decision));
                vertices.add(joining(vertex, moved, decision));
            } else {
                vertices.add(other);
            }
        }
        return AdaptedPlan.with(graph, vertices, edges(graph, view, broadcast, decision));
    }

    private static Vertex probeSide(Vertex vertex, Set<Integer> moved, StageDecision.PartitionBuildSide decision) {
        List<OperatorNode> operators = vertex.operators().stream()
                .filter(node -> moved.contains(node.id()))
                .map(node -> withoutFiltersOfOthers(node, moved))
                .toList();
        return new Vertex(
                decision.probeVertex(), operators.get(operators.size() - 1).name(), operators, vertex.parallelism());
    }

    /** Operators of other vertices tell a scan nothing. */
    private static OperatorNode withoutFiltersOfOthers(OperatorNode node, Set<Integer> moved) {
        if (!(node.spec() instanceof OperatorSpec.TableScan scan)) {
            return node;
        }
        List<RuntimeFilter> left = scan.runtimeFilters().stream()
                .filter(filter -> moved.contains(filter.operator()))
                .toList();
        OperatorSpec spec = new OperatorSpec.TableScan(scan.scan(), left);
        return new OperatorNode(node.id(), node.stateId(), node.name(), spec, node.inputs(), node.output());
    }

    private static Vertex relay(Vertex source, Edge broadcast, StageDecision.PartitionBuildSide decision) {
        List<Field> columns = source.root().output();
        List<Expression> same = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            same.add(new InputColumn(column, columns.get(column).type()));
        }
        OperatorNode node = new OperatorNode(
                decision.relayOperator(),
                "dealt-out-" + decision.join(),
                "Project",
                new OperatorSpec.Project(same),
                List.of(new OperatorInput.FromEdge(broadcast.id())),
                columns);
        return new Vertex(
                decision.relayVertex(), source.name() + ", dealt out by key", List.of(node), source.parallelism());
    }

    private static Vertex joining(Vertex vertex, Set<Integer> moved, StageDecision.PartitionBuildSide decision) {
        List<OperatorNode> operators = new ArrayList<>();
        for (OperatorNode node : vertex.operators()) {
            if (node.id() == decision.join()) {
                List<OperatorInput> inputs = List.of(
                        new OperatorInput.FromEdge(decision.probeEdge()),
                        new OperatorInput.FromEdge(decision.buildEdge()));
                operators.add(
                        new OperatorNode(node.id(), node.stateId(), node.name(), node.spec(), inputs, node.output()));
            } else if (!moved.contains(node.id())) {
                operators.add(node);
            }
        }
        return new Vertex(vertex.id(), vertex.name(), operators, vertex.parallelism());
    }

    private static List<Edge> edges(
            JobGraph graph, JoinView view, Edge broadcast, StageDecision.PartitionBuildSide decision) {
        Set<Integer> ofProbeSide = new HashSet<>();
        view.edges(JoinView.PROBE).forEach(edge -> ofProbeSide.add(edge.id()));
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : graph.edges()) {
            if (edge.id() == broadcast.id()) {
                edges.add(new Edge(
                        edge.id(),
                        edge.sourceVertex(),
                        decision.relayVertex(),
                        new Partitioning.Forward(),
                        edge.kind()));
            } else {
                edges.add(ofProbeSide.contains(edge.id()) ? edge.into(decision.probeVertex()) : edge);
            }
        }
        int joining = broadcast.targetVertex();
        edges.add(new Edge(
                decision.probeEdge(),
                decision.probeVertex(),
                joining,
                new Partitioning.Hash(view.spec().leftKeys()),
                EdgeKind.BLOCKING,
                new ProbeSide(decision.join(), false)));
        edges.add(new Edge(
                decision.buildEdge(),
                decision.relayVertex(),
                joining,
                new Partitioning.Hash(view.spec().rightKeys()),
                EdgeKind.BLOCKING));
        return edges;
    }
}
