package io.blink.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NexmarkQueryTest {
    @Test
    void rangesNameQueries() {
        assertThat(NexmarkQuery.chosen(List.of("q0-q22")).stream().map(NexmarkQuery::id))
                .isEqualTo(IntStream.rangeClosed(0, 22).mapToObj(i -> "q" + i).toList());
        assertThat(NexmarkQuery.chosen(List.of("q7", "q0-q1")).stream().map(NexmarkQuery::id))
                .containsExactly("q7", "q0", "q1");
        assertThatThrownBy(() -> NexmarkQuery.chosen(List.of("q23")))
                .hasMessageContaining("There is no query q23; there are q0 to q22.");
    }

    @Test
    void everyQueryHasASinkAndASelect() {
        assertThat(NexmarkQuery.chosen(List.of("q0-q22"))).allSatisfy(query -> {
            assertThat(query.sink()).contains(" BIGINT");
            assertThat(query.select()).startsWith("SELECT ").doesNotContain("-- ");
            assertThat(query.createSink("/f")).contains("nexmark_" + query.id());
        });
    }

    @Test
    void aFileSaysWhatIsComparedAndWhatStandsBefore() {
        NexmarkQuery query = NexmarkQuery.parse("q5", """
                -- What it is about.
                -- sink: a BIGINT, p DECIMAL(23, 3), b STRING
                -- compare: a, p
                -- partitioned: b
                -- before: CREATE TEMPORARY VIEW v AS SELECT 1
                SELECT a,
                  p, b FROM t
                """);
        assertThat(query.comparedColumns()).isEqualTo("a BIGINT, p DECIMAL(23, 3)");
        assertThat(query.comparedRows()).isEqualTo("SELECT a, p FROM (\nSELECT a,\n  p, b FROM t\n)");
        assertThat(query.before()).contains("CREATE TEMPORARY VIEW v AS SELECT 1");
        assertThat(query.createSink("/f")).contains("PARTITIONED BY (b)").contains("'path' = '/f'");
        assertThat(NexmarkQuery.parse("q6", "-- sink: a BIGINT\n-- compare: none; chance\nSELECT a")
                        .compared())
                .isEmpty();
    }
}
