package io.blink.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalTimelineTest {
    private static final List<String> ZONES = List.of(
            "UTC",
            "Asia/Shanghai",
            "Asia/Kolkata",
            "America/New_York",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "+05:45");

    private final LocalTimeline newYork = new LocalTimeline("America/New_York");

    private static long at(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    private static long reads(String local) {
        return LocalDateTime.parse(local).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }

    @Test
    void anHourThatTheClockJumpsOverIsReachedAtItsEnd() {
        assertThat(newYork.toLocal(at("2024-03-10T06:59:59Z"))).isEqualTo(reads("2024-03-10T01:59:59"));
        assertThat(newYork.toLocal(at("2024-03-10T07:00:00Z"))).isEqualTo(reads("2024-03-10T03:00:00"));
        assertThat(newYork.toInstant(reads("2024-03-10T02:00:00"))).isEqualTo(at("2024-03-10T07:00:00Z"));
        assertThat(newYork.toInstant(reads("2024-03-10T02:30:00"))).isEqualTo(at("2024-03-10T07:00:00Z"));
        assertThat(newYork.toInstant(reads("2024-03-10T03:00:01"))).isEqualTo(at("2024-03-10T07:00:01Z"));
    }

    @Test
    void anHourThatTheClockShowsTwiceIsReachedTheFirstTimeAndStandsStillTheSecond() {
        assertThat(newYork.toLocal(at("2024-11-03T05:59:59Z"))).isEqualTo(reads("2024-11-03T01:59:59"));
        assertThat(newYork.toLocal(at("2024-11-03T06:30:00Z"))).isEqualTo(reads("2024-11-03T02:00:00") - 1);
        assertThat(newYork.toLocal(at("2024-11-03T07:00:00Z"))).isEqualTo(reads("2024-11-03T02:00:00"));
        assertThat(newYork.toInstant(reads("2024-11-03T01:30:00"))).isEqualTo(at("2024-11-03T05:30:00Z"));
        assertThat(newYork.toInstant(reads("2024-11-03T02:00:00"))).isEqualTo(at("2024-11-03T07:00:00Z"));
    }

    @Test
    void farFromMovesItIsTheClock() {
        for (String zone : ZONES) {
            LocalTimeline line = new LocalTimeline(zone);
            for (String instant : List.of("1820-06-01T00:00:00Z", "1988-07-15T12:00:00Z", "2150-01-15T09:00:00Z")) {
                LocalDateTime clock = LocalDateTime.ofInstant(Instant.parse(instant), ZoneId.of(zone));
                assertThat(line.toLocal(at(instant)))
                        .as("%s in %s", instant, zone)
                        .isEqualTo(clock.toEpochSecond(ZoneOffset.UTC) * 1_000_000);
                assertThat(line.toInstant(line.toLocal(at(instant)))).isEqualTo(at(instant));
            }
        }
    }

    @Test
    void everyReadingHasTheFirstInstantThatReachesIt() {
        Random random = new Random(7);
        long from = at("1985-01-01T00:00:00Z");
        long span = at("2045-01-01T00:00:00Z") - from;
        for (String zone : ZONES) {
            LocalTimeline line = new LocalTimeline(zone);
            for (int i = 0; i < 2_000; i++) {
                long reading = from + Math.floorMod(random.nextLong(), span) / 1_800_000_000L * 1_800_000_000L;
                long instant = line.toInstant(reading);
                assertThat(line.toLocal(instant)).isGreaterThanOrEqualTo(reading);
                assertThat(line.toLocal(instant - 1)).isLessThan(reading);
                assertThat(line.toLocal(instant + 1_800_000_000L)).isGreaterThanOrEqualTo(line.toLocal(instant));
            }
        }
    }

    @Test
    void itIsKnownByItsZone() {
        assertThat(new LocalTimeline("America/New_York")).isEqualTo(newYork).hasSameHashCodeAs(newYork);
        assertThat(new LocalTimeline("UTC")).isNotEqualTo(newYork);
        assertThat(newYork).hasToString("America/New_York");
    }
}
