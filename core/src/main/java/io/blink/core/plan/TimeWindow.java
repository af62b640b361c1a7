package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How time is divided into windows {@code [start, end)}, in microseconds since 1970-01-01T00:00:00Z. Where it is divided by the clock of a zone, lengths are what the clock shows: a day may last 23 hours.
 *
 * <p>All but SESSION are made of slices: pieces of equal length that never lie in a window by half, so that a row is counted once, in its slice, whatever the number of windows that it belongs to.
 *
 * @param sizeMicros length of a window; of a SESSION the gap without rows that ends it; of CUMULATE the length of the longest
 * @param stepMicros from the start of a HOP to that of the next, or by how much a CUMULATE window is longer than the one before; the size for others
 * @param offsetMicros from the epoch to the start of a window; less than the step of a HOP and the size of others
 * @param clock that windows begin and end by; {@code null}: that of UTC. It is never moved forward by a slice of a HOP or more, which would end windows with different rows at one instant
 */
public record TimeWindow(
        Kind kind,
        long sizeMicros,
        long stepMicros,
        long offsetMicros,
        @JsonInclude(JsonInclude.Include.NON_NULL) LocalTimeline clock) {
    private static final long MICROS_PER_MILLI = 1000;

    /** What a window is. */
    public enum Kind {
        /** Each moment lies in one window of fixed length. */
        TUMBLE,
        /** Windows of fixed length begin every step; they overlap, or leave gaps if the step is longer. */
        HOP,
        /** Windows with the same start that grow by a step until they have the whole size. */
        CUMULATE,
        /** The rows of a key between two gaps. */
        SESSION
    }

    public TimeWindow {
        if (sizeMicros <= 0 || stepMicros <= 0) {
            throw new IllegalArgumentException("a window of " + sizeMicros + " us every " + stepMicros + " us");
        }
        offsetMicros = Math.floorMod(offsetMicros, kind == Kind.HOP ? stepMicros : sizeMicros);
    }

    public TimeWindow(Kind kind, long sizeMicros, long stepMicros, long offsetMicros) {
        this(kind, sizeMicros, stepMicros, offsetMicros, null);
    }

    public static TimeWindow tumble(long sizeMicros, long offsetMicros) {
        return new TimeWindow(Kind.TUMBLE, sizeMicros, sizeMicros, offsetMicros);
    }

    public static TimeWindow session(long gapMicros) {
        return new TimeWindow(Kind.SESSION, gapMicros, gapMicros, 0);
    }

    /** Whether a row may lie in several windows. */
    @JsonIgnore
    public boolean isShared() {
        return kind == Kind.HOP || kind == Kind.CUMULATE;
    }

    /** Whether the start of a window tells its end. */
    @JsonIgnore
    public boolean startTellsEnd() {
        return kind == Kind.TUMBLE || kind == Kind.HOP;
    }

    /** Length of a slice. */
    public long sliceMicros() {
        return kind == Kind.HOP ? greatestCommonDivisor(sizeMicros, stepMicros) : stepMicros;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Start of the slice of a moment. */
    public long sliceStart(long micros) {
        return instant(startOfSlice(reading(micros)));
    }

    /** Where the slice of a moment ends. */
    public long sliceEnd(long micros) {
        return instant(startOfSlice(reading(micros)) + sliceMicros());
    }

    private long startOfSlice(long reading) {
        return reading - Math.floorMod(reading - offsetMicros, sliceMicros());
    }

    /** The end of the first window that ends behind a moment and has the slice before it, or a later one. */
    public long firstEndAfter(long micros) {
        return instant(endAfter(reading(micros)));
    }

    private long endAfter(long reading) {
        long anchor = kind == Kind.HOP ? offsetMicros + sizeMicros : offsetMicros;
        return reading - Math.floorMod(reading - anchor, stepMicros) + stepMicros;
    }

    /** The end of the last window that has a moment; not after the moment if no window does, in the gap between two HOPs. */
    public long lastEnd(long micros) {
        long reading = reading(micros);
        return instant(
                switch (kind) {
                    case TUMBLE, SESSION -> endAfter(reading);
                    case HOP -> reading - Math.floorMod(reading - offsetMicros, stepMicros) + sizeMicros;
                    case CUMULATE -> reading - Math.floorMod(reading - offsetMicros, sizeMicros) + sizeMicros;
                });
    }

    /** The start of the window that ends there. */
    public long startOf(long end) {
        long before = reading(end - 1);
        return instant(
                kind == Kind.CUMULATE
                        ? before - Math.floorMod(before - offsetMicros, sizeMicros)
                        : (clock == null ? end : endAfter(before)) - sizeMicros);
    }

    private long reading(long micros) {
        return clock == null ? micros : clock.toLocal(micros);
    }

    private long instant(long reading) {
        return clock == null ? reading : clock.toInstant(reading);
    }

    /** In few words, for plans. */
    @Override
    public String toString() {
        String step = isShared() ? " every " + stepMicros / MICROS_PER_MILLI + " ms" : "";
        String offset = offsetMicros == 0 ? "" : " from " + offsetMicros / MICROS_PER_MILLI + " ms";
        String zone = clock == null ? "" : " by the clock of " + clock;
        return kind + " " + sizeMicros / MICROS_PER_MILLI + " ms" + step + offset + zone;
    }
}
