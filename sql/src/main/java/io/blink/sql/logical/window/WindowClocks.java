package io.blink.sql.logical.window;

import io.blink.core.plan.LocalTimeline;
import io.blink.core.plan.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The clock by which windows of instants begin: the session's, so that those of a day begin at its midnight. Where that is the same as a fixed distance from UTC, windows get it as their offset: hours in a zone of whole
 * hours, and the windows of a HOP with slices no longer than the clock is moved by, which would fall together when it is moved forward.
 */
final class WindowClocks {
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Whose rules and standard are taken for those of today. */
    private static final int RULE_YEAR = 2100;

    private WindowClocks() {}

    /** @param window as it is by UTC */
    static TimeWindow by(ZoneId zone, TimeWindow window) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffsetTransition> moves = moves(rules);
        long now = micros(rules.getOffset(Instant.EPOCH));
        boolean hop = window.kind() == TimeWindow.Kind.HOP;
        long period = hop ? window.stepMicros() : window.sizeMicros();
        boolean fixed = moves.stream().allMatch(move -> (micros(move.getOffsetAfter()) - now) % period == 0);
        if (fixed) {
            return shifted(window, now);
        }
        Duration slice = Duration.ofSeconds(window.sliceMicros() / MICROS_PER_SECOND);
        boolean fallTogether =
                hop && moves.stream().anyMatch(move -> move.getDuration().compareTo(slice) >= 0);
        return fallTogether
                ? shifted(
                        window,
                        micros(rules.getStandardOffset(
                                LocalDate.of(RULE_YEAR, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC))))
                : new TimeWindow(
                        window.kind(),
                        window.sizeMicros(),
                        window.stepMicros(),
                        window.offsetMicros(),
                        new LocalTimeline(zone.getId()));
    }

    private static TimeWindow shifted(TimeWindow window, long offset) {
        return new TimeWindow(window.kind(), window.sizeMicros(), window.stepMicros(), window.offsetMicros() - offset);
    }

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * MICROS_PER_SECOND;
    }

    /** When the clock is moved, from 1970 on; where that follows a rule, of a year. */
    private static List<ZoneOffsetTransition> moves(ZoneRules rules) {
        List<ZoneOffsetTransition> moves = new ArrayList<>(rules.getTransitions().stream()
                .filter(move -> move.getInstant().isAfter(Instant.EPOCH))
                .toList());
        rules.getTransitionRules().forEach(rule -> moves.add(rule.createTransition(RULE_YEAR)));
        return moves;
    }
}
