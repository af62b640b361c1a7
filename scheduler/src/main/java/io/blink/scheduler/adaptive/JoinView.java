package io.blink.scheduler.adaptive;

import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A hash join in its vertex, and what is below it there. */
final class JoinView {
    static final int PROBE = 0;
    static final int BUILD = 1;

    private final JobGraph graph;
    private final Vertex vertex;
    private final OperatorNode node;

    JoinView(JobGraph graph, Vertex vertex, int join) {
        this.graph = graph;
        this.vertex = vertex;
        this.node = node(vertex, join);
    }

    static OperatorNode node(Vertex vertex, int id) {
        return vertex.operators().stream()
                .filter(candidate -> candidate.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("vertex " + vertex.id() + " has no operator " + id));
    }

    OperatorSpec.HashJoin spec() {
        return (OperatorSpec.HashJoin) node.spec();
    }

    String name() {
        return node.name() + " " + node.id();
    }

    /** Columns of the probe side. */
    int probeColumns() {
        return below(PROBE).output().size();
    }

    /** The edge that is a side; {@code null} if an operator is. */
    Edge directEdge(int side) {
        return node.inputs().get(side) instanceof OperatorInput.FromEdge from ? graph.edge(from.edgeId()) : null;
    }

    /** Of the vertex, whose rows make that side. */
    Set<Integer> operatorsBelow(int side) {
        Set<Integer> below = new HashSet<>();
        collect(node.inputs().get(side), below);
        return below;
    }

    private void collect(OperatorInput input, Set<Integer> operators) {
        if (input instanceof OperatorInput.FromOperator from && operators.add(from.operatorId())) {
            node(vertex, from.operatorId()).inputs().forEach(lower -> collect(lower, operators));
        }
    }

    /** Types of the side's keys, with no regard to NULL. */
    List<DataType> keyTypes(int side) {
        List<Field> columns = below(side).output();
        List<Integer> keys = side == PROBE ? spec().leftKeys() : spec().rightKeys();
        return keys.stream()
                .map(key -> columns.get(key).type().withNullable(true))
                .toList();
    }

    private OperatorNode below(int side) {
        OperatorInput input = node.inputs().get(side);
        return input instanceof OperatorInput.FromOperator from
                ? node(vertex, from.operatorId())
                : graph.vertex(directEdge(side).sourceVertex()).root();
    }

    /** Edges whose rows the build side is made of. */
    List<Edge> buildEdges() {
        return edges(BUILD);
    }

    List<Edge> edges(int side) {
        return edgesBelow(node.inputs().get(side)).toList();
    }

    List<Edge> edges() {
        return node.inputs().stream().flatMap(this::edgesBelow).toList();
    }

    private Stream<Edge> edgesBelow(OperatorInput input) {
        return input instanceof OperatorInput.FromOperator from
                ? node(vertex, from.operatorId()).inputs().stream().flatMap(this::edgesBelow)
                : Stream.of(graph.edge(((OperatorInput.FromEdge) input).edgeId()));
    }

    /** Whether a side has no rows where none come along its edges: nothing below makes rows of nothing. */
    boolean rowsComeFromEdges(int side) {
        return rowsComeFromEdges(node.inputs().get(side));
    }

    private boolean rowsComeFromEdges(OperatorInput input) {
        if (input instanceof OperatorInput.FromEdge) {
            return true;
        }
        OperatorNode below = node(vertex, ((OperatorInput.FromOperator) input).operatorId());
        OperatorSpec spec = below.spec();
        boolean none = spec instanceof OperatorSpec.Aggregate aggregate
                ? !aggregate.groupKeys().isEmpty()
                : isPerRow(spec)
                        || spec instanceof OperatorSpec.Sort
                        || spec instanceof OperatorSpec.OverWindow
                        || spec instanceof OperatorSpec.TopRanks
                        || spec instanceof OperatorSpec.Union;
        return AdaptedPlan.givesNothing(spec)
                || (none && below.inputs().stream().allMatch(this::rowsComeFromEdges));
    }

    /** The one edge of a side whose rows reach the join one by one; {@code null} if there is more below. */
    Edge onlyEdge(int side) {
        OperatorInput input = node.inputs().get(side);
        while (input instanceof OperatorInput.FromOperator from) {
            OperatorNode below = node(vertex, from.operatorId());
            if (!isPerRow(below.spec())) {
                return null;
            }
            input = below.inputs().get(0);
        }
        return graph.edge(((OperatorInput.FromEdge) input).edgeId());
    }

    private static boolean isPerRow(OperatorSpec spec) {
        return spec instanceof OperatorSpec.Filter
                || spec instanceof OperatorSpec.Project
                || spec instanceof OperatorSpec.Unnest;
    }
}
