package io.blink.sql.physical.graph;

import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.ProbeSide;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the hash edges into a vertex that the scheduler may treat as {@link ProbeSide}: on the way from the edge to the probe side of a join, and from there to the vertex's root, stands nothing
 * that needs equal keys in one task, and what the join builds comes by hash or broadcast edges alone, so that one task can as well read all of it.
 *
 * <pre>
 *   Project, Filter, partial aggregates …     whatever rows a task has, they do
 *     HashJoin                                not RIGHT, FULL: a build row without a match is not emitted
 *       Filter, Project, joins with broadcast build sides …
 *         hash edge                           this one
 *       anything over hash and broadcast edges
 * </pre>
 */
final class ProbeSides {
    /** A build side that is thought to be so many times too large may still turn out small enough for every task: filters and joins below it are guesses. */
    private static final double UNSURE = 32;

    private final Map<Integer, OperatorNode> nodes = new HashMap<>();
    private final Map<Integer, OperatorNode> consumers = new HashMap<>();
    private final Map<Integer, Exchange> edges;
    private final double broadcastBytesMax;
    private final Map<Integer, ProbeSide> found = new HashMap<>();

    private ProbeSides(List<OperatorNode> operators, Map<Integer, Exchange> edges, double broadcastBytesMax) {
        this.edges = edges;
        this.broadcastBytesMax = broadcastBytesMax;
        for (OperatorNode node : operators) {
            nodes.put(node.id(), node);
            for (OperatorInput input : node.inputs()) {
                if (input instanceof OperatorInput.FromOperator from) {
                    consumers.put(from.operatorId(), node);
                }
            }
        }
    }

    /**
     * By edge.
     *
     * @param operators of one vertex
     * @param edges those that end there, by id
     */
    static Map<Integer, ProbeSide> in(
            List<OperatorNode> operators, Map<Integer, Exchange> edges, double broadcastBytesMax) {
        ProbeSides sides = new ProbeSides(operators, edges, broadcastBytesMax);
        for (OperatorNode node : operators) {
            if (node.spec() instanceof OperatorSpec.HashJoin join
                    && mayCopyBuildSide(join.type())
                    && sides.rowsMayLieAnywhere(node)
                    && sides.canBeReadWhole(node.inputs().get(1))) {
                sides.look(node, node.inputs().get(0));
            }
        }
        return sides.found;
    }

    private static boolean mayCopyBuildSide(JoinType type) {
        return type != JoinType.RIGHT && type != JoinType.FULL;
    }

    /** Down the probe side to the hash edge whose rows alone come there. */
    private void look(OperatorNode join, OperatorInput input) {
        if (input instanceof OperatorInput.FromEdge from) {
            Exchange exchange = edges.get(from.edgeId());
            if (exchange.partitioning() instanceof Partitioning.Hash) {
                found.putIfAbsent(from.edgeId(), new ProbeSide(join.id(), awaitsBuild(join)));
            }
        } else if (input instanceof OperatorInput.FromOperator from) {
            OperatorNode node = nodes.get(from.operatorId());
            if (looksAtEachRowAlone(node)) {
                look(join, node.inputs().get(0));
            }
        }
    }

    private boolean awaitsBuild(OperatorNode join) {
        double bytes = 0;
        for (Exchange exchange : hashedBelow(join.inputs().get(1)).toList()) {
            Estimate estimate = exchange.estimate();
            bytes += estimate.known() ? estimate.bytes() : 0;
        }
        return bytes <= UNSURE * broadcastBytesMax;
    }

    private Stream<Exchange> hashedBelow(OperatorInput input) {
        if (input instanceof OperatorInput.FromOperator from) {
            return nodes.get(from.operatorId()).inputs().stream().flatMap(this::hashedBelow);
        }
        Exchange exchange = edges.get(((OperatorInput.FromEdge) input).edgeId());
        return exchange.partitioning() instanceof Partitioning.Hash ? Stream.of(exchange) : Stream.empty();
    }

    /** Its first input's rows are looked at one by one; other inputs are the same in every task. */
    private boolean looksAtEachRowAlone(OperatorNode node) {
        OperatorSpec spec = node.spec();
        if (spec instanceof OperatorSpec.HashJoin join) {
            return mayCopyBuildSide(join.type()) && isCopied(node.inputs().get(1));
        }
        if (spec instanceof OperatorSpec.NestedLoopJoin join) {
            return mayCopyBuildSide(join.type()) && isCopied(node.inputs().get(1));
        }
        return spec instanceof OperatorSpec.Filter
                || spec instanceof OperatorSpec.Project
                || spec instanceof OperatorSpec.Unnest;
    }

    private boolean isCopied(OperatorInput input) {
        if (input instanceof OperatorInput.FromOperator from) {
            OperatorNode node = nodes.get(from.operatorId());
            return !node.inputs().isEmpty() && node.inputs().stream().allMatch(this::isCopied);
        }
        return edges.get(((OperatorInput.FromEdge) input).edgeId()).partitioning() instanceof Partitioning.Broadcast;
    }

    private boolean canBeReadWhole(OperatorInput input) {
        if (input instanceof OperatorInput.FromOperator from) {
            OperatorNode node = nodes.get(from.operatorId());
            return !node.inputs().isEmpty() && node.inputs().stream().allMatch(this::canBeReadWhole);
        }
        Partitioning partitioning =
                edges.get(((OperatorInput.FromEdge) input).edgeId()).partitioning();
        return partitioning instanceof Partitioning.Hash || partitioning instanceof Partitioning.Broadcast;
    }

    /** Whether everything from the node to the root does with any share of the node's rows. */
    private boolean rowsMayLieAnywhere(OperatorNode node) {
        OperatorNode consumer = consumers.get(node.id());
        return consumer == null || (takesAnyShare(consumer, node) && rowsMayLieAnywhere(consumer));
    }

    private boolean takesAnyShare(OperatorNode consumer, OperatorNode input) {
        OperatorSpec spec = consumer.spec();
        if (spec instanceof OperatorSpec.Aggregate aggregate) {
            return aggregate.phase().emitsPartials();
        }
        boolean first =
                consumer.inputs().get(0) instanceof OperatorInput.FromOperator from && from.operatorId() == input.id();
        return (first && looksAtEachRowAlone(consumer))
                || spec instanceof OperatorSpec.Union
                || spec instanceof OperatorSpec.TopRanks
                || spec instanceof OperatorSpec.TopN
                || spec instanceof OperatorSpec.Limit
                || spec instanceof OperatorSpec.Sort
                || spec instanceof OperatorSpec.TableWrite;
    }
}
