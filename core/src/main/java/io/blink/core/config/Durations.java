package io.blink.core.config;

import java.time.Duration;
import java.util.Locale;

/** Durations as users write them: a number and a unit (ns, us, ms, s, min, h, d, or the unit's name); a bare number counts milliseconds. */
public final class Durations {
    private Durations() {}

    public static Duration parse(String text) {
        String trimmed = text.trim();
        int digits = 0;
        while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            throw new IllegalArgumentException("a number and a unit such as '10 s' is expected");
        }
        long amount = Long.parseLong(trimmed.substring(0, digits));
        String unit = trimmed.substring(digits).trim().toLowerCase(Locale.ROOT);
        return switch (unit) {
            case "ns", "nano", "nanos", "nanosecond", "nanoseconds" -> Duration.ofNanos(amount);
            case "us", "µs", "micro", "micros", "microsecond", "microseconds" ->
                Duration.ofNanos(Math.multiplyExact(amount, 1000));
            case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(amount);
            case "s", "sec", "second", "seconds" -> Duration.ofSeconds(amount);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(amount);
            case "h", "hour", "hours" -> Duration.ofHours(amount);
            case "d", "day", "days" -> Duration.ofDays(amount);
            default ->
                throw new IllegalArgumentException("unknown unit '" + unit + "'; use ns, us, ms, s, min, h or d");
        };
    }
}
