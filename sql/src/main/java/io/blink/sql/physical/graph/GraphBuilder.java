package io.blink.sql.physical.graph;

import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.ProbeSide;
import io.blink.core.plan.RuntimeFilterPlacement;
import io.blink.core.plan.Vertex;
import io.blink.sql.physical.node.Digests;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Cuts a physical plan at its exchanges: operations that share a task become a vertex, each exchange an edge. Exchanges of equal sub-plans start at one
 * vertex.
 *
 * <p>In a batch the edges of a vertex that feeds several are BLOCKING: its consumers may meet again at an operator that drains one input first, and
 * would wait for each other for ever. Other edges are FREE. In a stream every edge is PIPELINED.
 */
public final class GraphBuilder {
    /** What comes out: vertices in the order of data, and what EXPLAIN says about operators. */
    public record Graph(List<Vertex> vertices, List<Edge> edges, Map<Integer, Operation> operations) {}

    private final ExecutionMode mode;
    private final int parallelism;
    private final boolean reuse;
    private final boolean runtimeFilters;
    private final double broadcastBytesMax;
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<Integer, Operation> operations = new HashMap<>();
    private final Map<String, Integer> verticesByDigest = new HashMap<>();
    private final Set<String> stateIds = new HashSet<>();
    private int nextOperator;
    private int nextEdge;

    /**
     * @param parallelism of vertices that may have any; 0 leaves it to the scheduler
     * @param broadcastBytesMax up to which a build side may be sent to every task
     */
    public GraphBuilder(
            ExecutionMode mode, int parallelism, boolean reuse, boolean runtimeFilters, double broadcastBytesMax) {
        this.mode = mode;
        this.parallelism = parallelism;
        this.reuse = reuse;
        this.runtimeFilters = runtimeFilters && mode == ExecutionMode.BATCH;
        this.broadcastBytesMax = broadcastBytesMax;
    }

    /** @param roots each becomes a vertex, also where two are equal: rows that are written twice */
    public Graph build(List<PhysicalNode> roots) {
        roots.forEach(root -> newVertex((Operation) root));
        return new Graph(vertices, edgesWithKinds(), operations);
    }

    /** An edge before its consumer has a number. */
    private record PendingEdge(int id, int source, Exchange exchange) {}

    private int vertex(Operation root) {
        Integer known = verticesByDigest.get(root.digest());
        return reuse && known != null ? known : newVertex(root);
    }

    private int newVertex(Operation root) {
        List<OperatorNode> operators = new ArrayList<>();
        List<PendingEdge> inputs = new ArrayList<>();
        operator(root, operators, inputs);
        List<OperatorNode> placed = runtimeFilters ? RuntimeFilterPlacement.in(operators) : operators;
        int id = vertices.size();
        Map<Integer, ProbeSide> probes = probeSides(operators, inputs);
        for (PendingEdge edge : inputs) {
            edges.add(new Edge(
                    edge.id(),
                    edge.source(),
                    id,
                    edge.exchange().partitioning(),
                    EdgeKind.PIPELINED,
                    probes.get(edge.id())));
        }
        vertices.add(new Vertex(id, name(placed), placed, tasks(root, operators, inputs)));
        verticesByDigest.put(root.digest(), id);
        return id;
    }

    /** What one of the operators is to have, or the producer whose rows stay where they are. */
    private int tasks(Operation root, List<OperatorNode> operators, List<PendingEdge> inputs) {
        if (root.distribution().isSingle()) {
            return 1;
        }
        IntStream own =
                operators.stream().mapToInt(node -> operations.get(node.id()).parallelism());
        IntStream below = inputs.stream()
                .filter(edge -> edge.exchange().partitioning() instanceof Partitioning.Forward)
                .mapToInt(edge -> vertices.get(edge.source()).parallelism());
        return IntStream.concat(own, below)
                .filter(tasks -> tasks != Vertex.ANY_PARALLELISM)
                .findFirst()
                .orElse(parallelism);
    }

    private Map<Integer, ProbeSide> probeSides(List<OperatorNode> operators, List<PendingEdge> inputs) {
        if (mode == ExecutionMode.STREAMING) {
            return Map.of();
        }
        Map<Integer, Exchange> exchanges = new HashMap<>();
        inputs.forEach(edge -> exchanges.put(edge.id(), edge.exchange()));
        return ProbeSides.in(operators, exchanges, broadcastBytesMax);
    }

    private static String name(List<OperatorNode> operators) {
        return String.join(" -> ", operators.stream().map(OperatorNode::name).toList());
    }

    private OperatorInput operator(Operation operation, List<OperatorNode> operators, List<PendingEdge> edgesIn) {
        List<OperatorInput> inputs = new ArrayList<>();
        for (PhysicalNode input : operation.inputs()) {
            inputs.add(
                    input instanceof Operation below
                            ? operator(below, operators, edgesIn)
                            : edge((Exchange) input, edgesIn));
        }
        int id = nextOperator++;
        operations.put(id, operation);
        operators.add(new OperatorNode(
                id, stateId(operation), operation.name(), operation.spec(), inputs, operation.output()));
        return new OperatorInput.FromOperator(id);
    }

    private OperatorInput edge(Exchange exchange, List<PendingEdge> edgesIn) {
        PhysicalNode below = exchange.input();
        if (!(below instanceof Operation producer)) {
            throw new IllegalStateException("an exchange above an exchange: " + exchange.partitioning());
        }
        int source = vertex(producer);
        int id = nextEdge++;
        edgesIn.add(new PendingEdge(id, source, exchange));
        return new OperatorInput.FromEdge(id);
    }

    /** From the operator's meaning and the tables below it, so that it outlives changes elsewhere in the plan. */
    private String stateId(Operation operation) {
        String kind = operation.spec().getClass().getSimpleName();
        List<String> tables = operation.tables().sorted().toList();
        String id = kind + "-" + Digests.of(operation.meaning() + " over " + tables);
        String unique = id;
        for (int i = 2; !stateIds.add(unique); i++) {
            unique = id + "-" + i;
        }
        return unique;
    }

    private List<Edge> edgesWithKinds() {
        return edges.stream()
                .map(edge -> new Edge(
                        edge.id(),
                        edge.sourceVertex(),
                        edge.targetVertex(),
                        edge.partitioning(),
                        kind(edge),
                        edge.probeSide()))
                .toList();
    }

    private EdgeKind kind(Edge edge) {
        if (mode == ExecutionMode.STREAMING) {
            return EdgeKind.PIPELINED;
        }
        long siblings = edges.stream()
                .filter(other -> other.sourceVertex() == edge.sourceVertex())
                .count();
        return siblings > 1 ? EdgeKind.BLOCKING : EdgeKind.FREE;
    }
}
