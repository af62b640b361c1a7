package io.blink.benchmarks.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The machine's own pauses: a thread that only wants to wake up every millisecond records how much too late it does, microseconds. What it sees (other processes on
 * the cores, the collector, the timer) no engine can be better than. After Gil Tene's jHiccup.
 */
final class HiccupMeter implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Histogram histogram = new Histogram(HIGHEST_MICROS, 3);
    private final Thread thread;
    private volatile boolean ended;

    /** @param warmUpNanos pauses in this time from now are left out */
    HiccupMeter(long warmUpNanos) {
        long from = System.nanoTime() + warmUpNanos;
        thread = new Thread(() -> measure(from), "hiccup-meter");
        thread.setDaemon(true);
        thread.start();
    }

    private void measure(long from) {
        while (!ended) {
            long before = System.nanoTime();
            LockSupport.parkNanos(STEP_NANOS);
            long late = System.nanoTime() - before - STEP_NANOS;
            if (before >= from) {
                // A pause hides the wake-ups that it swallowed; each of them would have seen the rest of it.
                histogram.recordValueWithExpectedInterval(
                        Math.min(HIGHEST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(late))),
                        TimeUnit.NANOSECONDS.toMicros(STEP_NANOS));
            }
        }
    }

    /** Ends the measurement. */
    Histogram finish() throws InterruptedException {
        close();
        thread.join();
        return histogram;
    }

    @Override
    public void close() {
        ended = true;
    }
}
