package io.blink.scheduler.adaptive;

import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import java.util.List;
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
        OperatorInput input = node.inputs().get(PROBE);
        OperatorNode below = input instanceof OperatorInput.FromOperator from
                ? node(vertex, from.operatorId())
                : graph.vertex(graph.edge(((OperatorInput.FromEdge) input).edgeId())
                                .sourceVertex())
                        .root();
        return below.output().size();
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
