package io.blink.sql.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;
import org.junit.jupiter.api.Test;

class KeyMatchTest {
    private static final ValueRange DAYS_OF_CALENDAR = new ValueRange(1, 70_000);
    private static final ValueRange DAYS_WITH_SALES = new ValueRange(30_001, 32_000);

    private static double rows(KeyMatch.Side left, KeyMatch.Side right) {
        return left.rows() * right.rows() * KeyMatch.selectivity(left, right);
    }

    private static KeyMatch.Side calendar(double days) {
        return new KeyMatch.Side(days, 70_000, 70_000, DAYS_OF_CALENDAR);
    }

    private static KeyMatch.Side sales() {
        return new KeyMatch.Side(1_000_000, 2_000, 1_000_000, DAYS_WITH_SALES);
    }

    @Test
    void everyRowOfAForeignKeyMatchesOneOfItsTable() {
        assertThat(rows(calendar(70_000), sales())).isCloseTo(1_000_000, within(1_000.0));
        assertThat(rows(sales(), calendar(70_000))).isCloseTo(1_000_000, within(1_000.0));
    }

    @Test
    void aFewKeysAreTakenToLieWhereTheOtherSideHasSome() {
        assertThat(rows(calendar(200), sales())).isCloseTo(100_000, within(100.0));
    }

    @Test
    void moreKeysThanTheOtherSideHasAreSpreadOverTheWholeRange() {
        assertThat(rows(calendar(7_000), sales())).isCloseTo(100_000, within(100.0));
    }

    @Test
    void filtersOfBothSidesCount() {
        KeyMatch.Side orders = new KeyMatch.Side(1_000, 100_000, 500_000, new ValueRange(1, 100_000));
        KeyMatch.Side customers = new KeyMatch.Side(10_000, 100_000, 100_000, new ValueRange(1, 100_000));
        assertThat(rows(orders, customers)).isCloseTo(100, within(1.0));
    }

    @Test
    void withoutStatisticsTheSmallerTableHasTheKeys() {
        KeyMatch.Side large = new KeyMatch.Side(1_000_000, Double.NaN, 1_000_000, ValueRange.UNKNOWN);
        KeyMatch.Side small = new KeyMatch.Side(10, Double.NaN, 1_000, ValueRange.UNKNOWN);
        assertThat(rows(large, small)).isCloseTo(10_000, within(1.0));
    }

    @Test
    void whatIsComputedHasTheValuesOfItsPartner() {
        KeyMatch.Side computed = new KeyMatch.Side(20, Double.NaN, Double.NaN, ValueRange.UNKNOWN);
        KeyMatch.Side countries = new KeyMatch.Side(100_000, 200, 100_000, ValueRange.UNKNOWN);
        assertThat(rows(computed, countries)).isCloseTo(10_000, within(1.0));
    }

    @Test
    void rangesAreReadFromTextsOfLiterals() {
        ColumnStatistics column = new ColumnStatistics(10, 0, "-1.50", "8.5", -1);
        assertThat(ValueRange.of(column, DataType.parse("DECIMAL(5, 2)"))).isEqualTo(new ValueRange(-1.5, 8.5));
        assertThat(ValueRange.of(column, DataType.parse("STRING")).isKnown()).isFalse();
        assertThat(ValueRange.of(null, DataType.parse("INT")).isKnown()).isFalse();
        assertThat(new ValueRange(1, 10).shareOf(new ValueRange(6, Double.POSITIVE_INFINITY)))
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void rowsWithoutAMatchAreNullBehindAnOuterJoin() {
        assertThat(KeyMatch.nullsOfOuterJoin(0, 1000, 100)).isEqualTo(0.9);
        assertThat(KeyMatch.nullsOfOuterJoin(0.5, 1000, 1000))
                .isGreaterThan(0.5)
                .isLessThan(0.6);
    }
}
