package io.blink.sql.physical.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.Edge;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.sql.PlannedStatement;
import io.blink.sql.physical.PlannedTables;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeSidesTest {
    private static final Configuration MEASURED =
            Configuration.empty().with("table.optimizer.adaptive-broadcast-join.strategy", "runtime_only");

    private static List<Edge> marked(PlannedStatement planned) {
        return planned.graph().edges().stream()
                .filter(edge -> edge.probeSide() != null)
                .toList();
    }

    private static OperatorNode join(PlannedStatement planned, Edge edge) {
        return planned.graph().vertex(edge.targetVertex()).operators().stream()
                .filter(node -> node.id() == edge.probeSide().join())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theProbeSideOfHashedSidesIsMarkedAndLargeBuildSidesAreNotAwaited() {
        PlannedStatement planned = PlannedTables.plan("SELECT a.z, b.w FROM big_a a JOIN big_b b ON a.x = b.x");
        assertThat(marked(planned)).singleElement().satisfies(edge -> {
            assertThat(edge.partitioning()).isInstanceOf(Partitioning.Hash.class);
            assertThat(join(planned, edge).spec()).isInstanceOf(OperatorSpec.HashJoin.class);
            assertThat(edge.probeSide().awaitsBuild()).isFalse();
        });
    }

    @Test
    void aBuildSideThatMayBeSmallIsAwaited() {
        PlannedStatement planned = PlannedTables.plan(
                "SELECT ss_net_profit, i_brand FROM store_sales LEFT JOIN item ON ss_item_sk = i_item_sk", MEASURED);
        assertThat(marked(planned))
                .singleElement()
                .satisfies(edge -> assertThat(edge.probeSide().awaitsBuild()).isTrue());
    }

    @Test
    void partialAggregatesDoWithAnyRows() {
        PlannedStatement planned = PlannedTables.plan(
                "SELECT a.z, COUNT(*), MIN(b.w) FROM big_a a JOIN big_b b ON a.x = b.x AND a.y < b.y GROUP BY a.z");
        assertThat(marked(planned)).hasSize(1);
    }

    @Test
    void whatNeedsEqualKeysInOneTaskIsNotInTheVertexOfAMarkedEdge() {
        for (String query : List.of(
                "SELECT b.y, RANK() OVER (PARTITION BY a.x ORDER BY b.w) FROM big_a a JOIN big_b b ON a.x = b.x",
                "SELECT a.x, COUNT(DISTINCT b.w) FROM big_a a JOIN big_b b ON a.x = b.x GROUP BY a.x")) {
            PlannedStatement planned = PlannedTables.plan(query);
            for (Edge edge : marked(planned)) {
                assertThat(planned.graph().vertex(edge.targetVertex()).operators())
                        .noneMatch(node -> node.spec() instanceof OperatorSpec.OverWindow
                                || (node.spec() instanceof OperatorSpec.Aggregate aggregate
                                        && !aggregate.phase().emitsPartials()));
            }
        }
    }

    @Test
    void anOuterBuildSideIsNeverCopied() {
        assertThat(marked(PlannedTables.plan("SELECT a.z, b.w FROM big_a a FULL JOIN big_b b ON a.x = b.x")))
                .isEmpty();
    }
}
