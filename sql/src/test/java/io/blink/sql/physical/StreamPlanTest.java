package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.core.plan.WatermarkEmission;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamPlanTest {
    private static final String COUNTS = "SELECT k, count(*) AS n, window_end FROM TABLE(TUMBLE(TABLE clicks, "
            + "DESCRIPTOR(ts), INTERVAL '1' MINUTE)) %s GROUP BY k, window_start, window_end";

    @Test
    void streamsKeepEveryEdgePipelined() {
        JobGraph graph = PlannedTables.plan(COUNTS.formatted("")).graph();
        assertThat(graph.mode()).isEqualTo(ExecutionMode.STREAMING);
        assertThat(graph.edges()).allMatch(edge -> edge.kind() == EdgeKind.PIPELINED);
        assertThat(graph.keyGroups()).isEqualTo(JobGraph.DEFAULT_KEY_GROUPS);
    }

    @Test
    void stateKeepsItsNameWhenOtherPartsOfTheStatementChange() {
        List<String> plain = stateIds(PlannedTables.plan(COUNTS.formatted("")).graph());
        List<String> filtered =
                stateIds(PlannedTables.plan(COUNTS.formatted("WHERE v > 7")).graph());
        List<String> inserted = stateIds(
                PlannedTables.plan("INSERT INTO counts " + COUNTS.formatted("")).graph());
        assertThat(plain).hasSize(3).doesNotHaveDuplicates();
        assertThat(filtered).isEqualTo(plain);
        assertThat(inserted).isEqualTo(plain);
    }

    @Test
    void stateOfAnotherWindowHasAnotherName() {
        List<String> minute = stateIds(PlannedTables.plan(COUNTS.formatted("")).graph());
        List<String> hour = stateIds(PlannedTables.plan(COUNTS.formatted("").replace("MINUTE", "HOUR"))
                .graph());
        assertThat(hour.get(0)).isEqualTo(minute.get(0));
        assertThat(hour.subList(1, 3)).doesNotContainAnyElementsOf(minute);
    }

    /** Of the scan and of the windows. */
    private static List<String> stateIds(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof OperatorSpec.TableScan
                        || node.spec() instanceof OperatorSpec.WindowAggregate)
                .map(OperatorNode::stateId)
                .toList();
    }

    @Test
    void sortingAStreamIsRefused() {
        assertThatThrownBy(() -> PlannedTables.plan("SELECT k FROM clicks ORDER BY v"))
                .isInstanceOf(BlinkException.class)
                .hasMessageStartingWith("ORDER BY without LIMIT is not supported in a streaming job: ")
                .hasMessageContaining("TUMBLE");
    }

    /** One join says whether it holds; where NULLs are possible another one says whether it is unknown, by the different NULL-nesses of the right side. */
    @Test
    void testsOfSubQueriesAreJoinsThatMark() {
        String certain =
                "SELECT k FROM clicks WHERE k IS NOT DISTINCT FROM 1 OR EXISTS (SELECT 1 FROM store_sales WHERE ss_store_sk = k)";
        assertThat(marks(certain)).isEqualTo(1);
        String unknown = "SELECT k FROM clicks WHERE k IN (SELECT ss_store_sk FROM store_sales) OR k = 1";
        assertThat(marks(unknown)).isEqualTo(2);
    }

    /** Whether there are rows, and any with a NULL, is known to all tasks, so that no task must take all rows. */
    @Test
    void testsWithoutFurtherKeysAreDealtOut() {
        String anti = "SELECT k FROM clicks WHERE k NOT IN (SELECT ss_store_sk FROM store_sales)";
        assertThat(PlannedTables.plan(anti).explainJob())
                .containsSubsequence("AntiStreamJoin", "hash(key$0)", "hash(bucket$)");
        // Groups are known by their key, which an exchange by something else would lose.
        String byKey =
                "SELECT k, k NOT IN (SELECT ss_store_sk FROM store_sales) FROM (SELECT k FROM clicks GROUP BY k HAVING count(*) < 3)";
        assertThat(PlannedTables.plan(byKey).explainJob()).doesNotContain("bucket$");
    }

    @Test
    void aHintSpreadsAJoinWithoutEqualities() {
        String sql = "SELECT /*+ BROADCAST(s) */ c.k FROM clicks c JOIN store_sales s ON c.k %s s.ss_store_sk";
        assertThat(PlannedTables.plan(sql.formatted(">")).explainJob()).contains("hash(bucket$)");
        assertThat(PlannedTables.plan(sql.replace("/*+ BROADCAST(s) */", "").formatted(">"))
                        .explainJob())
                .contains("gather")
                .doesNotContain("bucket$");
        assertThat(PlannedTables.plan(sql.formatted("=")).notices())
                .singleElement()
                .asString()
                .startsWith("The hint BROADCAST(s) is not obeyed: a stream sends none but the right side");
    }

    private static long marks(String sql) {
        return PlannedTables.plan(sql).graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof OperatorSpec.StreamJoin join && join.type() == JoinType.MARK)
                .count();
    }

    @Test
    void windowsNeedAWatermark() {
        String sql = "SELECT count(*) FROM unmarked GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)";
        assertThatThrownBy(() -> PlannedTables.plan(sql))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("WATERMARK FOR");
    }

    @Test
    void theWatermarkOfAnotherColumnDoesNotDo() {
        String sql = "SELECT count(*) FROM TABLE(TUMBLE((SELECT k, ts + INTERVAL '1' DAY AS tomorrow FROM clicks), "
                + "DESCRIPTOR(tomorrow), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end";
        assertThatThrownBy(() -> PlannedTables.plan(sql))
                .isInstanceOf(BlinkException.class)
                .hasMessageStartingWith(
                        "A window over 'tomorrow' in a streaming job requires it to be a time attribute");
        Configuration streaming = Configuration.empty().with("execution.runtime-mode", "streaming");
        assertThat(PlannedTables.plan(sql.replace("clicks", "past_clicks"), streaming)
                        .explainJob())
                .contains("Materialize");
        String ranks =
                "SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY k) AS n"
                        + " FROM TABLE(TUMBLE(TABLE unmarked, DESCRIPTOR(ts), INTERVAL '1' MINUTE))) WHERE n = 1";
        assertThatThrownBy(() -> PlannedTables.plan(ranks))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("WATERMARK FOR");
    }

    @Test
    void aTableSaysHowItsWatermarkIsMade() {
        String hinted = "SELECT ts FROM clicks /*+ OPTIONS('scan.watermark.idle-timeout' = '7 s', %s) */";
        String aligned = "'scan.watermark.alignment.group' = 'g', 'scan.watermark.alignment.max-drift' = '2 s'";
        assertThat(watermark(hinted.formatted(aligned)))
                .isEqualTo(new OperatorSpec.AssignWatermark(
                        0, 5_000_000, 7000, null, new WatermarkAlignment("g", 2_000_000, 1000)));
        assertThat(watermark(hinted.formatted("'scan.watermark.emit.strategy' = 'on-periodic'")))
                .isEqualTo(new OperatorSpec.AssignWatermark(0, 5_000_000, 7000, new WatermarkEmission(0, 200), null));
        assertThat(watermark(hinted.formatted("'scan.watermark.emit.on-event.gap' = '50'")))
                .isEqualTo(new OperatorSpec.AssignWatermark(0, 5_000_000, 7000, new WatermarkEmission(50, 0), null));
        String half = hinted.formatted("'scan.watermark.alignment.max-drift' = '2 s'");
        assertThatThrownBy(() -> PlannedTables.plan(half))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("needs both 'scan.watermark.alignment.group' and");
    }

    private static OperatorSpec watermark(String sql) {
        return PlannedTables.plan(sql).graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .map(OperatorNode::spec)
                .filter(OperatorSpec.AssignWatermark.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void windowsOfProcessingTimeAreNotClosedByTheWatermark() {
        String sql = "SELECT count(*) FROM (SELECT k, PROCTIME() AS now FROM clicks) AS c"
                + " GROUP BY TUMBLE(now, INTERVAL '1' MINUTE)";
        assertThat(PlannedTables.plan(sql).explainJob()).contains("AssignProcessingTime");
        assertThatThrownBy(() -> PlannedTables.plan(sql.replace("PROCTIME()", "CAST(PROCTIME() AS TIMESTAMP(3))")))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("which is PROCTIME() converted to another type");
    }

    @Test
    void rowsThatAreProcessedWithinAnIntervalGetTheirTimeWhereTheyMeet() {
        String now = "(SELECT *, PROCTIME() AS now FROM clicks)";
        String join = "SELECT a.k, a.ts FROM " + now + " AS a JOIN " + now + " AS b ON a.k = b.k"
                + " AND a.now BETWEEN b.now - INTERVAL '5' SECOND AND b.now + INTERVAL '5' SECOND";
        assertThat(PlannedTables.plan(join).explainJob())
                .containsSubsequence("IntervalJoin", "AssignProcessingTime", "hash(k)", "AssignProcessingTime");
        String chain =
                join + " JOIN " + now + " AS c ON c.k = a.k AND c.now BETWEEN a.now AND a.now + INTERVAL '5' SECOND";
        assertThat(PlannedTables.plan(chain).explainJob())
                .containsSubsequence("IntervalJoin", "IntervalJoin")
                .doesNotContain("StreamJoin");
        String oneEnd = join.replace("BETWEEN b.now - INTERVAL '5' SECOND AND b.now + INTERVAL '5' SECOND", "> b.now");
        assertThat(PlannedTables.plan(oneEnd).explainJob()).contains(" StreamJoin");
        assertThatThrownBy(() -> PlannedTables.plan(
                        "SELECT count(*) FROM (" + join + ") AS j GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("but the watermark is that of another column");
    }

    @Test
    void windowsOverRowsThatEndCloseAtTheirEnd() {
        Configuration streaming = Configuration.empty().with("execution.runtime-mode", "streaming");
        String sql = "SELECT TUMBLE_START(window_end, INTERVAL '1' HOUR), sum(n) FROM counts"
                + " GROUP BY TUMBLE(window_end, INTERVAL '1' HOUR)";
        JobGraph graph = PlannedTables.plan(sql, streaming).graph();
        assertThat(graph.mode()).isEqualTo(ExecutionMode.STREAMING);
    }

    @Test
    void watermarksFollowTheModeAndNotTheSource() {
        String past = "SELECT count(*) FROM TABLE(TUMBLE(TABLE past_clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                + " GROUP BY window_start, window_end";
        Configuration streaming = Configuration.empty().with("execution.runtime-mode", "streaming");
        assertThat(watermarks(PlannedTables.plan(past, streaming).graph())).isEqualTo(1);
        assertThat(watermarks(PlannedTables.plan(past).graph())).isZero();

        String both = "WITH all_clicks AS (SELECT k, ts FROM clicks UNION ALL SELECT k, ts FROM past_clicks)"
                + " SELECT count(*) FROM TABLE(TUMBLE(TABLE all_clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                + " GROUP BY window_start, window_end";
        assertThat(watermarks(PlannedTables.plan(both).graph())).isEqualTo(2);
    }

    private static long watermarks(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof OperatorSpec.AssignWatermark)
                .count();
    }

    @Test
    void aBatchReadsWhatAStreamHasNow() {
        Configuration batch = Configuration.empty().with("execution.runtime-mode", "batch");
        JobGraph graph =
                PlannedTables.plan("SELECT k FROM clicks ORDER BY k", batch).graph();
        assertThat(graph.mode()).isEqualTo(ExecutionMode.BATCH);
    }
}
