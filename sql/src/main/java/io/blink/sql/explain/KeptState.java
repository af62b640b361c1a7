package io.blink.sql.explain;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One kind of thing that an operator of a stream keeps in state.
 *
 * @param what in the plural
 * @param bytesEach with its key and its place in the index, as a guess
 * @param count how many there will be, where statistics tell
 * @param life how long each is kept
 */
record KeptState(String what, double bytesEach, OptionalDouble count, String life) {
    private static final String FOR_EVER = "for ever: set table.exec.state.ttl to bound that";
    private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1000};
    private static final String[] UNITS = {"d", "h", "min", "s"};
    private static final long MICROS_PER_MILLI = 1000;

    /** Things that go only when nothing changes them, which of a known number, of an input that ends, is no matter. @param ttlMillis 0: never */
    static KeptState untouched(String what, double bytesEach, OptionalDouble count, long ttlMillis) {
        String life = ttlMillis > 0
                ? "until they did not change for " + time(Duration.ofMillis(ttlMillis))
                : count.isPresent() ? "until the end" : FOR_EVER;
        return new KeptState(what, bytesEach, count, life);
    }

    /** How long things of event time are kept. */
    static String forEventTime(long micros) {
        return until("watermark", micros);
    }

    /** How long things are kept that have the moment at which they were processed. */
    static String forProcessingTime(long micros) {
        return until("clock", micros);
    }

    private static String until(String time, long micros) {
        return micros <= 0
                ? "until the " + time + " passes them"
                : "until the " + time + " is " + time(Duration.ofMillis(micros / MICROS_PER_MILLI)) + " ahead of them";
    }

    /** How long versions are kept. @param endedMicros of those that have ended; negative: for ever */
    static String forVersions(long endedMicros) {
        if (endedMicros < 0) {
            return FOR_EVER;
        }
        String life = endedMicros == 0
                ? "until a later one has passed"
                : "until the watermark is " + time(Duration.ofMillis(endedMicros / MICROS_PER_MILLI))
                        + " ahead of a later one";
        return life + ", the last of each key for ever";
    }

    private static String time(Duration duration) {
        long millis = duration.toMillis();
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (millis % UNIT_MILLIS[unit] == 0) {
                return millis / UNIT_MILLIS[unit] + " " + UNITS[unit];
            }
        }
        return millis + " ms";
    }

    /** For EXPLAIN. */
    String text() {
        String total = count.isPresent()
                ? String.format(Locale.ROOT, "about %,.0f: %s", count.getAsDouble(), ActualText.size((long)
                        (count.getAsDouble() * bytesEach)))
                : "number unknown";
        return String.format(Locale.ROOT, "state: %s, about %.0f B each, %s, kept %s", what, bytesEach, total, life);
    }
}
