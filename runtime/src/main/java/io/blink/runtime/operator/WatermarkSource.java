package io.blink.runtime.operator;

import java.util.List;

/** An operator that makes watermarks, from the rows it passes on or from what it knows of splits. The driver asks after each {@link Operator#output} and passes a risen watermark on. */
public interface WatermarkSource {
    /** Microseconds since 1970; {@link Long#MIN_VALUE} before the first row. Never falls. */
    long watermarkMicros();

    /** The rows that follow come from this split; until {@code open} changes rows come from those splits only, and the latest time of each holds the watermark back. */
    void origin(int split, List<Integer> open);

    /** Whether, at this {@link System#nanoTime}, no row has come for so long that the input no longer holds watermarks back. */
    boolean idle(long nowNanos);
}
