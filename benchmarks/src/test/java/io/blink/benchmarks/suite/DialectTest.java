package io.blink.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DialectTest {
    @Test
    void quotesBecomeBackticksAndFunctionsLoseThem() {
        assertThat(Dialect.BACKTICKS.spell("SELECT \"sum\"(\"a\" + 1) \"total\" FROM t WHERE b = 'say \"x\"'"))
                .isEqualTo("SELECT sum(`a` + 1) `total` FROM t WHERE b = 'say \"x\"'");
    }

    @Test
    void decimalLiteralsBecomeCasts() {
        assertThat(Dialect.BACKTICKS.spell("DECIMAL '1.20' * DECIMAL '3'"))
                .isEqualTo("CAST('1.20' AS DECIMAL(3, 2)) * CAST('3' AS DECIMAL(1, 0))");
    }

    @Test
    void apostrophesInCommentsQuoteNothing() {
        assertThat(Dialect.BACKTICKS.spell("SELECT 1 -- it's \"one\"\n, \"a\""))
                .isEqualTo("SELECT 1 -- it's \"one\"\n, `a`");
    }

    @Test
    void theStandardSpellingStays() {
        assertThat(Dialect.STANDARD.spell("SELECT \"a\"")).isEqualTo("SELECT \"a\"");
    }

    @Test
    void flinkGetsItsReservedWordsQuotedAndDatesAsLiterals() {
        assertThat(Dialect.FLINK.spell("SELECT t.comment, CAST(0.5 * sum(x) AS DOUBLE) AS value FROM t\n"
                        + "WHERE d >= date('1994-01-01') ORDER BY value"))
                .isEqualTo("SELECT t.`comment`, CAST(0.5 * sum(x) AS DOUBLE) AS `value` FROM t\n"
                        + "WHERE d >= DATE '1994-01-01' ORDER BY `value`");
    }

    @Test
    void duckDbGetsAConcatenationThatKnowsNull() {
        assertThat(Dialect.DUCKDB.spell("SELECT \"concat\"(\"concat\"(a, ', '), f(b, c)), concat_ws(',', a) FROM t"))
                .isEqualTo("SELECT ((a || ', ') || f(b, c)), concat_ws(',', a) FROM t");
    }
}
