package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The clock of a time zone made monotone, in microseconds: while it shows an hour for the second time it stands still just before what comes behind, and where it is moved forward it jumps. So every reading has one
 * instant at which it is first reached. Time zones change no more from the year {@value #LAST_YEAR} on. Immutable.
 */
public final class LocalTimeline {
    private static final int LAST_YEAR = 2200;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Instant LAST = Instant.parse(LAST_YEAR + "-01-01T00:00:00Z");

    private final String zone;
    private final long[] transitions;
    /** What the clock would show at each transition if it were not moved. */
    private final long[] readings;
    /** Before the first transition, then behind each. */
    private final long[] offsets;

    /** @param zone as {@link ZoneId#of} takes it */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LocalTimeline(String zone) {
        this.zone = zone;
        ZoneRules rules = ZoneId.of(zone).getRules();
        List<ZoneOffsetTransition> found = transitions(rules);
        transitions = new long[found.size()];
        readings = new long[found.size()];
        offsets = new long[found.size() + 1];
        offsets[0] = rules.getOffset(Instant.MIN).getTotalSeconds() * MICROS_PER_SECOND;
        for (int i = 0; i < transitions.length; i++) {
            transitions[i] = found.get(i).toEpochSecond() * MICROS_PER_SECOND;
            readings[i] = transitions[i] + offsets[i];
            offsets[i + 1] = found.get(i).getOffsetAfter().getTotalSeconds() * MICROS_PER_SECOND;
        }
    }

    private static List<ZoneOffsetTransition> transitions(ZoneRules rules) {
        List<ZoneOffsetTransition> found = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(Integer.MIN_VALUE * 2L));
        while (next != null && next.getInstant().isBefore(LAST)) {
            found.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        return found;
    }

    @JsonValue
    public String zone() {
        return zone;
    }

    /** The reading at an instant. */
    public long toLocal(long instant) {
        int at = Arrays.binarySearch(transitions, instant);
        int passed = at >= 0 ? at + 1 : -at - 1;
        long reading = instant + offsets[passed];
        return passed == 0 ? reading : Math.max(reading, readings[passed - 1] - 1);
    }

    /** The first instant with that reading, or a later one where the clock jumps over it. */
    public long toInstant(long reading) {
        int at = Arrays.binarySearch(readings, reading);
        int passed = at >= 0 ? at + 1 : -at - 1;
        long instant = reading - offsets[passed];
        return passed == 0 ? instant : Math.max(instant, transitions[passed - 1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalTimeline line && line.zone.equals(zone);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(zone);
    }

    @Override
    public String toString() {
        return zone;
    }
}
