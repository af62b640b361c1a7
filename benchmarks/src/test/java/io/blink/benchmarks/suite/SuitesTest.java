package io.blink.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuitesTest {
    @Test
    void tpcdsHasItsNinetyNineQueriesWithoutVariables() {
        Suite tpcds = Suites.named("tpcds", 1);
        assertThat(tpcds.queries()).hasSize(99);
        assertThat(tpcds.tables()).hasSize(24);
        assertThat(tpcds.queries())
                .allSatisfy(
                        query -> assertThat(query.text()).doesNotContain("${").doesNotEndWith(";"));
    }

    @Test
    void tpchHasItsTwentyTwoQueriesWithoutVariables() {
        Suite tpch = Suites.named("tpch", 0.01);
        assertThat(tpch.queries()).hasSize(22);
        assertThat(tpch.tables()).hasSize(8);
        assertThat(tpch.queries()).allSatisfy(query -> assertThat(query.text()).doesNotContain("${"));
    }

    @Test
    void renamingLeavesNoNameOfATableOrColumnAndNoLiteralChanged() {
        Suite tpch = Suites.named("tpch", 1);
        Suite renamed = tpch.renamed();
        assertThat(renamed.tables()).hasSize(8).doesNotContainAnyElementsOf(tpch.tables());
        assertThat(renamed.queries().get(2).text())
                .contains("'BUILDING'")
                .doesNotContain("orderkey")
                .doesNotContain("lineitem");
        assertThat(renamed.data().columns(renamed.tables().get(0)))
                .hasSameSizeAs(tpch.data().columns(tpch.tables().get(0)));
    }

    @Test
    void theSortLooksAsDeepAsTheScaleAllows() {
        Suite basics = Suites.named("basics", 0.5);
        assertThat(basics.only(List.of("sort")).queries().get(0).text()).contains("LIMIT 1400000");
        assertThat(basics.only(List.of("page")).queries().get(0).text()).contains("OFFSET 1400000");
    }

    @Test
    void someQueriesCanBeChosenAndUnknownOnesAreNamed() {
        Suite suite = Suites.named("basics", 1);
        assertThat(suite.only(List.of("sort", "scan")).queries())
                .extracting(Query::id)
                .containsExactly("scan", "sort");
        assertThatThrownBy(() -> suite.only(List.of("q1")))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("no query q1");
        assertThatThrownBy(() -> Suites.named("tpc", 1)).hasMessageContaining("basics, scan, tpcds");
    }
}
