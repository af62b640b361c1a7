package io.blink.benchmarks.engine;

import io.blink.benchmarks.measure.Measurement.Outcome;

/** Hears of each run when it has ended. */
public interface RunListener {
    void ended(Work work, int run, Outcome outcome, double seconds, long rows, String message, long peakMegabytes);
}
