package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

/**
 * Which sources of a job keep together in event time: a split whose watermark is further than the drift ahead of the lowest of its group is not read on until the others have come closer. What reads ahead
 * of that, and a batch, may lie beyond.
 *
 * @param group name; sources of one job with the same one are aligned with each other
 * @param updateIntervalMillis how often the tasks of a group hear of each other
 */
public record WatermarkAlignment(String group, long maxDriftMicros, long updateIntervalMillis) {
    public WatermarkAlignment {
        requireNonNull(group, "group");
    }
}
