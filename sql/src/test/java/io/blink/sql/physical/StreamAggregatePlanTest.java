package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec.GroupAggregate;
import io.blink.core.plan.OperatorSpec.SplitDistinct;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamAggregatePlanTest {
    private static List<GroupAggregate> aggregates(String sql, Configuration settings) {
        JobGraph graph = PlannedTables.plan(sql, settings).graph();
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof GroupAggregate)
                .map(node -> (GroupAggregate) node.spec())
                .toList();
    }

    private static List<GroupAggregate> aggregates(String sql) {
        return aggregates(sql, Configuration.empty());
    }

    private static List<AggregatePhase> phases(List<GroupAggregate> aggregates) {
        return aggregates.stream().map(GroupAggregate::phase).toList();
    }

    @Test
    void batchesAreShortenedBeforeTheExchangeUnlessThatIsTurnedOff() {
        String sql = "SELECT k, COUNT(*), MAX(v) FROM clicks GROUP BY k";
        assertThat(phases(aggregates(sql))).containsExactly(AggregatePhase.PARTIAL, AggregatePhase.FINAL);
        Configuration onePhase = Configuration.empty().with("table.optimizer.agg-phase-strategy", "ONE_PHASE");
        assertThat(phases(aggregates(sql, onePhase))).containsExactly(AggregatePhase.SINGLE);
        assertThat(phases(aggregates("SELECT DISTINCT k FROM clicks")))
                .containsExactly(AggregatePhase.PARTIAL, AggregatePhase.FINAL);
    }

    @Test
    void whatCannotBeMergedStaysInOnePlace() {
        assertThat(phases(aggregates("SELECT k, COUNT(DISTINCT v) FROM clicks GROUP BY k")))
                .containsExactly(AggregatePhase.SINGLE);
        assertThat(phases(aggregates("SELECT k, ARRAY_AGG(v) FROM clicks GROUP BY k")))
                .containsExactly(AggregatePhase.SINGLE);
    }

    @Test
    void largeGroupsAreSharedByTheArgumentsOfDistinctIfThatIsWanted() {
        Configuration split = Configuration.empty().with("table.optimizer.distinct-agg.split.enabled", "true");
        String one = "SELECT k, COUNT(DISTINCT v), SUM(v) FROM clicks GROUP BY k";
        assertThat(phases(aggregates(one, split))).containsExactly(AggregatePhase.FINAL);
        assertThat(splits(one, split)).containsExactly(List.of(1));
        assertThat(splits("SELECT COUNT(DISTINCT v), AVG(DISTINCT k) FROM clicks", split))
                .containsExactlyInAnyOrder(List.of(0), List.of(1));
        String held = "SELECT k, COUNT(DISTINCT v), ARRAY_AGG(v) FROM clicks GROUP BY k";
        assertThat(splits(held, split)).isEmpty();
        assertThat(splits("SELECT k, COUNT(DISTINCT k) FROM clicks GROUP BY k", split))
                .isEmpty();
        assertThat(splits(one, Configuration.empty())).isEmpty();
    }

    private static List<List<Integer>> splits(String sql, Configuration settings) {
        return PlannedTables.plan(sql, settings).graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof SplitDistinct)
                .map(node -> ((SplitDistinct) node.spec()).distinctArguments())
                .toList();
    }

    @Test
    void groupsOfGroupsTakeRowsBackAndHaveOldContents() {
        String counts = "(SELECT k, COUNT(*) AS n FROM clicks GROUP BY k)";
        List<GroupAggregate> sums = aggregates("SELECT n, SUM(k) FROM " + counts + " GROUP BY n");
        assertThat(phases(sums))
                .containsExactly(
                        AggregatePhase.PARTIAL, AggregatePhase.FINAL, AggregatePhase.PARTIAL, AggregatePhase.FINAL);
        assertThat(sums).extracting(GroupAggregate::retracts).containsExactly(false, false, true, true);
        assertThat(sums.get(1).emitsUpdateBefore()).isTrue();
        List<GroupAggregate> extremes = aggregates("SELECT n, MAX(k) FROM " + counts + " GROUP BY n");
        assertThat(phases(extremes))
                .containsExactly(AggregatePhase.PARTIAL, AggregatePhase.FINAL, AggregatePhase.SINGLE);
    }

    @Test
    void groupsAreForgottenWhenTheSettingSaysSo() {
        Configuration settings = Configuration.empty().with("table.exec.state.ttl", "1 h");
        List<GroupAggregate> aggregates = aggregates("SELECT k, COUNT(*) FROM clicks GROUP BY k", settings);
        assertThat(aggregates).extracting(GroupAggregate::stateTtlMillis).containsOnly(3_600_000L);
    }
}
