package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec.GroupAggregate;
import io.blink.core.plan.OperatorSpec.StreamRank;
import org.junit.jupiter.api.Test;

class StreamRankPlanTest {
    private static final String COUNTS =
            "(SELECT k, twice, count(*) AS n, max(v) AS m, sum(v) AS s FROM clicks GROUP BY k, twice)";

    private static JobGraph plan(String partition, String order, String filter, Configuration settings) {
        return PlannedTables.plan(
                        "SELECT k, n FROM (SELECT *, ROW_NUMBER() OVER (" + partition
                                + " ORDER BY " + order + ") AS rn FROM " + COUNTS + filter
                                + ") WHERE rn <= 3",
                        settings)
                .graph();
    }

    private static StreamRank rank(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof StreamRank)
                .map(node -> (StreamRank) node.spec())
                .findFirst()
                .orElseThrow();
    }

    private static StreamRank rank(String partition, String order) {
        return rank(plan(partition, order, "", Configuration.empty()));
    }

    @Test
    void ofRowsThatOnlyRiseThoseWithoutARankAreNotKept() {
        JobGraph graph = plan("PARTITION BY k", "n DESC, twice", "", Configuration.empty());
        assertThat(rank(graph).retracting()).isFalse();
        assertThat(rank(graph).updateKey()).containsExactly(0, 1);
        assertThat(graph.vertices().stream().flatMap(vertex -> vertex.operators().stream()))
                .filteredOn(node -> node.spec() instanceof GroupAggregate)
                .noneMatch(node -> ((GroupAggregate) node.spec()).emitsUpdateBefore());
        assertThat(rank("PARTITION BY k", "m DESC NULLS LAST, twice").updateKey())
                .isNotEmpty();
    }

    @Test
    void rowsThatMayFallAreAllKept() {
        assertThat(rank("PARTITION BY k", "n, twice").retracting()).isTrue();
        assertThat(rank("PARTITION BY k", "s DESC, twice").retracting()).isTrue();
        assertThat(rank("PARTITION BY k", "m DESC NULLS FIRST, twice").retracting())
                .isTrue();
        assertThat(rank(plan("PARTITION BY k", "n DESC, twice", " WHERE n > 1", Configuration.empty()))
                        .retracting())
                .as("a filter has rows go")
                .isTrue();
        Configuration forgetful = Configuration.empty().with("table.exec.state.ttl", "1 h");
        assertThat(rank(plan("PARTITION BY k", "n DESC, twice", "", forgetful)).retracting())
                .as("counts begin anew")
                .isTrue();
    }

    @Test
    void aRowThatMayMoveToAnotherPartitionIsFoundByItsContent() {
        assertThat(rank("PARTITION BY m", "n DESC, k, twice").retracting()).isTrue();
    }
}
