package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.GroupAggregate;
import io.blink.core.plan.OperatorSpec.Materialize;
import io.blink.core.type.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangelogPlanTest {
    private static final Configuration BOUNDED = Configuration.empty()
            .with("execution.runtime-mode", "streaming")
            .with("table.optimizer.agg-phase-strategy", "ONE_PHASE");

    private static <T extends OperatorSpec> List<T> specs(JobGraph graph, Class<T> type) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .map(node -> node.spec())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static boolean emitsOldContents(JobGraph graph) {
        List<GroupAggregate> aggregates = specs(graph, GroupAggregate.class);
        return aggregates.get(aggregates.size() - 1).emitsUpdateBefore();
    }

    private static List<String> resultColumns(JobGraph graph) {
        return graph.resultFields().stream().map(Field::name).toList();
    }

    @Test
    void changesOfEndlessRowsAreShownWithTheirKinds() {
        JobGraph graph = PlannedTables.plan("SELECT k, COUNT(*) AS n FROM clicks GROUP BY k")
                .graph();
        assertThat(resultColumns(graph)).containsExactly("op", "k", "n");
        assertThat(emitsOldContents(graph)).isTrue();
        JobGraph rows = PlannedTables.plan("SELECT k FROM clicks").graph();
        assertThat(resultColumns(rows)).containsExactly("k");
    }

    @Test
    void ofRowsThatEndTheRemainingOnesAreTheResult() {
        JobGraph graph = PlannedTables.plan("SELECT k, COUNT(*) AS n FROM past_clicks GROUP BY k", BOUNDED)
                .graph();
        assertThat(resultColumns(graph)).containsExactly("k", "n");
        assertThat(specs(graph, Materialize.class)).containsExactly(new Materialize(true, List.of(0)));
        assertThat(emitsOldContents(graph)).as("a key tells which row changed").isFalse();
    }

    @Test
    void rowsWithoutTheirKeyAreCounted() {
        JobGraph graph = PlannedTables.plan("SELECT COUNT(*) AS n FROM past_clicks GROUP BY k", BOUNDED)
                .graph();
        assertThat(specs(graph, Materialize.class)).containsExactly(new Materialize(true, List.of(0)));
        assertThat(emitsOldContents(graph)).isTrue();
    }

    @Test
    void aFilterOnWhatChangesNeedsTheOldContents() {
        String groups = "SELECT k, COUNT(*) AS n FROM past_clicks GROUP BY k";
        assertThat(emitsOldContents(PlannedTables.plan("SELECT * FROM (" + groups + ") WHERE n > 1", BOUNDED)
                        .graph()))
                .isTrue();
        assertThat(emitsOldContents(
                        PlannedTables.plan(groups + " HAVING k > 1", BOUNDED).graph()))
                .isFalse();
    }

    @Test
    void tablesThatTakeOnlyNewRowsRefuseChangesAndSayWhereTheyComeFrom() {
        String insert = "INSERT INTO counts (k, n) SELECT k, COUNT(*) FROM %s GROUP BY k";
        assertThatThrownBy(() -> PlannedTables.plan(insert.formatted("clicks")))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("change after they came (because of GroupAggregate)")
                .hasMessageContaining("takes only new rows");
        JobGraph graph =
                PlannedTables.plan(insert.formatted("past_clicks"), BOUNDED).graph();
        assertThat(specs(graph, Materialize.class)).hasSize(1);
    }

    @Test
    void anOrderOfRowsThatEndIsMadeWhereTheyWereKept() {
        JobGraph graph = PlannedTables.plan("SELECT k, v FROM past_clicks ORDER BY v", BOUNDED)
                .graph();
        assertThat(specs(graph, Materialize.class)).containsExactly(new Materialize(false, List.of()));
        assertThat(graph.vertices())
                .filteredOn(vertex -> vertex.name().contains("Materialize"))
                .singleElement()
                .satisfies(vertex -> assertThat(vertex.name()).contains("Materialize -> Sort"));
    }

    @Test
    void aSourceThatTellsNewContentsAloneHasNoOldOnes() {
        String plan = PlannedTables.plan("SELECT name, COUNT(*) FROM profiles GROUP BY name")
                .explainJob();
        assertThat(plan).containsPattern("Scan\\(profiles\\).*changelog=\\[I,UA,D]");
        assertThat(plan)
                .as("the aggregate needs old contents, which are made from state")
                .containsPattern("ChangelogNormalize.*changelog=\\[I,UB,UA,D]");
    }

    @Test
    void changesThatMayBeToldTwiceAreFoundByTheirKey() {
        Configuration twice = Configuration.empty().with("table.exec.source.cdc-events-duplicate", "true");
        assertThat(specs(PlannedTables.plan("SELECT * FROM captured").graph(), OperatorSpec.ChangelogNormalize.class))
                .isEmpty();
        assertThat(specs(
                        PlannedTables.plan("SELECT name FROM captured", twice).graph(),
                        OperatorSpec.ChangelogNormalize.class))
                .containsExactly(new OperatorSpec.ChangelogNormalize(List.of(0), true, 0));
        assertThatThrownBy(() -> PlannedTables.plan("SELECT * FROM captured_without_key", twice))
                .hasMessageContaining("needs a PRIMARY KEY of main.default_db.captured_without_key");
    }

    @Test
    void aJobHasTheNameThatWasSet() {
        String query = "SELECT  k\nFROM clicks";
        assertThat(PlannedTables.plan(query).graph().name()).isEqualTo("SELECT k FROM clicks");
        Configuration named = Configuration.empty().with("pipeline.name", "kafka-to-hive");
        assertThat(PlannedTables.plan(query, named).graph().name()).isEqualTo("kafka-to-hive");
    }
}
