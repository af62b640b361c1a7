package io.blink.runtime.operator;

/** An operator that makes watermarks from the rows it passes on. The driver asks after each {@link Operator#output} and passes a risen watermark on. */
public interface WatermarkSource {
    /** Microseconds since 1970; {@link Long#MIN_VALUE} before the first row. Never falls. */
    long watermarkMicros();

    /** Whether, at this {@link System#nanoTime}, no row has come for so long that the input no longer holds watermarks back. */
    boolean idle(long nowNanos);
}
