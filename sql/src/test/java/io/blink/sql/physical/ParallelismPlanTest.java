package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.Partitioning;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tables that say in how many tasks they are read and written. */
class ParallelismPlanTest {
    private static final Configuration STREAMING = Configuration.empty().with("execution.runtime-mode", "streaming");
    private static final String IN_THREE = "/*+ OPTIONS('scan.parallelism' = '3') */";
    private static final String BY_FIVE = "/*+ OPTIONS('sink.parallelism' = '5') */";

    private static JobGraph graph(String sql, Configuration settings) {
        return PlannedTables.plan(sql, settings).graph();
    }

    /** Vertices as {@code tasks: operators}. */
    private static List<String> vertices(JobGraph graph) {
        return graph.vertices().stream()
                .map(vertex -> vertex.parallelism() + ": "
                        + vertex.operators().stream().map(OperatorNode::name).collect(Collectors.joining(" ")))
                .toList();
    }

    private static List<Partitioning> exchanges(JobGraph graph) {
        return graph.edges().stream().map(edge -> edge.partitioning()).toList();
    }

    @Test
    void onlyWhatLeavesOutRowsStaysInTheTasksOfTheScan() {
        for (Configuration settings : List.of(STREAMING, Configuration.empty())) {
            JobGraph graph = graph(
                    "INSERT INTO late_clicks SELECT window_end, k + 1 FROM counts " + IN_THREE + " WHERE k > 3",
                    settings);
            assertThat(vertices(graph)).containsExactly("3: Scan(counts) Filter", "0: Project Write(late_clicks)");
            assertThat(exchanges(graph)).containsExactly(new Partitioning.Rebalance());
        }
    }

    @Test
    void watermarksAreAssignedWhereSplitsAreRead() {
        JobGraph graph =
                graph("INSERT INTO late_clicks SELECT ts, CAST(twice AS INT) FROM clicks " + IN_THREE, STREAMING);
        assertThat(vertices(graph))
                .containsExactly("3: Scan(clicks) Project AssignWatermark", "0: Project Write(late_clicks)");
    }

    @Test
    void anExchangeThatFollowsAnywayIsTheOnlyOne() {
        JobGraph graph = graph("SELECT a.x FROM big_a " + IN_THREE + " AS a JOIN big_b AS b ON a.x = b.x", STREAMING);
        assertThat(vertices(graph).get(0)).isEqualTo("3: Scan(big_a)");
        assertThat(vertices(graph).get(1)).startsWith("0: Scan(big_b)");
        assertThat(exchanges(graph).get(0)).isEqualTo(new Partitioning.Hash(List.of(0)));
    }

    @Test
    void partsThatBeginWithTheSameScanRunWhereItRuns() {
        JobGraph graph = graph(
                "SELECT k FROM clicks " + IN_THREE + " WHERE v > 1 UNION ALL SELECT k FROM clicks " + IN_THREE
                        + " WHERE v < 0",
                STREAMING.with("parallelism.default", "2"));
        assertThat(vertices(graph).subList(0, 3))
                .containsExactly("3: Scan(clicks) AssignWatermark", "3: Filter", "3: Filter");
        assertThat(vertices(graph).get(3)).startsWith("2: ");
        assertThat(exchanges(graph))
                .filteredOn(Partitioning.Forward.class::isInstance)
                .hasSize(2);
    }

    @Test
    void whatAllHaveNeedsNoExchange() {
        Configuration three = STREAMING.with("parallelism.default", "3");
        JobGraph graph = graph(
                "INSERT INTO late_clicks /*+ OPTIONS('sink.parallelism' = '3') */ SELECT window_end, k FROM counts "
                        + IN_THREE,
                three);
        assertThat(graph.edges()).isEmpty();
        assertThat(vertices(graph)).containsExactly("3: Scan(counts) Project Write(late_clicks)");
    }

    @Test
    void rowsThatOneTaskMakesAreDealtOutToWriters() {
        String ten = "SELECT ts, k FROM past_clicks ORDER BY v LIMIT 10";
        JobGraph many = graph("INSERT INTO late_clicks " + BY_FIVE + ten, Configuration.empty());
        assertThat(vertices(many)).last().isEqualTo("5: Write(late_clicks)");
        assertThat(exchanges(many)).last().isEqualTo(new Partitioning.Rebalance());
        JobGraph one = graph(
                "INSERT INTO late_clicks /*+ OPTIONS('sink.parallelism' = '1') */ SELECT ts, k FROM past_clicks",
                Configuration.empty());
        assertThat(vertices(one)).last().isEqualTo("1: Write(late_clicks)");
        assertThat(exchanges(one)).containsExactly(new Partitioning.Gather(List.of()));
    }

    @Test
    void partitionsStayWholeInTheirWriters() {
        JobGraph graph = graph(
                "INSERT INTO sink " + BY_FIVE + " SELECT x, z, CAST(y AS DECIMAL(10, 2)), z, CAST(y AS INT) FROM big_a",
                Configuration.empty());
        assertThat(vertices(graph)).last().asString().startsWith("5: ").contains("Write(sink)");
        assertThat(exchanges(graph)).containsExactly(new Partitioning.Hash(List.of(3, 4)));
    }

    @Test
    void changesOfARowStayInOrder() {
        String changing =
                "SELECT name, COUNT(*) FROM profiles /*+ OPTIONS('changelog' = 'RETRACT', 'scan.parallelism' = '3') */ GROUP BY name";
        JobGraph graph = graph(changing, STREAMING);
        assertThat(vertices(graph).get(0)).isEqualTo("3: Scan(profiles)");
        assertThat(exchanges(graph).get(0)).isEqualTo(new Partitioning.Hash(List.of(0)));
        String keyless =
                "SELECT n, COUNT(*) FROM counts /*+ OPTIONS('changelog' = 'RETRACT', 'scan.parallelism' = '3') */ GROUP BY n";
        assertThatThrownBy(() -> graph(keyless, STREAMING))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("'scan.parallelism' of the table of 'scan main.default_db.counts'")
                .hasMessageContaining("Declare PRIMARY KEY");
    }

    @Test
    void aJobHasAtLeastOneTask() {
        assertThatThrownBy(() -> graph("SELECT k FROM counts /*+ OPTIONS('scan.parallelism' = '0') */", STREAMING))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("'scan.parallelism' = '0' cannot be read: it is less than 1");
    }
}
