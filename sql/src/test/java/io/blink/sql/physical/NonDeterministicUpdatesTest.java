package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
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
    void whatIsLookedUpAgainMayBeAnother() {
        String lookup = "SELECT c.n, i.i_brand FROM (SELECT *, PROCTIME() AS now FROM " + COUNTS
                + ") c JOIN item FOR SYSTEM_TIME AS OF c.now AS i ON c.k = i.i_item_sk";
        assertThatThrownBy(() -> PlannedTables.plan(lookup, REFUSED))
                .hasMessageContaining("A lookup in ")
                .hasMessageContaining("looks rows up that change later (because of GroupAggregate)");
        PlannedTables.plan(lookup, Configuration.empty());
        PlannedTables.plan(lookup.replace("c.n,", "c.v,").replace(COUNTS, "clicks"), REFUSED);
    }
}
