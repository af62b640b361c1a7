package io.blink.runtime.expression.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Offsets of one time zone, remembering the stretch between two transitions that was asked for last: values of one batch mostly lie in one. Belongs to
 * one thread.
 */
public final class ZoneOffsets {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    /** Seconds that as microseconds are still longs. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / MICROS_PER_SECOND - 2 * 86_400;

    private final ZoneRules rules;
    private final ZoneId zone;

    private long from = 0;
    private long to = 0;
    private long localFrom = 0;
    private long localTo = 0;
    private long offset;

    public ZoneOffsets(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /** Microseconds on the clock in the zone of an instant. */
    public long toLocal(long micros) {
        if (micros < from || micros >= to) {
            load(Math.floorDiv(micros, MICROS_PER_SECOND));
        }
        return micros + offset;
    }

    /** The instant of a clock's microseconds: in a gap the clock counts as not yet moved, in an overlap the earlier instant is meant. */
    public long toInstant(long localMicros) {
        if (localMicros >= localFrom && localMicros < localTo) {
            return localMicros - offset;
        }
        long seconds = Math.floorDiv(localMicros, MICROS_PER_SECOND);
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        long instant = local.atZone(zone).toEpochSecond();
        load(instant);
        return instant * MICROS_PER_SECOND + Math.floorMod(localMicros, MICROS_PER_SECOND);
    }

    private void load(long second) {
        Instant instant = Instant.ofEpochSecond(second);
        offset = rules.getOffset(instant).getTotalSeconds() * MICROS_PER_SECOND;
        // The next second, so that a transition at this very second counts as the previous one.
        ZoneOffsetTransition previous = rules.previousTransition(instant.plusSeconds(1));
        ZoneOffsetTransition next = rules.nextTransition(instant);
        from = previous == null ? -SECONDS_MAX * MICROS_PER_SECOND : previous.toEpochSecond() * MICROS_PER_SECOND;
        to = next == null || next.toEpochSecond() > SECONDS_MAX
                ? SECONDS_MAX * MICROS_PER_SECOND
                : next.toEpochSecond() * MICROS_PER_SECOND;
        long before = previous == null ? offset : previous.getOffsetBefore().getTotalSeconds() * MICROS_PER_SECOND;
        localFrom = from + Math.max(offset, before);
        localTo = to + offset;
    }
}
