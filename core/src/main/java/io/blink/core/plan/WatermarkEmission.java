package io.blink.core.plan;

/**
 * When a source's watermark goes out; without one, after each batch that raises it.
 *
 * @param gapRows not before so many rows came since the last one; 0: however few
 * @param intervalMillis not before so long after the last one; 0: at once
 */
public record WatermarkEmission(long gapRows, long intervalMillis) {}
