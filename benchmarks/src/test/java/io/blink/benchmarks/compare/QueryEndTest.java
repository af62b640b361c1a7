package io.blink.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryEndTest {
    @Test
    void onlyTheOutermostOrderAndLimitCount() {
        QueryEnd end = QueryEnd.of(
                "SELECT a FROM (SELECT b FROM t ORDER BY b LIMIT 3) WHERE c = ' LIMIT 5' ORDER BY \"a\" DESC NULLS LAST, f(x, y) ASC, 2 LIMIT 100");
        assertThat(end.orderBy()).containsExactly("\"a\"", "f(x, y)", "2");
        assertThat(end.unlimited()).hasValueSatisfying(text -> assertThat(text).endsWith(", 2 "));
    }

    @Test
    void keysAreResolvedUpToTheFirstThatIsNoColumn() {
        QueryEnd end = QueryEnd.of("SELECT 1 ORDER BY t.\"B\", 3, f(a), a");
        assertThat(end.columns(List.of("a", "b", "c"))).containsExactly(1, 2);
        assertThat(end.unlimited()).isEmpty();
    }

    @Test
    void aNameThatTwoColumnsHaveResolvesToNone() {
        assertThat(QueryEnd.of("SELECT 1 ORDER BY a").columns(List.of("a", "A")))
                .isEmpty();
    }
}
