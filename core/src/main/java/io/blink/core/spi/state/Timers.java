package io.blink.core.spi.state;

import io.blink.core.column.Column;

/** Moments at which keys want to be called, at most one of the same moment for each key. Times in microseconds since 1970-01-01T00:00:00Z, or whatever the operator counts in. */
public interface Timers {
    /** {@link #next} without timers. */
    long NONE = Long.MAX_VALUE;

    long size();

    /** Sets timer i for key i at {@code times[i]}; one that is set already stays. */
    void set(long[] times, Column[] keys, long[] hashes, int rows);

    /** Removes timers; those that are not there are passed over. */
    void cancel(long[] times, Column[] keys, int rows);

    /** The least time, or {@link #NONE}. */
    long next();

    /** Takes out the first timers that are not after {@code until}, by time and then key, at most {@code limit}. */
    Due take(long until, int limit);

    /** Timers that were taken out. */
    record Due(int count, long[] times, Column[] keys) {}
}
