package io.blink.state.record;

import java.util.function.LongSupplier;

/**
 * When the records of a table are over: a time after they were last written, which stands in each. Until the table is opened nothing is known to be over. Used on the task's thread.
 */
public final class Expiry {
    /** A page is looked through at most so often within the time to live. */
    private static final int SWEEPS = 16;

    private final LongSupplier clock;
    private final int timeOffset;
    private long timeToLiveMillis = Long.MAX_VALUE;

    /** @param timeOffset of the time within a record; -1 if records last for ever */
    public Expiry(LongSupplier clock, int timeOffset) {
        this.clock = clock;
        this.timeOffset = timeOffset;
    }

    public void timeToLive(long millis) {
        timeToLiveMillis = millis;
    }

    /** Whether records have a time at all. */
    public boolean applies() {
        return timeOffset >= 0;
    }

    public long nowMillis() {
        return clock.getAsLong();
    }

    /** What was written then or before is over. */
    public long deadlineMillis() {
        return deadlineMillis(clock.getAsLong());
    }

    public long deadlineMillis(long nowMillis) {
        return nowMillis - timeToLiveMillis;
    }

    public long written(byte[] page, int record) {
        return (long) RecordBytes.LONGS.get(page, record + timeOffset);
    }

    public void write(byte[] page, int record, long nowMillis) {
        RecordBytes.LONGS.set(page, record + timeOffset, nowMillis);
    }

    public boolean isOver(byte[] page, int record, long deadlineMillis) {
        return written(page, record) <= deadlineMillis;
    }

    /** The deadline at which a page is worth another look, after one at this deadline that found {@code oldestMillis}. */
    public long nextSweep(long oldestMillis, long deadlineMillis) {
        return Math.max(oldestMillis, deadlineMillis + timeToLiveMillis / SWEEPS);
    }
}
