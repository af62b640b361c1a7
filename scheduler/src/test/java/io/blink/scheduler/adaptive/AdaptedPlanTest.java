package io.blink.scheduler.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.PlanJson;
import io.blink.core.plan.ProbeSide;
import io.blink.core.plan.RuntimeFilter;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scans 1 and 2 (of the fields l and r) into a left join and a sink: edges 1 and 2 into vertex 3, edge 3 into vertex 4. */
class AdaptedPlanTest {
    private static final Field LEFT = new Field("l", DataType.string());
    private static final Field RIGHT = new Field("r", DataType.string());

    private final AdaptedPlan plan = AdaptedPlan.of(graph(JoinType.LEFT));

    private static JobGraph graph(JoinType type) {
        Partitioning hash = new Partitioning.Hash(List.of(0));
        OperatorNode join = node(
                30,
                new OperatorSpec.HashJoin(type, List.of(0), List.of(0), List.of(false), null),
                List.of(new OperatorInput.FromEdge(1), new OperatorInput.FromEdge(2)),
                List.of(LEFT, LEFT, RIGHT));
        OperatorNode sort =
                node(31, new OperatorSpec.Sort(List.of()), List.of(new OperatorInput.FromOperator(30)), join.output());
        OperatorNode sink = node(
                40,
                new OperatorSpec.TableWrite(new ConnectorHandle("c", 1, "")),
                List.of(new OperatorInput.FromEdge(3)),
                List.of());
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                "test",
                ExecutionMode.BATCH,
                List.of(
                        vertex(1, scan(10, LEFT, LEFT)),
                        vertex(2, scan(20, RIGHT)),
                        vertex(3, join, sort),
                        vertex(4, sink)),
                List.of(
                        new Edge(1, 1, 3, hash, EdgeKind.FREE, new ProbeSide(30, true)),
                        new Edge(2, 2, 3, hash, EdgeKind.FREE),
                        new Edge(3, 3, 4, hash, EdgeKind.FREE)),
                List.of(),
                Configuration.empty(),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }

    private static Vertex vertex(int id, OperatorNode... operators) {
        return new Vertex(id, "v" + id, List.of(operators), Vertex.ANY_PARALLELISM);
    }

    private static OperatorNode scan(int id, Field... fields) {
        return node(id, new OperatorSpec.TableScan(new ConnectorHandle("c", 1, "")), List.of(), List.of(fields));
    }

    private static OperatorNode node(int id, OperatorSpec spec, List<OperatorInput> inputs, List<Field> output) {
        return new OperatorNode(id, "s" + id, "o" + id, spec, inputs, output);
    }

    @Test
    void aCopiedBuildSideBringsTheProbeSideIntoTheJoinsVertex() {
        AdaptedPlan next = AdaptedPlan.of(graph(JoinType.SEMI)).with(new StageDecision.CopyBuildSide(1, ""));

        assertThat(next.copiedEdges()).containsExactly(2);
        assertThat(next.graph().vertices()).extracting(Vertex::id).containsExactly(2, 3, 4);
        assertThat(next.graph().edges()).extracting(Edge::id).containsExactly(2, 3);
        List<OperatorNode> operators = next.graph().vertex(3).operators();
        assertThat(operators).extracting(OperatorNode::id).containsExactly(10, 30, 31);
        assertThat(operators.get(1).inputs())
                .containsExactly(new OperatorInput.FromOperator(10), new OperatorInput.FromEdge(2));
        assertThat(((OperatorSpec.TableScan) operators.get(0).spec()).runtimeFilters())
                .containsExactly(new RuntimeFilter(30, 0, 0));
    }

    @Test
    void swappedSidesGiveTheColumnsWhereTheyWere() {
        AdaptedPlan next = plan.with(new StageDecision.SwapSides(30, ""));

        List<OperatorNode> operators = next.graph().vertex(3).operators();
        assertThat(operators).extracting(OperatorNode::id).containsExactly(30, 41, 31);
        assertThat(((OperatorSpec.HashJoin) operators.get(0).spec()).type()).isEqualTo(JoinType.RIGHT);
        assertThat(operators.get(0).inputs())
                .containsExactly(new OperatorInput.FromEdge(2), new OperatorInput.FromEdge(1));
        assertThat(operators.get(0).output()).containsExactly(RIGHT, LEFT, LEFT);
        assertThat(((OperatorSpec.Project) operators.get(1).spec()).expressions())
                .containsExactly(
                        new InputColumn(1, LEFT.type()),
                        new InputColumn(2, LEFT.type()),
                        new InputColumn(0, RIGHT.type()));
        assertThat(operators.get(2).inputs()).containsExactly(new OperatorInput.FromOperator(41));
        assertThat(next.graph().edges()).allMatch(edge -> edge.probeSide() == null);
    }

    @Test
    void aJoinThatIsLeftOutGivesNoRowsAndReadsNothing() {
        AdaptedPlan next = plan.with(new StageDecision.LeaveOut(30, List.of(1), List.of(2), ""));

        assertThat(next.graph().vertices()).extracting(Vertex::id).containsExactly(1, 3, 4);
        assertThat(next.graph().edges()).extracting(Edge::id).containsExactly(3);
        assertThat(next.graph().vertex(3).operators().get(0).spec()).isEqualTo(new OperatorSpec.Values(List.of()));
        assertThat(next.graph().vertex(3).operators().get(1).inputs())
                .containsExactly(new OperatorInput.FromOperator(30));
    }

