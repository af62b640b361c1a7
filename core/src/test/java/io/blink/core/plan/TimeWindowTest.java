package io.blink.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeWindowTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long DAY = 24 * HOUR;
    private static final List<String> ZONES =
            List.of("Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia");

    private static TimeWindow window(TimeWindow.Kind kind, long size, long step, long offset, String zone) {
        return new TimeWindow(kind, size, step, offset, zone == null ? null : new LocalTimeline(zone));
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000;
    }

    private static long midnight(String date, String zone) {
        return micros(LocalDate.parse(date).atStartOfDay(ZoneId.of(zone)).toInstant());
    }

    @Test
    void daysBeginAtTheMidnightsOfTheZone() {
        for (String zone : ZONES) {
            TimeWindow days = window(TimeWindow.Kind.TUMBLE, DAY, DAY, 0, zone);
            for (String date :
                    List.of("1988-04-17", "2024-01-05", "2024-03-10", "2024-04-07", "2024-11-03", "2018-11-04")) {
                long start = midnight(date, zone);
                long end = midnight(LocalDate.parse(date).plusDays(1).toString(), zone);
                for (long time : new long[] {start, start + HOUR, start + 2 * HOUR, end - HOUR, end - 1}) {
                    assertThat(days.sliceStart(time)).as("%s in %s", date, zone).isEqualTo(start);
                    assertThat(days.sliceEnd(time)).isEqualTo(end);
                    assertThat(days.firstEndAfter(time)).isEqualTo(end);
                    assertThat(days.lastEnd(time)).isEqualTo(end);
                    assertThat(days.startOf(end)).isEqualTo(start);
                }
            }
        }
    }

    @Test
    void aDayGrowsThroughTheHoursThatItHas() {
        TimeWindow growing = window(TimeWindow.Kind.CUMULATE, DAY, HOUR, 0, "America/New_York");
        assertThat(ends(growing, midnight("2024-03-10", "America/New_York"))).isEqualTo(23);
        assertThat(ends(growing, midnight("2024-11-03", "America/New_York"))).isEqualTo(24);
        assertThat(ends(growing, midnight("2024-07-01", "America/New_York"))).isEqualTo(24);
    }

    private static int ends(TimeWindow window, long start) {
        int count = 0;
        for (long end = window.firstEndAfter(start); end <= window.lastEnd(start); end = window.firstEndAfter(end)) {
            assertThat(window.startOf(end)).isEqualTo(start);
            count++;
        }
        return count;
    }

    /** At any time: the windows from the first that ends behind it to the last are those that have it, and its slice lies in each as a whole. */
    @Test
    void windowsHaveTheirSlicesAsAWhole() {
        Random random = new Random(3);
        for (String zone : new String[] {null, "Asia/Shanghai", "America/New_York", "America/Sao_Paulo"}) {
            for (TimeWindow window : List.of(
                    window(TimeWindow.Kind.TUMBLE, DAY, DAY, 5 * HOUR, zone),
                    window(TimeWindow.Kind.TUMBLE, HOUR / 2, HOUR / 2, 0, zone),
                    window(TimeWindow.Kind.HOP, DAY, 4 * HOUR, HOUR, zone),
                    window(TimeWindow.Kind.HOP, 6 * HOUR, 4 * HOUR, 0, zone),
                    window(TimeWindow.Kind.CUMULATE, DAY, HOUR, 0, zone),
                    window(TimeWindow.Kind.CUMULATE, DAY, 6 * HOUR, 3 * HOUR, zone))) {
                for (int i = 0; i < 400; i++) {
                    covers(window, nearMove(random));
                }
            }
        }
    }

    private static long nearMove(Random random) {
        List<String> moves = List.of(
                "2024-03-10T07:00:00Z",
                "2024-11-03T06:00:00Z",
                "2018-11-04T03:00:00Z",
                "1991-04-13T18:00:00Z",
                "2011-12-30T10:00:00Z");
        long move = micros(Instant.parse(moves.get(random.nextInt(moves.size()))));
        return move + (random.nextInt(400) - 200) * HOUR / 4 - random.nextInt(2);
    }

    private static void covers(TimeWindow window, long time) {
        long start = window.sliceStart(time);
        long end = window.sliceEnd(time);
        assertThat(start).isLessThanOrEqualTo(time);
        assertThat(end).isGreaterThan(time);
        assertThat(window.sliceStart(start)).isEqualTo(start);
        assertThat(window.sliceStart(end - 1)).isEqualTo(start);
        assertThat(window.lastEnd(start)).isEqualTo(window.lastEnd(time));
        long last = window.lastEnd(time);
        long first = window.firstEndAfter(time);
        assertThat(window.startOf(last)).isLessThanOrEqualTo(start);
        assertThat(first).isGreaterThanOrEqualTo(end);
        for (long windowEnd = first; windowEnd <= last; windowEnd = window.firstEndAfter(windowEnd)) {
            assertThat(window.startOf(windowEnd)).isLessThanOrEqualTo(start);
        }
        assertThat(window.startOf(window.firstEndAfter(last))).isGreaterThan(time);
    }

    @Test
    void aPlanHasTheZoneByItsName() {
        TimeWindow days = window(TimeWindow.Kind.TUMBLE, DAY, DAY, 0, "Asia/Shanghai");
        assertThat(PlanJson.read(PlanJson.write(days), TimeWindow.class)).isEqualTo(days);
        assertThat(days).hasToString("TUMBLE 86400000 ms by the clock of Asia/Shanghai");
    }
}
