package io.blink.scheduler.adaptive;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.AdaptiveBroadcast;
import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.region.MeasuredEdges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about joins whose inputs are written while the stages that are to read them have not begun. Only in batches of which each vertex is a stage of its own: short work is pipelined, and not
 * worth it. In turns.
 *
 * <p>A stage that makes a probe side waits for a build side that may be small. Nobody waits in a circle: the stage has one reader, the join, so that nothing the build side needs can need it.
 */
public final class StageDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(StageDecisions.class);

    /** A join's sides change places if that makes the built one so many times smaller. */
    private static final int SWAP_FACTOR = 2;

    private final JobExecution execution;
    private final MeasuredEdges measured;
    private final Consumer<Region> withdraw;
    private final ToIntFunction<Region> tasksWanted;
    private final ToLongFunction<Vertex> scannedBytes;
    private final long copiedBytesMax;
    private final long swappedBytesMin;
    private final List<StageDecision> taken = new ArrayList<>();

    /**
     * @param withdraw takes back the wish for slots of a region that will not start
     * @param tasksWanted how many tasks a region could use
     * @param scannedBytes of the scans of a vertex; -1: unknown
     */
    public StageDecisions(
            JobExecution execution,
            MeasuredEdges measured,
            Configuration settings,
            Consumer<Region> withdraw,
            ToIntFunction<Region> tasksWanted,
            ToLongFunction<Vertex> scannedBytes) {
        this.execution = execution;
        this.measured = measured;
        this.withdraw = withdraw;
        this.tasksWanted = tasksWanted;
        this.scannedBytes = scannedBytes;
        this.copiedBytesMax = settings.get(SchedulerOptions.ADAPTIVE_BROADCAST) == AdaptiveBroadcast.NONE
                ? 0
                : settings.get(SchedulerOptions.BROADCAST_THRESHOLD).bytes();
        this.swappedBytesMin = settings.get(SchedulerOptions.BYTES_PER_TASK).bytes();
    }

    /** In the order in which they were taken. */
    public List<StageDecision> taken() {
        return List.copyOf(taken);
    }

    /** What an earlier master had decided. Its edges are bound, and nothing has begun. */
    public void recover(List<StageDecision> decisions) {
        decisions.forEach(this::apply);
    }

    /** Takes all decisions that can be taken now; whether there were any. */
    public boolean take() {
        int before = taken.size();
        for (Optional<StageDecision> next = next(); next.isPresent(); next = next()) {
            LOG.info("Job {}: {}", execution.jobId(), next.get().text());
            apply(next.get());
        }
        return taken.size() > before;
    }

    /** What was made again after it was taken for empty, and has rows now: whatever was left out because of it would have to run. */
    public Optional<BlinkException> contradiction() {
        for (StageDecision decision : taken) {
            if (decision instanceof StageDecision.LeaveOut leftOut) {
                for (int vertex : leftOut.emptyVertices()) {
                    if (hasRows(vertex)) {
                        return Optional.of(new BlinkException(
                                SchedulerErrorCode.OUTPUT_CHANGED,
                                "Vertex " + vertex + " of job '"
                                        + execution.graph().name()
                                        + "' wrote no rows at first and some when its lost output was made again, but "
                                        + leftOut.text() + ". Run the statement again."));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean hasRows(int vertex) {
        return execution.graph().vertices().stream().anyMatch(known -> known.id() == vertex)
                && execution.regionOf(vertex).finished()
                && execution.graph().edgesFrom(vertex).stream().anyMatch(edge -> measured.rows(edge) > 0);
    }

    private boolean applies() {
        return !execution.streaming()
                && execution.regions().size() == execution.graph().vertices().size();
    }

    private void apply(StageDecision decision) {
        if (decision instanceof StageDecision.LeaveOut leftOut) {
            leftOut.vertices().forEach(vertex -> withdraw.accept(execution.regionOf(vertex)));
        } else if (decision instanceof StageDecision.CopyBuildSide copy) {
            Edge probe = execution.graph().edge(copy.probeEdge());
            withdraw.accept(execution.regionOf(probe.sourceVertex()));
        }
        execution.adapt(execution.plan().with(decision));
        taken.add(decision);
    }

    private Optional<StageDecision> next() {
        if (!applies()) {
            return Optional.empty();
        }
        for (Vertex vertex : execution.graph().vertices()) {
            if (open(vertex.id())) {
                for (OperatorNode node : vertex.operators()) {
                    if (node.spec() instanceof OperatorSpec.HashJoin) {
                        Optional<StageDecision> decision =
                                decide(vertex, new JoinView(execution.graph(), vertex, node.id()), node.id());
                        if (decision.isPresent()) {
                            return decision;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the vertex can still be changed. */
    private boolean open(int vertex) {
        Region region = execution.regionOf(vertex);
        return !region.bound() && region.request() == null;
    }

    private Optional<StageDecision> decide(Vertex vertex, JoinView view, int join) {
        Optional<StageDecision> leftOut = leaveOut(vertex, view, join);
        if (leftOut.isPresent()) {
            return leftOut;
        }
        return copyBuildSide(view, join)
                .or(() -> dealOutBuildSide(vertex, view, join))
                .or(() -> swapSides(vertex, view, join));
    }

    // ---- Sides without rows

    private Optional<StageDecision> leaveOut(Vertex vertex, JoinView view, int join) {
        JoinType type = view.spec().type();
        boolean buildEmpty = emptyWithoutBuild(type) && isEmpty(view, JoinView.BUILD);
        boolean probeEmpty = emptyWithoutProbe(type) && isEmpty(view, JoinView.PROBE);
        int other = buildEmpty ? JoinView.PROBE : JoinView.BUILD;
        if ((!buildEmpty && !probeEmpty) || isThere(view, other)) {
            return Optional.empty();
        }
        List<Integer> empty = view.edges(1 - other).stream()
                .map(Edge::sourceVertex)
                .distinct()
                .toList();
        List<Integer> vertices = Unneeded.without(execution.graph(), view.edges(), this::notBegun);
        String what = view.name() + " of vertex " + vertex.id() + " is left out: its "
                + (buildEmpty ? "build" : "probe") + " side has no rows"
                + (vertices.isEmpty() ? "" : "; not run: vertices " + vertices);
        return Optional.of(new StageDecision.LeaveOut(join, empty, vertices, what));
    }

    private static boolean emptyWithoutBuild(JoinType type) {
        return type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
    }

    private static boolean emptyWithoutProbe(JoinType type) {
        return type != JoinType.RIGHT && type != JoinType.FULL;
    }

    private boolean isEmpty(JoinView view, int side) {
        return view.rowsComeFromEdges(side)
                && view.edges(side).stream().allMatch(edge -> measured.measured(edge) && measured.rows(edge) == 0);
    }

    /** Whether a side costs no more than reading what is written. */
    private boolean isThere(JoinView view, int side) {
        return view.rowsComeFromEdges(side) && view.edges(side).stream().allMatch(measured::measured);
    }

    private boolean notBegun(int vertex) {
        return !execution.regionOf(vertex).bound();
    }

    // ---- Small build sides

    private Optional<StageDecision> copyBuildSide(JoinView view, int join) {
        Edge probe = view.edges(JoinView.PROBE).stream()
                .filter(edge -> edge.probeSide() != null && edge.probeSide().join() == join)
                .findFirst()
                .orElse(null);
        if (probe == null || !mayMove(probe) || !notBegun(probe.sourceVertex())) {
            return Optional.empty();
        }
        List<Edge> build = view.buildEdges();
        if (!build.stream().allMatch(measured::measured) || measured.bytes(build) > copiedBytesMax) {
            return Optional.empty();
        }
        return Optional.of(new StageDecision.CopyBuildSide(
                probe.id(),
                view.name() + " of vertex " + probe.targetVertex() + ": every task reads the whole build side of "
                        + size(measured.bytes(build)) + "; vertex " + probe.sourceVertex()
                        + " runs in its tasks and writes no exchange"));
    }

    /** Whether the edge's source could as well be part of its target. */
    private boolean mayMove(Edge probe) {
        JobGraph graph = execution.graph();
        Vertex source = graph.vertex(probe.sourceVertex());
        boolean alone =
                graph.edgesTo(source.id()).stream().anyMatch(edge -> edge.partitioning() instanceof Partitioning.Gather)
                        || source.operators().stream().anyMatch(node -> node.spec() instanceof OperatorSpec.Values);
        return copiedBytesMax > 0
                && !alone
                && execution.blocking(probe)
                && graph.edgesFrom(source.id()).size() == 1
                && source.parallelism() == graph.vertex(probe.targetVertex()).parallelism();
    }

    /** Whether the region had better not start yet: a build side is about to be measured that decides what it does. */
    public boolean awaits(Region region) {
        if (region.bound() || copiedBytesMax == 0 || !applies()) {
            return false;
        }
        JobGraph graph = execution.graph();
        return region.vertices().stream()
                .flatMap(vertex -> graph.edgesFrom(vertex.id()).stream())
                .filter(edge -> edge.probeSide() != null && edge.probeSide().awaitsBuild())
                .anyMatch(edge -> mayMove(edge) && open(edge.targetVertex()) && !buildMeasured(edge));
    }

    private boolean buildMeasured(Edge probe) {
        return execution.plan().buildEdges(probe).stream().allMatch(measured::measured);
    }

    // ---- Large build sides

    private Optional<StageDecision> dealOutBuildSide(Vertex vertex, JoinView view, int join) {
        Edge build = view.directEdge(JoinView.BUILD);
        if (copiedBytesMax == 0
                || build == null
                || !measured.measured(build)
                || !LargeBuildSides.canBeDealtOut(execution.graph(), vertex, view, join)) {
            return Optional.empty();
        }
        long bytes = measured.bytes(build);
        int tasks = tasksWanted.applyAsInt(execution.regionOf(vertex.id()));
        if (!LargeBuildSides.shallBeDealtOut(bytes, copiedBytesMax, tasks, scannedBytes.applyAsLong(vertex))) {
            return Optional.empty();
        }
        AdaptedPlan plan = execution.plan();
        return Optional.of(new StageDecision.PartitionBuildSide(
                join,
                plan.nextVertex(),
                plan.nextVertex() + 1,
                plan.nextOperator(),
                plan.nextEdge(),
                plan.nextEdge() + 1,
                view.name() + " of vertex " + vertex.id() + ": its build side of " + size(bytes)
                        + " is dealt out by key instead of going to " + tasks + " tasks"));
    }

    // ---- The smaller side

    private Optional<StageDecision> swapSides(Vertex vertex, JoinView view, int join) {
        JoinType type = view.spec().type();
        boolean swappable =
                type == JoinType.INNER || type == JoinType.LEFT || type == JoinType.RIGHT || type == JoinType.FULL;
        Edge probe = swappable ? view.onlyEdge(JoinView.PROBE) : null;
        Edge build = swappable ? view.onlyEdge(JoinView.BUILD) : null;
        if (probe == null || build == null || !isHashed(probe) || !isHashed(build)) {
            return Optional.empty();
        }
        long probeBytes = measured.bytes(probe);
        long buildBytes = measured.bytes(build);
        if (buildBytes < swappedBytesMin || buildBytes / SWAP_FACTOR < probeBytes) {
            return Optional.empty();
        }
        return Optional.of(new StageDecision.SwapSides(
                join,
                view.name() + " of vertex " + vertex.id() + " builds its probe side of " + size(probeBytes)
                        + " instead of " + size(buildBytes)));
    }

    private boolean isHashed(Edge edge) {
        return edge.partitioning() instanceof Partitioning.Hash
                && !execution.plan().copiedEdges().contains(edge.id())
                && measured.measured(edge);
    }

    private static String size(long bytes) {
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%,d bytes", bytes)
                : String.format(Locale.ROOT, "%,d MB", bytes >> 20);
    }
}
