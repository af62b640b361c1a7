package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * When windows are emitted besides at their end.
 *
 * @param earlyDelayMillis of processing time after which a window that has not ended is emitted with what changed in it; 0: at once; {@link #NOT_EARLY}
 * @param lateDelayMillis the same of a window that has ended; 0: at once
 * @param allowedLatenessMillis of event time during which a window that has ended takes rows
 */
public record WindowFiring(long earlyDelayMillis, long lateDelayMillis, long allowedLatenessMillis) {
    public static final long NOT_EARLY = -1;

    public WindowFiring {
        if (earlyDelayMillis < NOT_EARLY || lateDelayMillis < 0 || allowedLatenessMillis < 0) {
            throw new IllegalArgumentException("a window fired " + earlyDelayMillis + " ms early, " + lateDelayMillis
                    + " ms late, for " + allowedLatenessMillis + " ms");
        }
    }

    @JsonIgnore
    public boolean isEarly() {
        return earlyDelayMillis != NOT_EARLY;
    }

    /** In few words, for plans. */
    @Override
    public String toString() {
        String early = isEarly() ? "early after " + earlyDelayMillis + " ms" : "";
        String late = allowedLatenessMillis == 0
                ? ""
                : "late after " + lateDelayMillis + " ms for " + allowedLatenessMillis + " ms";
        return early + (early.isEmpty() || late.isEmpty() ? "" : ", ") + late;
    }
}
