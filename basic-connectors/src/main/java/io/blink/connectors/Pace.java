package io.blink.connectors;

import java.time.Instant;
import java.util.function.LongSupplier;

/** When the numbered rows of a table come due at a steady rate: row {@code n} at {@code start + n / rate}. */
public final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Rows that come due within this time are made together. */
    private static final long TOGETHER_NANOS = 1_000_000;

    private final double rowsPerSecond;
    private final LongSupplier nanoTime;
    private long startNanos;

    private Pace(double rowsPerSecond, long startNanos, LongSupplier nanoTime) {
        this.rowsPerSecond = rowsPerSecond;
        this.startNanos = startNanos;
        this.nanoTime = nanoTime;
    }

    /** @param startNanosOfEpoch wall-clock time at which row 0 is due, nanoseconds since 1970 */
    public static Pace from(double rowsPerSecond, long startNanosOfEpoch) {
        Instant now = Instant.now();
        long epochOffset = now.getEpochSecond() * (long) NANOS_PER_SECOND + now.getNano() - System.nanoTime();
        return new Pace(rowsPerSecond, startNanosOfEpoch - epochOffset, System::nanoTime);
    }

    /** @param startNanos when row 0 is due, by that clock */
    static Pace of(double rowsPerSecond, long startNanos, LongSupplier nanoTime) {
        return new Pace(rowsPerSecond, startNanos, nanoTime);
    }

    /**
     * A reader goes on with a row that an earlier job, whose start is not this one's, would have come to: it is due now, if it is not overdue, and those behind it at the rate from now on. Rows that are
     * overdue since the reader was away stay so.
     */
    public void resume(long row) {
        startNanos -= Math.max(0, dueAt(row) - nanoTime.getAsLong());
    }

    private long dueAt(long row) {
        return startNanos + (long) (row * NANOS_PER_SECOND / rowsPerSecond);
    }

    /** How many rows are due by now: all below that number. */
    public long due() {
        double elapsed = nanoTime.getAsLong() - startNanos;
        return elapsed < 0 ? 0 : (long) (elapsed * rowsPerSecond / NANOS_PER_SECOND) + 1;
    }

    /** The {@link System#nanoTime} at which to ask for that row. */
    public long readyAtNanos(long row) {
        return Math.max(dueAt(row), nanoTime.getAsLong() + TOGETHER_NANOS);
    }
}
