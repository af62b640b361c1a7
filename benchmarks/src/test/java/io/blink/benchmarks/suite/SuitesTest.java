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
        assertThatThrownBy(() -> Suites.named("tpc", 1)).hasMessageContaining("basics, tpcds");
    }
}
