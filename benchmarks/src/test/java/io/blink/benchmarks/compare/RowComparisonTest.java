package io.blink.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowComparisonTest {
    private static final String TYPES = "INTEGER,DOUBLE,VARCHAR";
    private static final String NAMES = "id,share,name";

    @Test
    void rowsInAnyOrderAreTheSameWithoutAnOrder() {
        assertThat(compare(List.of("1,0.5,a", "2,0.25,b"), List.of("2,0.25,b", "1,0.5,a")))
                .isEqualTo(Verdict.SAME);
    }

    @Test
    void doublesMayDifferALittleAndNothingElseMay() {
        assertThat(compare(List.of("1,1000000.5,a"), List.of("1,1000000.9,a"))).isEqualTo(Verdict.SAME);
        assertThat(compare(List.of("1,1000000.5,a"), List.of("1,1000002.5,a"))).isInstanceOf(Verdict.Different.class);
        assertThat(compare(List.of("1,0.0,a"), List.of("1,0.0000009,a"))).isEqualTo(Verdict.SAME);
        assertThat(compare(List.of("1,0.5,a"), List.of("1,0.5,A"))).isInstanceOf(Verdict.Different.class);
    }

    @Test
    void exactNumbersMayHaveAnotherScale() {
        ResultRows expected = ResultRows.of("DECIMAL(5;2)", "a", List.of("1.50"));
        RowComparison comparison = new RowComparison(expected, List.of(), Optional.empty());
        assertThat(comparison.compare(ResultRows.of("", "a", List.of("1.5000"))))
                .isEqualTo(Verdict.SAME);
        assertThat(comparison.compare(ResultRows.of("", "a", List.of("1.500001"))))
                .isInstanceOf(Verdict.Different.class);
    }

    @Test
    void nullIsNeitherEmptyNorZero() {
        assertThat(compare(List.of("NULL,NULL,NULL"), List.of("NULL,NULL,NULL")))
                .isEqualTo(Verdict.SAME);
        assertThat(compare(List.of("1,1,NULL"), List.of("1,1,"))).isInstanceOf(Verdict.Different.class);
        assertThat(compare(List.of("NULL,1,a"), List.of("0,1,a"))).isInstanceOf(Verdict.Different.class);
    }

    @Test
    void aRowThatComesTooOftenIsSeen() {
        assertThat(compare(List.of("1,1,a", "2,1,b"), List.of("1,1,a", "1,1,a")))
                .isInstanceOf(Verdict.Different.class);
        assertThat(compare(List.of("1,1,a"), List.of("1,1,a", "2,1,b")))
                .isEqualTo(new Verdict.Different("2 rows instead of 1"));
    }

    @Test
    void orderedColumnsAreComparedRowByRow() {
        RowComparison byName = comparison(List.of("1,1,a", "2,1,b", "3,1,b"), List.of(2));
        assertThat(byName.compare(rows(List.of("1,1,a", "3,1,b", "2,1,b")))).isEqualTo(Verdict.SAME);
        assertThat(byName.compare(rows(List.of("2,1,b", "1,1,a", "3,1,b"))))
                .isEqualTo(new Verdict.Different("row 1 has b in name instead of a"));
    }

    @Test
    void rowsTiedAtALimitAreLookedForInTheQueryWithoutIt() {
        ResultRows unlimited = rows(List.of("1,1,a", "2,1,b", "3,1,b", "4,1,c"));
        RowComparison comparison =
                new RowComparison(rows(List.of("1,1,a", "2,1,b")), List.of(2), Optional.of(() -> unlimited));
        assertThat(comparison.compare(rows(List.of("1,1,a", "3,1,b")))).isEqualTo(Verdict.SAME);
        assertThat(comparison.compare(rows(List.of("1,1,a", "5,1,b")))).isInstanceOf(Verdict.Different.class);
        assertThat(comparison.compare(rows(List.of("1,1,a", "4,1,c")))).isInstanceOf(Verdict.Different.class);
    }

    private static Verdict compare(List<String> expected, List<String> actual) {
        return comparison(expected, List.of()).compare(rows(actual));
    }

    private static RowComparison comparison(List<String> expected, List<Integer> ordered) {
        return new RowComparison(rows(expected), ordered, Optional.empty());
    }

    private static ResultRows rows(List<String> rows) {
        return ResultRows.of(TYPES, NAMES, rows);
    }
}
