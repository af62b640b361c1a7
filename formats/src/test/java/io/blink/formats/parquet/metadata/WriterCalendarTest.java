package io.blink.formats.parquet.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class WriterCalendarTest {
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final Map<String, String> OLD_SPARK = Map.of("org.apache.spark.version", "2.4.8");

    @Test
    void everyOldDayIsTheOneThatTheJdksHybridCalendarNames() {
        GregorianCalendar hybrid = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        for (int day = -719_164; day < -141_000; day += 97) {
            hybrid.setTimeInMillis(day * 86_400_000L);
            LocalDate expected = LocalDate.of(hybrid.get(Calendar.YEAR), hybrid.get(Calendar.MONTH) + 1, 1)
                    .plusDays(hybrid.get(Calendar.DAY_OF_MONTH) - 1);
            assertThat(LocalDate.ofEpochDay(WriterCalendar.correctDay(day))).isEqualTo(expected);
        }
        assertThat(WriterCalendar.correctDay(-141_427)).isEqualTo(-141_427);
        assertThat(WriterCalendar.correctDay(19_000)).isEqualTo(19_000);
    }

    @Test
    void oldInstantsShowTheLocalTimeThatTheWriterSaw() {
        GregorianCalendar written = new GregorianCalendar(TimeZone.getTimeZone(KOLKATA));
        written.clear();
        written.set(1500, Calendar.MARCH, 1, 12, 30, 0);
        long[] micros = {written.getTimeInMillis() * 1000, 1_700_000_000_000_000L};
        WriterCalendar.of(OLD_SPARK, KOLKATA).correctInstants(micros, 2);
        assertThat(micros[0])
                .isEqualTo(LocalDateTime.of(1500, 3, 1, 12, 30).atZone(KOLKATA).toEpochSecond() * 1_000_000);
        assertThat(micros[1]).isEqualTo(1_700_000_000_000_000L);
    }

    @Test
    void onlyFilesOfOldWritersAreCorrected() {
        assertThat(WriterCalendar.of(Map.of(), ZoneOffset.UTC).isOld()).isFalse();
        assertThat(WriterCalendar.of(Map.of("org.apache.spark.version", "4.2.0"), ZoneOffset.UTC)
                        .isOld())
                .isFalse();
        assertThat(WriterCalendar.of(Map.of("writer.date.proleptic", "true"), ZoneOffset.UTC)
                        .isOld())
                .isFalse();
        assertThat(WriterCalendar.of(Map.of("writer.date.proleptic", "false"), ZoneOffset.UTC)
                        .oldDays())
                .isTrue();
        assertThat(WriterCalendar.of(OLD_SPARK, ZoneOffset.UTC).oldInt96()).isTrue();
        Map<String, String> legacyMode = Map.of(
                "org.apache.spark.version", "4.2.0",
                "org.apache.spark.legacyDateTime", "",
                "org.apache.spark.timeZone", "Asia/Kolkata");
        WriterCalendar calendar = WriterCalendar.of(legacyMode, ZoneOffset.UTC);
        assertThat(calendar.oldDays()).isTrue();
        assertThat(calendar.oldInt96()).isFalse();
        assertThat(calendar.oldZone()).isEqualTo(KOLKATA);
    }
}
