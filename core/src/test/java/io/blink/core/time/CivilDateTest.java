package io.blink.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CivilDateTest {
    @Test
    void agreesWithJavaTimeForThousandsOfYears() {
        for (long day = -1_500_000; day < 3_000_000; day += 41) {
            LocalDate expected = LocalDate.ofEpochDay(day);
            long date = CivilDate.ofDays(day);
            assertThat(CivilDate.year(date)).as("year of %s", expected).isEqualTo(expected.getYear());
            assertThat(CivilDate.month(date)).as("month of %s", expected).isEqualTo(expected.getMonthValue());
            assertThat(CivilDate.day(date)).as("day of %s", expected).isEqualTo(expected.getDayOfMonth());
            assertThat(CivilDate.toDays(expected.getYear(), expected.getMonthValue(), expected.getDayOfMonth()))
                    .isEqualTo(day);
        }
    }

    @Test
    void monthsEndWhereTheCalendarSays() {
        LocalDate start = LocalDate.of(2024, 1, 31);
        for (int months = -400; months < 400; months++) {
            assertThat(CivilDate.plusMonths(start.toEpochDay(), months))
                    .isEqualTo(start.plusMonths(months).toEpochDay());
        }
    }
}
