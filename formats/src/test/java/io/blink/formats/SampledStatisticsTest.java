package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.formats.SampledStatistics.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampledStatisticsTest {
    private static Part part(double rows, long least, long greatest, double distinct) {
        return new Part(rows, 0, BigDecimal.valueOf(least), BigDecimal.valueOf(greatest), true, true, distinct, -1);
    }

    private static long distinct(double scale, Part... parts) {
        return SampledStatistics.column(List.of(parts), scale).distinctValues();
    }

    @Test
    void valuesThatComeBackInEachPartCountOnce() {
        assertThat(distinct(1, part(10_000, 1, 100, 100), part(10_000, 1, 100, 100)))
                .isBetween(99L, 101L);
    }

    @Test
    void partsSideBySideAddUp() {
        assertThat(distinct(1, part(10_000, 1, 100, 100), part(10_000, 101, 200, 100)))
                .isBetween(198L, 202L);
    }

    @Test
    void uniqueValuesGrowWithTheTable() {
        assertThat(distinct(10, part(1_000, 1, 1_000_000, 1_000))).isBetween(9_000L, 10_000L);
    }

    @Test
    void manyValuesOfAWideRangeAreNoMoreThanTheRangeHas() {
        assertThat(distinct(1, part(1_000_000, 1, 5_000, -1))).isEqualTo(5_000);
        assertThat(distinct(100, part(1_000_000, 1, 5_000, -1))).isEqualTo(5_000);
    }

    @Test
    void aKeyHasAsManyValuesAsRows() {
        assertThat(distinct(1, part(1_000, 1, 1_000, -1))).isEqualTo(1_000);
        assertThat(distinct(1, part(1_000, 1, 1_000, 1_000))).isEqualTo(1_000);
    }

    @Test
    void textsWithoutADictionaryAreTakenToBeUnique() {
        Part texts = new Part(1_000, 100, null, null, false, true, -1, 12);
        ColumnStatistics column = SampledStatistics.column(List.of(texts), 1);
        assertThat(column.distinctValues()).isEqualTo(900);
        assertThat(column.nullCount()).isEqualTo(100);
        assertThat(column.averageBytes()).isEqualTo(12);
        assertThat(column.min()).isNull();
    }

    @Test
    void boundsAreThoseOfAllParts() {
        ColumnStatistics column =
                SampledStatistics.column(List.of(part(10, 5, 7, 3), part(10, -2, 6, 3), part(10, 0, 9, 3)), 1);
        assertThat(column.min()).isEqualTo("-2");
        assertThat(column.max()).isEqualTo("9");
    }

    @Test
    void filesThatWereNotReadAreLikeThoseThatWere() {
        ColumnStatistics column = new ColumnStatistics(100, 10, "1", "100", -1);
        TableStatistics file = new TableStatistics(1_000, 500, Map.of("a", column));
        TableStatistics table = SampledStatistics.table(List.of(file, file), 5_000);
        assertThat(table.rowCount()).isEqualTo(10_000);
        assertThat(table.bytes()).isEqualTo(5_000);
        assertThat(table.columns().get("a").distinctValues()).isBetween(99L, 101L);
        assertThat(table.columns().get("a").nullCount()).isEqualTo(100);
    }

    @Test
    void whatNoFileSaysOfAColumnStaysUnknown() {
        ColumnStatistics column = new ColumnStatistics(-1, 10, "1.5", "2.5", 3);
        TableStatistics file = new TableStatistics(1_000, 500, Map.of("a", column));
        assertThat(SampledStatistics.table(List.of(file, file), 1_000).columns().get("a"))
                .isEqualTo(new ColumnStatistics(-1, 20, "1.5", "2.5", 3));
    }

    @Test
    void nothingIsKnownOfFilesThatDoNotSay() {
        TableStatistics file = new TableStatistics(-1, 500, Map.of());
        assertThat(SampledStatistics.table(List.of(file), 500).rowCount()).isEqualTo(-1);
        assertThat(SampledStatistics.table(List.of(), 0).rowCount()).isZero();
    }
}
