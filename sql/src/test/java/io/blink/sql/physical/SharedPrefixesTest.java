package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import org.junit.jupiter.api.Test;

class SharedPrefixesTest {
    private static long count(JobGraph graph, Class<? extends OperatorSpec> type) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> type.isInstance(node.spec()))
                .count();
    }

    private static long forwardEdges(JobGraph graph) {
        return graph.edges().stream()
                .filter(edge -> edge.partitioning() instanceof Partitioning.Forward)
                .count();
    }

    private static final String JOIN =
            "SELECT a.k, a.v, b.v, b.k AS l FROM (SELECT k, v, ts FROM clicks WHERE v > 1) a "
                    + "JOIN (SELECT v, k, ts FROM clicks WHERE v > 1) b ON a.k = b.k AND a.ts = b.ts";

    @Test
    void whatBothSidesOfAJoinBeginWithRunsOnce() {
        JobGraph graph = PlannedTables.plan(JOIN).graph();
        assertThat(count(graph, OperatorSpec.TableScan.class)).isEqualTo(1);
        assertThat(count(graph, OperatorSpec.Filter.class)).isEqualTo(1);
    }

    @Test
    void whereTheyDifferTheyPart() {
        JobGraph graph =
                PlannedTables.plan(JOIN.replace("v > 1) b", "v > 2) b")).graph();
        assertThat(count(graph, OperatorSpec.TableScan.class)).isEqualTo(1);
        assertThat(count(graph, OperatorSpec.AssignWatermark.class)).isEqualTo(1);
        assertThat(count(graph, OperatorSpec.Filter.class)).isEqualTo(2);
        assertThat(forwardEdges(graph)).isEqualTo(2);
    }

    @Test
    void whoDoesNotWantItReadsTwice() {
        Configuration settings = Configuration.empty().with("table.optimizer.reuse-sub-plan-enabled", "false");
        JobGraph graph = PlannedTables.plan(JOIN.replace("v > 1) b", "v > 2) b"), settings)
                .graph();
        assertThat(count(graph, OperatorSpec.TableScan.class)).isEqualTo(2);
        assertThat(forwardEdges(graph)).isZero();
    }
}
