package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.PlannedStatement;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonDeterministicUpdatesTest {
    private static final String COUNTS = "(SELECT k, COUNT(*) AS n FROM clicks GROUP BY k)";
    private static final Configuration REFUSED =
            Configuration.empty().with("table.optimizer.non-deterministic-update.strategy", "TRY_RESOLVE");

    @Test
    void aRowThatIsTakenBackMustBeTheRowThatCame() {
        String grouped = "SELECT r, COUNT(*) FROM (SELECT n + RAND_INTEGER(10) AS r FROM " + COUNTS + ") GROUP BY r";
        assertThatThrownBy(() -> PlannedTables.plan(grouped, REFUSED))
                .hasMessageContaining("RAND_INTEGER gives another value each time")
                .hasMessageContaining("GroupAggregate");
        assertThat(PlannedTables.plan(grouped, Configuration.empty()).graph().vertices())
                .isNotEmpty();
    }

    @Test
    void aFilterMustLetTheSameRowsGo() {
        assertThatThrownBy(() -> PlannedTables.plan("SELECT k FROM " + COUNTS + " WHERE n > RAND_INTEGER(10)", REFUSED))
                .hasMessageContaining("RAND_INTEGER");
    }

    @Test
    void valuesOfRowsThatOnlyComeMayBeAnything() {
        PlannedTables.plan("SELECT r, COUNT(*) FROM (SELECT RAND_INTEGER(10) AS r FROM clicks) GROUP BY r", REFUSED);
        PlannedTables.plan("SELECT k, COUNT(*) FROM " + COUNTS + " GROUP BY k", REFUSED);
    }

    @Test
    void whatLookupsFindIsKept() {
        String lookup = "SELECT c.n, i.i_brand FROM (SELECT *, PROCTIME() AS now FROM " + COUNTS
                + ") c JOIN item FOR SYSTEM_TIME AS OF c.now AS i ON c.k = i.i_item_sk";
        assertThat(kept(lookup, REFUSED)).isEqualTo(List.of(List.of("k0")));
        assertThat(kept(lookup, Configuration.empty())).isEmpty();
        assertThat(kept(lookup.replace("c.n,", "c.v,").replace(COUNTS, "clicks"), REFUSED))
                .isEmpty();
        assertThat(kept(lookup.replace("SELECT *,", "SELECT n AS k, n,"), REFUSED))
                .as("without a key, by all columns but the time")
                .isEqualTo(List.of(List.of("k", "n")));
        assertThatThrownBy(() -> kept(lookup.replace("c.n, i.i_brand", "c.now, SUM(c.n)") + " GROUP BY c.now", REFUSED))
                .hasMessageContaining("PROCTIME gives another value each time")
                .hasMessageContaining("(because of GroupAggregate)");
    }

    @Test
    void whatIsKeptIsForgottenInItsTime() {
        String lookup = "SELECT /*+ STATE_TTL('c' = '2 h') */ c.n, i.i_brand FROM (SELECT *, PROCTIME() AS now FROM "
                + COUNTS + ") c JOIN item FOR SYSTEM_TIME AS OF c.now AS i ON c.k = i.i_item_sk";
        assertThat(lookups(PlannedTables.plan(lookup, REFUSED)))
                .extracting(node -> ((OperatorSpec.KeptLookup) node.spec()).stateTtlMillis())
                .containsExactly(7_200_000L);
    }

    /** The row keys of lookups that keep what they find. */
    private static List<List<String>> kept(String query, Configuration settings) {
        return lookups(PlannedTables.plan(query, settings)).stream()
                .map(node -> ((OperatorSpec.KeptLookup) node.spec())
                        .rowKey().stream()
                                .map(column -> node.output().get(column).name())
                                .toList())
                .toList();
    }

    private static List<OperatorNode> lookups(PlannedStatement job) {
        return job.graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof OperatorSpec.KeptLookup)
                .toList();
    }
}
