package io.blink.scheduler.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EdgeBindingTest {
    private static final Partitioning HASH = new Partitioning.Hash(List.of(0));

    private static Vertex vertex(int id) {
        OperatorNode operator = new OperatorNode(id, "s" + id, "union", new OperatorSpec.Union(), List.of(), List.of());
        return new Vertex(id, "v" + id, List.of(operator), Vertex.ANY_PARALLELISM);
    }

    private static JobGraph graph(Edge... edges) {
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                "test",
                ExecutionMode.BATCH,
                List.of(vertex(1), vertex(2), vertex(3), vertex(4)),
                List.of(edges),
                List.of(),
                Configuration.empty(),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }

    @Test
    void aFreeHashEdgeBesideABlockingOneIsBlocking() {
        JobGraph graph = graph(
                new Edge(1, 1, 3, HASH, EdgeKind.BLOCKING),
                new Edge(2, 2, 3, HASH, EdgeKind.FREE),
                new Edge(3, 3, 4, new Partitioning.Gather(List.of()), EdgeKind.FREE));
        assertThat(EdgeBinding.bind(graph, true)).isEqualTo(Map.of(1, true, 2, true, 3, false));
    }

    @Test
    void twoFreeHashEdgesArePipelinedTogether() {
        JobGraph graph = graph(
                new Edge(1, 1, 3, HASH, EdgeKind.FREE),
                new Edge(2, 2, 3, HASH, EdgeKind.FREE),
                new Edge(3, 3, 4, new Partitioning.Gather(List.of()), EdgeKind.FREE));
        assertThat(EdgeBinding.bind(graph, true)).isEqualTo(Map.of(1, false, 2, false, 3, false));
        assertThat(EdgeBinding.bind(graph, false)).isEqualTo(Map.of(1, true, 2, true, 3, true));
    }
}
