package io.blink.scheduler.adaptive;

import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.Set;

/**
 * Which broadcast, now that it is measured, had better be dealt out by key: it is several times as large as the planner thought possible, and what its copies for all other tasks would take is more than the
 * scan that probes it has to read. Pure functions.
 */
final class LargeBuildSides {
    /** A broadcast is taken back only if the estimate was wrong by more than estimates and encodings usually are. */
    private static final int SURELY_LARGE = 4;

    private LargeBuildSides() {}

    /** @param scannedBytes of the vertex's scans; -1: unknown @param tasks that the vertex can use */
    static boolean shallBeDealtOut(long buildBytes, long broadcastBytesMax, int tasks, long scannedBytes) {
        return buildBytes / SURELY_LARGE > broadcastBytesMax
                && scannedBytes >= 0
                && (tasks - 1) * buildBytes > scannedBytes;
    }

    /**
     * Whether the join's probe side can become a stage of its own: its rows may lie in any task, nobody else reads them, and equal keys have equal hashes. Where rows are scanned in no particular
     * task and everything else comes by broadcast, nothing above the join can care for where they lie.
     */
    static boolean canBeDealtOut(JobGraph graph, Vertex vertex, JoinView view, int join) {
        Edge build = view.directEdge(JoinView.BUILD);
        return build != null
                && build.partitioning() instanceof Partitioning.Broadcast
                && vertex.parallelism() == Vertex.ANY_PARALLELISM
                && graph.edgesTo(vertex.id()).stream()
                        .allMatch(edge -> edge.partitioning() instanceof Partitioning.Broadcast)
                && vertex.operators().stream().noneMatch(node -> node.spec() instanceof OperatorSpec.Values)
                && canBeHashed(view)
                && isCut(vertex, view.operatorsBelow(JoinView.PROBE), build.id(), join);
    }

    private static boolean canBeHashed(JoinView view) {
        OperatorSpec.HashJoin spec = view.spec();
        List<DataType> left = view.keyTypes(JoinView.PROBE);
        List<DataType> right = view.keyTypes(JoinView.BUILD);
        boolean eachRowAlone = spec.type() == JoinType.INNER
                || spec.type() == JoinType.LEFT
                || spec.type() == JoinType.SEMI
                || spec.type() == JoinType.ANTI;
        return eachRowAlone && !left.isEmpty() && left.equals(right);
    }

    /** Whether what is below the probe side scans, and only the join reads from it and from the build side's edge. */
    private static boolean isCut(Vertex vertex, Set<Integer> below, int buildEdge, int join) {
        boolean scans = vertex.operators().stream()
                .anyMatch(node -> below.contains(node.id()) && node.spec() instanceof OperatorSpec.TableScan);
        return scans
                && vertex.operators().stream()
                        .filter(node -> node.id() != join)
                        .allMatch(node -> readsOneSide(node, below, buildEdge));
    }

    private static boolean readsOneSide(OperatorNode node, Set<Integer> below, int buildEdge) {
        boolean inside = below.contains(node.id());
        return node.inputs().stream()
                .allMatch(input -> input instanceof OperatorInput.FromOperator from
                        ? below.contains(from.operatorId()) == inside
                        : ((OperatorInput.FromEdge) input).edgeId() != buildEdge);
    }
}
