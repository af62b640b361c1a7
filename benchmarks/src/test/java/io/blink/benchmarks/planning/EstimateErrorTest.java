package io.blink.benchmarks.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

class EstimateErrorTest {
    private static final String PLAN = """
            Vertex 0 (1 task, 1 split)
              PartialAggregate by a [COUNT_ALL()]  {rows=2520}  [rows 8,491 -> 5, 10.3 ms, memory 193.9 KB]
                Project [a]  {rows=6018}  [rows 8,491 -> 8,491, 0.3 ms]
                  HashJoin on k = k  {rows=6000}  [rows 15,005 -> 12,000, 197.7 ms]
                    Filter a IN ('{rows=1}')  {rows=0}  [rows 7 -> 0, 0.1 ms]
                    Scan(orders) [k, a]  {rows=15000}  [rows 6,514, 12.4 ms]
            Planned in 0.269 s, ran for 0.490 s, 90 rows
            """;

    @Test
    void countsTheOperatorsThatChangeRowCounts() {
        assertThat(EstimateError.of("q1", PLAN))
                .extracting(EstimateError::operator, EstimateError::expected, EstimateError::actual)
                .containsExactly(
                        tuple("PartialAggregate", 2520.0, 5.0),
                        tuple("HashJoin", 6000.0, 12000.0),
                        tuple("Filter", 0.0, 0.0));
    }

    @Test
    void theFactorIsTheSameBothWaysAndNeverBelowOne() {
        assertThat(new EstimateError("q1", "Filter", 10, 1000, "").factor()).isEqualTo(100);
        assertThat(new EstimateError("q1", "Filter", 1000, 10, "").factor()).isEqualTo(100);
        assertThat(new EstimateError("q1", "Filter", 0, 0, "").factor()).isEqualTo(1);
    }
}
