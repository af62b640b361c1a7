package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.TimeWindow;
import io.blink.core.plan.Vertex;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateRowsPlanTest {
    private static final Configuration ASIDE = Configuration.empty().with("table.exec.late-rows.table", "late_clicks");
    private static final String COUNTS = "INSERT INTO counts SELECT k, count(*), window_end FROM TABLE(%s"
            + "(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end";

    private static <S extends OperatorSpec> List<S> specs(JobGraph graph, Class<S> type) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .map(node -> node.spec())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void whichRowsAreLateIsSaidOnceWhereTheWindowsAre() {
        JobGraph graph = PlannedTables.plan(COUNTS.formatted("TUMBLE"), ASIDE).graph();
        assertThat(specs(graph, OperatorSpec.MarkLate.class))
                .containsExactly(new OperatorSpec.MarkLate(1, TimeWindow.tumble(60_000_000, 0), 0));
        assertThat(specs(graph, OperatorSpec.WindowAggregate.class))
                .singleElement()
                .satisfies(window -> assertThat(window.phase()).isEqualTo(AggregatePhase.SINGLE));
        assertThat(specs(graph, OperatorSpec.TableWrite.class)).hasSize(2);
        Vertex marking = graph.vertices().stream()
                .filter(vertex -> vertex.root().spec() instanceof OperatorSpec.MarkLate)
                .findFirst()
                .orElseThrow();
        List<Edge> readers = graph.edges().stream()
                .filter(edge -> edge.sourceVertex() == marking.id())
                .toList();
        assertThat(readers).hasSize(2).allMatch(edge -> edge.partitioning() instanceof Partitioning.Forward);
    }

    @Test
    void rowsThatOverOrPatternsWouldDropGoAsideToo() {
        String over = "INSERT INTO counts SELECT k, count(*) OVER (PARTITION BY k ORDER BY ts), ts FROM clicks";
        assertThat(specs(PlannedTables.plan(over, ASIDE).graph(), OperatorSpec.MarkLate.class))
                .singleElement()
                .satisfies(late -> assertThat(late.graceMicros()).isEqualTo(1));
        String match = "INSERT INTO counts SELECT k, v, t FROM clicks MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts"
                + " MEASURES a.v AS v, a.ts AS t PATTERN (a b) DEFINE b AS b.v > a.v)";
        assertThat(specs(PlannedTables.plan(match, ASIDE).graph(), OperatorSpec.MarkLate.class))
                .hasSize(1);
    }

    @Test
    void rowsThatSessionsWouldDropAreSaidByTheirKeys() {
        String sql = COUNTS.formatted("SESSION").replace("clicks,", "clicks PARTITION BY k,");
        OperatorSpec.MarkLate sessions = new OperatorSpec.MarkLate(1, TimeWindow.session(60_000_000), List.of(0), 0);
        assertThat(specs(PlannedTables.plan(sql, ASIDE).graph(), OperatorSpec.MarkLate.class))
                .containsExactly(sessions);
        String distinct = sql.replace("count(*)", "count(DISTINCT v)");
        assertThat(specs(PlannedTables.plan(distinct, ASIDE).graph(), OperatorSpec.MarkLate.class))
                .singleElement()
                .satisfies(late -> assertThat(late.keys()).hasSize(1));
    }

    @Test
    void onlyTheFirstOperatorOnAWayHasLateRows() {
        String hours =
                "INSERT INTO counts SELECT k, sum(n), window_end FROM TABLE(TUMBLE((SELECT k, n, window_time AS t FROM ("
                        + "SELECT k, count(*) AS n, window_time FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                        + " GROUP BY k, window_start, window_end, window_time)), DESCRIPTOR(t), INTERVAL '1' HOUR))"
                        + " GROUP BY k, window_start, window_end";
        assertThat(specs(PlannedTables.plan(hours, ASIDE).graph(), OperatorSpec.MarkLate.class))
                .singleElement()
                .satisfies(late -> assertThat(late.window().sizeMicros()).isEqualTo(60_000_000));
    }

    @Test
    void aBatchHasNoLateRows() {
        Configuration batch = ASIDE.with("execution.runtime-mode", "batch");
        JobGraph graph = PlannedTables.plan(COUNTS.formatted("TUMBLE"), batch).graph();
        assertThat(specs(graph, OperatorSpec.TableWrite.class)).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsAnErrorThatSaysSo() {
        String counts = COUNTS.formatted("TUMBLE");
        assertRefused(counts, ASIDE.with("table.exec.late-rows.table", "nowhere"), "there is no table 'nowhere'");
        assertRefused(
                counts,
                ASIDE.with("table.exec.late-rows.table", "item"),
                "has a column 'i_item_sk', which late rows of this statement have not: theirs are [k INT, ts TIMESTAMP(3)]");
        assertRefused(
                "INSERT INTO counts SELECT k, v, ts FROM clicks",
                ASIDE,
                "no operator of the statement drops late rows");
        assertRefused(counts, ASIDE.with("table.optimizer.reuse-sub-plan-enabled", "false"), "reuse-sub-plan-enabled");
    }

    private static void assertRefused(String sql, Configuration settings, String why) {
        assertThatThrownBy(() -> PlannedTables.plan(sql, settings))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(why);
    }
}