    @Test
    void nobodyNeedsWhatOnlyLeadsToWhatIsGone() {
        Edge last = plan.graph().edge(3);
        assertThat(Unneeded.without(plan.graph(), List.of(last), vertex -> true))
                .containsExactly(3, 1, 2);
        assertThat(Unneeded.without(plan.graph(), List.of(last), vertex -> vertex != 1))
                .containsExactly(3, 2);
        assertThat(Unneeded.without(plan.graph(), List.of(last), vertex -> vertex == 1))
                .isEmpty();
    }

    /** Scans 1 (with what joins 30 and 50 build) and 2, whose rows go to all tasks of the vertex that scans table 10 and joins them. */
    private static JobGraph broadcasting() {
        Partitioning all = new Partitioning.Broadcast();
        OperatorNode scan = node(
                10,
                new OperatorSpec.TableScan(
                        new ConnectorHandle("c", 1, ""),
                        List.of(new RuntimeFilter(30, 0, 0), new RuntimeFilter(50, 0, 0))),
                List.of(),
                List.of(LEFT));
        OperatorSpec.HashJoin inner =
                new OperatorSpec.HashJoin(JoinType.INNER, List.of(0), List.of(0), List.of(false), null);
        OperatorNode lower = node(
                30,
                inner,
                List.of(new OperatorInput.FromOperator(10), new OperatorInput.FromEdge(1)),
                List.of(LEFT, RIGHT));
        OperatorNode upper = node(
                50,
                inner,
                List.of(new OperatorInput.FromOperator(30), new OperatorInput.FromEdge(2)),
                List.of(LEFT, RIGHT, RIGHT));
        JobGraph other = graph(JoinType.INNER);
        return AdaptedPlan.with(
                other,
                List.of(
                        vertex(1, scan(11, RIGHT)),
                        vertex(2, scan(20, RIGHT)),
                        vertex(3, scan, lower, upper),
                        other.vertex(4)),
                List.of(new Edge(1, 1, 3, all, EdgeKind.FREE), new Edge(2, 2, 3, all, EdgeKind.FREE), other.edge(3)));
    }

    @Test
    void aLargeBuildSideAndWhatProbesItAreDealtOutByKey() {
        JobGraph graph = broadcasting();
        JoinView view = new JoinView(graph, graph.vertex(3), 50);
        assertThat(LargeBuildSides.canBeDealtOut(graph, graph.vertex(3), view, 50))
                .isTrue();

        JobGraph next = AdaptedPlan.of(graph)
                .with(new StageDecision.PartitionBuildSide(50, 5, 6, 51, 4, 5, ""))
                .graph();

        assertThat(next.vertices()).extracting(Vertex::id).containsExactly(1, 2, 5, 6, 3, 4);
        assertThat(next.vertex(5).operators()).extracting(OperatorNode::id).containsExactly(10, 30);
        assertThat(((OperatorSpec.TableScan) next.vertex(5).operators().get(0).spec()).runtimeFilters())
                .as("the join of another vertex filters nothing")
                .containsExactly(new RuntimeFilter(30, 0, 0));
        assertThat(next.vertex(3).operators())
                .singleElement()
                .extracting(OperatorNode::inputs)
                .isEqualTo(List.of(new OperatorInput.FromEdge(4), new OperatorInput.FromEdge(5)));
        Partitioning hash = new Partitioning.Hash(List.of(0));
        assertThat(next.edges())
                .containsExactly(
                        new Edge(1, 1, 5, new Partitioning.Broadcast(), EdgeKind.FREE),
                        new Edge(2, 2, 6, new Partitioning.Forward(), EdgeKind.FREE),
                        graph.edge(3),
                        new Edge(4, 5, 3, hash, EdgeKind.BLOCKING, new ProbeSide(50, false)),
                        new Edge(5, 6, 3, hash, EdgeKind.BLOCKING));
    }

    @Test
    void aBuildSideGoesToAllTasksAsLongAsThatCostsLess() {
        long mega = 1 << 20;
        assertThat(LargeBuildSides.shallBeDealtOut(100 * mega, 10 * mega, 4, 200 * mega))
                .isTrue();
        assertThat(LargeBuildSides.shallBeDealtOut(100 * mega, 10 * mega, 4, 400 * mega))
                .as("the probe side would cost more")
                .isFalse();
        assertThat(LargeBuildSides.shallBeDealtOut(30 * mega, 10 * mega, 40, 200 * mega))
                .as("that was to be expected")
                .isFalse();
        assertThat(LargeBuildSides.shallBeDealtOut(100 * mega, 10 * mega, 1, 0)).isFalse();
        assertThat(LargeBuildSides.shallBeDealtOut(100 * mega, 10 * mega, 40, -1))
                .isFalse();
    }

    @Test
    void plansAndDecisionsAreJson() {
        assertThat(PlanJson.write(plan.graph().edge(1)))
                .isEqualTo(
                        "{\"id\":1,\"sourceVertex\":1,\"targetVertex\":3,\"partitioning\":{\"partitioning\":\"hash\",\"keys\":[0]},"
                                + "\"kind\":\"FREE\",\"probeSide\":{\"join\":30,\"awaitsBuild\":true}}");
        assertThat(PlanJson.write(plan.graph().edge(2))).doesNotContain("probeSide");
        StageDecision decision = new StageDecision.LeaveOut(30, List.of(1), List.of(2), "why");
        String json = PlanJson.write(decision);
        assertThat(json)
                .isEqualTo(
                        "{\"decision\":\"leaveOut\",\"join\":30,\"emptyVertices\":[1],\"vertices\":[2],\"text\":\"why\"}");
        assertThat(PlanJson.read(json, StageDecision.class)).isEqualTo(decision);
        assertThat(PlanJson.readJobGraph(PlanJson.write(plan.graph()))).isEqualTo(plan.graph());
    }
}
